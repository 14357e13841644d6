import type { Command, ExitCode, Unopened, Work } from "./cli/command.ts";
import { commands } from "./cli/commands.ts";
import { UsageError } from "./cli/io.ts";
import { readConfig } from "./platform/config.ts";
import { connect } from "./platform/database/connect.ts";
import { migrate } from "./platform/database/migrate.ts";
import { openDatabase } from "./platform/database/open.ts";
import { StartupError } from "./platform/startup-error.ts";

const usage = ["Usage: npm run cli -- COMMAND", ...Object.values(commands).map((command) => `  ${command.usage}`)].join("\n");

/** Runs one command: 0 done, 1 the input or the state is at fault, 2 wrong usage. Works beside a running server. */
async function main([name = "", ...args]: string[]): Promise<number> {
  if (name === "help" || name === "--help") {
    console.log(usage);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    console.error(name ? `There is no command "${name}".\n${usage}` : usage);
    return 2;
  }
  const work = prepare(command, args);
  if (typeof work === "number") return work;
  const config = readConfig();
  if (typeof work === "object") return work.unopened(config);
  const database = await openDatabase(config);
  try {
    const migrated = await migrate(database.url);
    const { db, close } = connect(database.url, { max: 4 });
    try {
      return await work({ config, db, databaseUrl: database.url, migrated });
    } finally {
      await close();
    }
  } finally {
    await database.stop();
  }
}

/** Wrong usage is told before any database is opened, let alone migrated. */
function prepare(command: Command, args: string[]): Work | Unopened | ExitCode {
  try {
    return command.parse(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nUsage: npm run cli -- ${command.usage}`);
    return 2;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

import { firstAccountLink } from "./platform/accounts/links.ts";
import { readConfig } from "./platform/config.ts";
import { makeLog } from "./platform/log.ts";
import { StartupError } from "./platform/startup-error.ts";
import { type Running, start } from "./start.ts";

try {
  const config = readConfig();
  const log = makeLog(config.logLevel);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve());
  });
  const running = await start(config, log);
  console.log(`Ville-Monde answers on ${running.url}`);
  if (config.demo) await tellDemoAccounts(running);
  const link = await firstAccountLink(running.db, running.url);
  if (link) console.log(`There is no administrator yet. This link makes the first one, once, within 24 hours:\n${link}`);
  await stopped;
  await running.stop();
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** The fictional people, once: nobody keeps their passwords. */
async function tellDemoAccounts({ db, auth, url }: Running): Promise<void> {
  const { linesOf, openDemoAccounts } = await import("./funding/demo/accounts.ts");
  for (const line of linesOf(await openDemoAccounts(db, auth, { again: false }), url)) console.log(line);
}

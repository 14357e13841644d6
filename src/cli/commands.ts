import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { makeAuth } from "../platform/accounts/auth.ts";
import { userCommand } from "../platform/accounts/commands.ts";
import { sessionSecret } from "../platform/accounts/secret.ts";
import { verifyChain } from "../platform/audit/store.ts";
import { readCity } from "../platform/city.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/database/connect.ts";
import { translator } from "../platform/i18n/messages.ts";
import { checkExport, exportFile } from "../publishing/commands.ts";
import { type DatasetName, datasetNames } from "../publishing/datasets.ts";
import type { Format } from "../publishing/files.ts";
import { importFile } from "../register/import/actions.ts";
import { isKindName } from "../register/kinds.ts";
import { type SeedReport, seedCity, seedDemo } from "../register/seed/seed.ts";
import { output, progress, readStandardInput, UsageError } from "./io.ts";

export interface CommandContext {
  config: Config;
  db: Database;
  databaseUrl: string;
  migrated: string[];
}
/** 0: done. 1: the input or the state is at fault. */
export type ExitCode = 0 | 1 | 2;
export interface Command {
  usage: string;
  run(args: string[], context: CommandContext): Promise<ExitCode>;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

/** The options of a command; anything unknown is wrong usage. */
function options<const O extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(args: string[], known: O) {
  try {
    return parseArgs({ args, options: known, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

export const commands: Record<string, Command> = {
  migrate: {
    usage: "migrate",
    async run(_, { migrated }) {
      say(migrated.length > 0 ? `applied: ${migrated.join(", ")}` : "the database is up to date");
      return 0;
    },
  },

  seed: {
    usage: "seed paris|demo",
    async run([what], { config, db }) {
      if (what !== "paris" && what !== "demo") throw new UsageError("seed what?");
      tellSeed(what === "demo" ? await seedDemo(db) : await seedCity(db, config.cityDir));
      return 0;
    },
  },

  user: {
    usage: "user create --role administrator|officer|reader [--email X --name Y --password-stdin] | user list",
    async run(args, { config, db, databaseUrl }) {
      const baseUrl = config.url ?? `http://localhost:${config.port}`;
      const { auth, close } = makeAuth({ databaseUrl, secret: await sessionSecret(config), baseUrl });
      try {
        const result = await userCommand(args, { db, auth, baseUrl, readInput: readStandardInput });
        for (const line of result.lines) (result.code === 0 ? say : complain)(line);
        return result.code;
      } finally {
        await close();
      }
    },
  },

  import: {
    usage: "import csv FILE --kind partner|project|organisation|place|network|agreement|award [--dry-run]",
    async run(args, { db }) {
      const { values, positionals } = options(args, { kind: { type: "string" }, "dry-run": { type: "boolean" } });
      const [format, path] = positionals;
      if (format !== "csv" || !path) throw new UsageError("import what? CSV, XLSX and ODS files are all read by: import csv FILE");
      if (!values.kind || !isKindName(values.kind)) throw new UsageError("--kind says what the rows are");
      const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => void complain(`${path} cannot be read (${error.code}).`));
      if (!bytes) return 1;
      return tellImport(
        path,
        await importFile(
          db,
          values.kind,
          bytes,
          { id: "cli", name: "Command line", role: "system" },
          { dryRun: values["dry-run"] ?? false },
        ),
      );
    },
  },

  export: {
    usage: `export iati|iati-organisation|csv|json|xlsx|geojson [--of ${datasetNames.join("|")}] [--out FILE] [--check]`,
    async run(args, { config, db }) {
      const { values, positionals } = options(args, { out: { type: "string" }, of: { type: "string" }, check: { type: "boolean" } });
      const [format] = positionals;
      if (!format) throw new UsageError("export what?");
      const city = await readCity(config.cityDir);
      const services = { db, city, baseUrl: config.url ?? `http://localhost:${config.port}` };
      if (values.check) {
        if (!format.startsWith("iati")) throw new UsageError("--check goes with iati");
        const report = await checkExport(services);
        for (const { record, rule, message } of report.findings as { record?: string; rule?: string; message: string }[])
          complain(`${record ?? "file"}: ${rule ?? ""} ${message}`.trim());
        say(`${report.activities} activities, ${report.findings.length} problems, ${report.faults.length} remarks`);
        if (report.findings.length > 0) return 1;
        if (!values.out) return 0;
      }
      try {
        await exportFile(services, format as Format, output(values.out), (values.of ?? "projects") as DatasetName);
      } catch (error) {
        if (error instanceof RangeError) throw new UsageError(error.message);
        throw error;
      }
      return 0;
    },
  },

  audit: {
    usage: "audit verify",
    async run([verb], { db }) {
      if (verb !== "verify") throw new UsageError("audit what?");
      const bar = progress("entries");
      const report = await verifyChain(db, (entries) => bar.tell(entries));
      bar.end();
      if (!report.broken) {
        say(`${report.entries} entries: the chain holds`);
        return 0;
      }
      const { id, fault } = report.broken;
      complain(
        `entry ${id}: ${{ altered: "what it says was altered", removed_before: "an entry before it was removed", inserted: "it was inserted, or the one before was altered" }[fault]}`,
      );
      return 1;
    },
  },

  bench: {
    usage: "bench",
    async run() {
      say("npm run bench measures this program on a scratch database: see docs/performance.md");
      return 0;
    },
  },
};

function tellSeed({ records, kept, drafts, warnings }: SeedReport): void {
  for (const warning of warnings) complain(warning);
  for (const { kind, id } of kept) say(`${kind} ${id}: changed in the office since, kept as it is`);
  for (const { kind, id } of drafts) say(`${kind} ${id}: loaded as a draft, as it refers to what is not public`);
  say(`created ${records.created}, changed ${records.changed}, unchanged ${records.unchanged}, kept ${records.kept}`);
}

function tellImport(path: string, report: Awaited<ReturnType<typeof importFile>>): ExitCode {
  const t = translator("en");
  if (!report.ok) {
    complain(
      `${path}: ${report.reason === "unreadable" ? t.dynamic(`office.import.unreadable.${report.sheet.code}`, { line: report.sheet.line ?? 1, message: report.sheet.message ?? "" }) : "not allowed"}`,
    );
    return 1;
  }
  for (const { line, column, heading, code, values, warning } of report.problems) {
    const message = t.dynamic(t.has(`problem.${code}`) ? `problem.${code}` : "problem.invalid", values);
    complain(`${path}:${line}${column ? ` ${column}${line}` : ""}${heading ? ` ${heading}` : ""}: ${warning ? "warning: " : ""}${message}`);
  }
  const n = (outcome: string) => report.rows.filter((row) => row.outcome === outcome).length;
  const wrong = report.problems.some((problem) => !problem.warning);
  say(
    wrong
      ? "nothing was written"
      : `${report.written ? "" : "dry run, nothing written: "}created ${n("created")}, changed ${n("changed")}, unchanged ${n("unchanged")}`,
  );
  return wrong ? 1 : 0;
}

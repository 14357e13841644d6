import { basename } from "node:path";
import { putLaw } from "../funding/envelope/law-store.ts";
import { makeAuth } from "../platform/accounts/auth.ts";
import { userCommand } from "../platform/accounts/commands.ts";
import { policyOf } from "../platform/accounts/policy.ts";
import type { Actor } from "../platform/accounts/rights.ts";
import { sessionSecret } from "../platform/accounts/secret.ts";
import { openBlobs } from "../platform/blobs.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/database/connect.ts";
import { filesIn } from "../platform/files.ts";
import { translator } from "../platform/i18n/messages.ts";
import { makeMailDesk } from "../platform/mail/desk.ts";
import { importFile } from "../register/import/actions.ts";
import { listNames } from "../register/import/columns.ts";
import { isKindName, kindOf } from "../register/kinds.ts";
import { type SeedReport, seedCity, seedDemo } from "../register/seed/seed.ts";
import { auditCommand } from "./audit.ts";
import { backupCommand, restoreCommand } from "./backup.ts";
import { type Command, cityOf, complain, type ExitCode, options, say } from "./command.ts";
import { exportCommand } from "./export.ts";
import { filesCommand } from "./files.ts";
import { iatiUsage, parseIatiImport } from "./iati.ts";
import { progress, readInput, readStandardInput, UsageError } from "./io.ts";
import { keyCommand } from "./key.ts";
import { nodesCommand } from "./nodes.ts";
import { anonymiseCommand, retentionCommand } from "./privacy.ts";
import { protectedCommand } from "./protected.ts";
import { publishCommand } from "./publish.ts";
import { parseScdlImport, scdlUsage } from "./scdl.ts";

export const commands: Record<string, Command> = {
  migrate: {
    usage: "migrate",
    parse: () => async (context) => {
      say(context.migrated.length > 0 ? `applied: ${context.migrated.join(", ")}` : "the database is up to date");
      return 0;
    },
  },

  seed: {
    usage: "seed city | seed demo [--accounts] (seed paris: of data/paris, where VILLE_MONDE_CITY is not said)",
    parse(args) {
      const { values, positionals } = options(args, { accounts: { type: "boolean" } });
      const [what, ...rest] = positionals;
      if ((what !== "city" && what !== "paris" && what !== "demo") || rest.length > 0) throw new UsageError("seed what?");
      if (what !== "demo" && values.accounts) throw new UsageError("--accounts goes with demo");
      return async ({ config, db, databaseUrl }) => {
        const city = await cityOf({ config, db });
        if (what === "paris" && basename(config.cityDir) !== "paris") {
          complain(`VILLE_MONDE_CITY is ${config.cityDir}: its data are loaded by: seed city`);
          return 1;
        }
        await putLaw(db, city.law);
        const bar = progress("records");
        tellSeed(await (what === "demo" ? seedDemo(db, bar.tell) : seedCity(db, config.cityDir, bar.tell)).finally(bar.end));
        if (what === "demo") await seedGrants(config, db);
        if (values.accounts) await openAccounts(config, db, databaseUrl);
        return 0;
      };
    },
  },

  user: {
    usage:
      "user create --role administrator|officer|reader|finance|council|assessor|guardian|applicant [--email X --name Y --password-stdin] | user list | user reset-second-factor --email X",
    parse(args) {
      if (!["create", "list", "reset-second-factor"].includes(args[0] ?? "")) throw new UsageError("user: what shall be done?");
      return async ({ config, db, databaseUrl }) => {
        const baseUrl = config.url ?? `http://localhost:${config.port}`;
        const [secret, city] = [await sessionSecret(config), await cityOf({ config, db })];
        const { auth, close } = makeAuth({ databaseUrl, secret, baseUrl, policy: policyOf(config, city) });
        const mail = makeMailDesk({ db, config, city, baseUrl, secret });
        try {
          const result = await userCommand(args, { db, auth, mail, baseUrl, readInput: readStandardInput });
          for (const line of result.lines) (result.code === 0 ? say : complain)(line);
          return result.code;
        } finally {
          await close();
        }
      };
    },
  },

  key: keyCommand,
  nodes: nodesCommand,
  files: filesCommand,
  protected: protectedCommand,
  retention: retentionCommand,
  anonymise: anonymiseCommand,

  import: {
    usage: `import csv FILE --kind partner|project|organisation|place|network|agreement|award [--list LIST] [--dry-run] | ${iatiUsage} | ${scdlUsage}`,
    parse(args) {
      if (args[0] === "iati") return parseIatiImport(args);
      if (args[0] === "scdl") return parseScdlImport(args);
      const { values, positionals } = options(args, { kind: { type: "string" }, list: { type: "string" }, "dry-run": { type: "boolean" } });
      const [format, path] = positionals;
      if (format !== "csv" || !path) throw new UsageError("import what? CSV, XLSX and ODS files are all read by: import csv FILE");
      const { kind } = values;
      if (!kind || !isKindName(kind)) throw new UsageError("--kind says what the rows are");
      const lists = [...new Set(listNames(kindOf(kind)).values())];
      const list = values.list;
      if (list !== undefined && !lists.includes(list))
        throw new UsageError(lists.length > 0 ? `--list is one of: ${lists.join(", ")}` : `a ${kind} has no list`);
      const bytes = readInput(path);
      return async ({ db }) => {
        const by: Actor = { id: "cli", name: "Command line", role: "system" };
        const bar = progress("rows");
        const report = importFile(db, kind, bytes, by, { dryRun: values["dry-run"] ?? false, list, onProgress: bar.tell });
        return tellImport(path, await report.finally(bar.end));
      };
    },
  },

  export: exportCommand,
  backup: backupCommand,
  restore: restoreCommand,
  publish: publishCommand,

  audit: auditCommand,

  bench: {
    usage: "bench",
    parse() {
      say("npm run bench measures this program on a scratch database: see docs/performance.md");
      return 0;
    },
  },
};

async function seedGrants(config: Config, db: Database): Promise<void> {
  const [{ seedFundingDemo }, city] = await Promise.all([import("../funding/demo/seed.ts"), cityOf({ config, db })]);
  const baseUrl = config.url ?? `http://localhost:${config.port}`;
  const made = await seedFundingDemo({ db, city, baseUrl, files: filesIn(await openBlobs(config)) });
  say(made ? "the grants of the demonstration were made" : "the grants of the demonstration are there already");
  const [{ seedProtectedDemo }, { vaultOf }] = await Promise.all([
    import("../protected/demo/seed.ts"),
    import("../protected/vault/vault.ts"),
  ]);
  await seedProtectedDemo(db, await vaultOf(config));
}

/** Fictional people with whom one may sign in: their passwords are made now and told once. */
async function openAccounts(config: Config, db: Database, databaseUrl: string): Promise<void> {
  const { linesOf, openDemoAccounts } = await import("../funding/demo/accounts.ts");
  const baseUrl = config.url ?? `http://localhost:${config.port}`;
  const policy = policyOf(config, await cityOf({ config, db }));
  const { auth, close } = makeAuth({ databaseUrl, secret: await sessionSecret(config), baseUrl, policy });
  try {
    for (const line of linesOf(await openDemoAccounts(db, auth, { again: true }), baseUrl)) say(line);
  } finally {
    await close();
  }
}

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
  for (const { sheet, line, column, heading, code, values, warning } of report.problems) {
    const message = t.dynamic(t.has(`problem.${code}`) ? `problem.${code}` : "problem.invalid", values);
    complain(
      `${path}${sheet ? `[${sheet}]` : ""}:${line}${column ? ` ${column}${line}` : ""}${heading ? ` ${heading}` : ""}: ${warning ? "warning: " : ""}${message}`,
    );
  }
  const n = (outcome: string) => report.rows.filter((row) => row.outcome === outcome).length;
  const wrong = report.problems.some((problem) => !problem.warning);
  if (report.stale) {
    complain(`${path}: a record was saved while the file was read: nothing was written. Import it again.`);
    return 1;
  }
  say(
    wrong
      ? "nothing was written"
      : `${report.written ? "" : "dry run, nothing written: "}created ${n("created")}, changed ${n("changed")}, unchanged ${n("unchanged")}`,
  );
  return wrong ? 1 : 0;
}

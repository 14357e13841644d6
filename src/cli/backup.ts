import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Actor } from "../platform/accounts/rights.ts";
import { backUp, note, tryBackup } from "../platform/backup/actions.ts";
import { identityText, newIdentity, readIdentities, readRecipients } from "../platform/backup/age.ts";
import { backupDesk } from "../platform/backup/desk.ts";
import { type Restored, restoreBackup } from "../platform/backup/restore.ts";
import { openBlobs } from "../platform/blobs.ts";
import { type Config, readConfig } from "../platform/config.ts";
import { connect } from "../platform/database/connect.ts";
import { openDatabase } from "../platform/database/open.ts";
import { StartupError } from "../platform/startup-error.ts";
import { presentKeys } from "../protected/vault/keys.ts";
import { signingKey } from "../publishing/publication/keys.ts";
import { type Command, complain, type ExitCode, options, say } from "./command.ts";
import { progress, readInput, UsageError } from "./io.ts";

const commandLine: Actor = { id: "cli", name: "Command line", role: "system" };

/** Copies the site, closed for who has the identity; beside a running server too. */
export const backupCommand: Command = {
  usage: "backup --out FILE|- [--recipient age1…|FILE] [--verify] [--scratch DATABASE_URL] | backup key --out FILE",
  parse(args) {
    const { values, positionals } = options(args, {
      out: { type: "string" },
      recipient: { type: "string" },
      verify: { type: "boolean" },
      scratch: { type: "string" },
    });
    const { out, recipient, verify = false, scratch } = values;
    if (positionals.length > 1 || (positionals.length === 1 && positionals[0] !== "key")) throw new UsageError("backup what?");
    if (out === undefined) throw new UsageError("--out says where");
    if (positionals[0] === "key") {
      if (recipient !== undefined || verify || scratch !== undefined) throw new UsageError("backup key takes --out alone");
      return { unopened: () => makeKey(out) };
    }
    if (out === "-" && verify) throw new UsageError("--verify goes with a file");
    if (scratch !== undefined && !verify) throw new UsageError("--scratch goes with --verify");
    return {
      unopened: (config) => {
        const to = recipient ?? config.backup?.recipient;
        if (to === undefined)
          throw new StartupError("For whom? Give --recipient age1…, or VILLE_MONDE_BACKUP_RECIPIENT; backup key makes a pair.");
        return backup(config, { out, recipient: to, verify, scratchUrl: scratch ?? config.backup?.scratchUrl });
      },
    };
  },
};

async function makeKey(path: string): Promise<ExitCode> {
  if (existsSync(path)) throw new StartupError(`${path} is there already: a key is never written over. Give another name.`);
  const { identity, recipient } = await newIdentity();
  await writeFile(path, identityText(identity, recipient, new Date()), { mode: 0o600, flag: "wx" }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new StartupError(`${path} cannot be written (${error.code}).`);
    },
  );
  say(recipient);
  complain(
    `${path} opens every backup made for this recipient: keep it in two places, neither of them this machine nor beside the backups. Without it no backup can be restored.`,
  );
  return 0;
}

async function backup(
  config: Config,
  order: { out: string; recipient: string; verify: boolean; scratchUrl: string | undefined },
): Promise<ExitCode> {
  const recipients = await readRecipients(order.recipient);
  const database = await openDatabase(config);
  const { db, close } = connect(database.url, { max: 2 });
  const bar = progress("rows and files");
  try {
    const [blobs, key] = [await openBlobs(config), await signingKey(config)];
    const desk = { ...backupDesk({ config, databaseUrl: database.url, blobs, city: basename(config.cityDir), key }), onProgress: bar.tell };
    const to = order.out === "-" ? process.stdout : order.out;
    const made = await backUp(
      db,
      desk,
      { kind: "manual", recipients, to, verify: order.verify, scratchUrl: order.scratchUrl },
      commandLine,
    );
    bar.end();
    // The standard output may be the backup itself.
    complain(
      `${order.out === "-" ? "backup" : order.out}: ${made.rows} rows of ${made.head.tables.length} tables, ${made.foot.files} files, ${made.bytes} bytes${order.verify ? "; restored and compared: equal" : ""}`,
    );
    for (const sha256 of made.foot.missing) complain(`the file ${sha256} is named by the database and is not there`);
    if (made.head.protectedKeys.length > 0)
      complain(
        "The key that opens the files of people at risk is not in it: keep the file protected-key, or VILLE_MONDE_PROTECTED_KEY, apart.",
      );
    return made.foot.missing.length > 0 ? 1 : 0;
  } finally {
    bar.end();
    await close();
    await database.stop();
  }
}

/** Brings a backup back into an empty database and a data folder; --check tries it and takes it away. */
export const restoreCommand: Command = {
  usage:
    "restore FILE --identity FILE [--into DATABASE_URL] [--data DIR] [--signer FINGERPRINT] [--send-mails] | restore FILE --identity FILE --check [--scratch DATABASE_URL]",
  parse(args) {
    const { values, positionals } = options(args, {
      identity: { type: "string" },
      into: { type: "string" },
      data: { type: "string" },
      signer: { type: "string" },
      "send-mails": { type: "boolean" },
      check: { type: "boolean" },
      scratch: { type: "string" },
    });
    const [path, ...rest] = positionals;
    const { identity, into, data, signer, check = false, scratch } = values;
    if (!path || rest.length > 0) throw new UsageError("restore what?");
    if (identity === undefined) throw new UsageError("--identity is the file with the secret key, as backup key made it");
    if (signer !== undefined && !/^[0-9a-f]{64}$/.test(signer))
      throw new UsageError("--signer is 64 hexadecimal digits: the SHA-256 of the site’s key");
    if (check && (into !== undefined || data !== undefined || values["send-mails"]))
      throw new UsageError("--check writes nothing: it goes with --scratch alone");
    if (!check && scratch !== undefined) throw new UsageError("--scratch goes with --check");
    const order = { path, identity, signer, sendMails: values["send-mails"] ?? false };
    return {
      unopened: (config) => {
        if (check) return tryOut(config, order, scratch ?? config.backup?.scratchUrl);
        const env = { ...process.env, ...(into ? { DATABASE_URL: into } : {}), ...(data ? { VILLE_MONDE_DATA: data } : {}) };
        return restore(into || data ? readConfig(env) : config, order);
      },
    };
  },
};

interface Order {
  path: string;
  identity: string;
  signer: string | undefined;
  sendMails: boolean;
}

async function restore(config: Config, { path, identity, signer, sendMails }: Order): Promise<ExitCode> {
  const identities = await readIdentities(identity);
  // What cannot be read is told before a database is made for it.
  readInput(path, 1);
  const startedAt = new Date();
  const database = await openDatabase(config);
  const bar = progress("rows and files");
  try {
    const blobs = await openBlobs(config);
    const into = { blobs, dataDir: config.dataDir, cityDir: config.cityDir };
    const done = await restoreBackup({ path, identities, databaseUrl: database.url, into, signer, sendMails, onProgress: bar.tell });
    bar.end();
    const { db, close } = connect(database.url, { max: 1 });
    const told = { bytes: null, tableRows: done.rows, files: done.foot.files, missing: done.foot.missing.length, verifiedAt: new Date() };
    await note(db, commandLine, { kind: "restore", startedAt, file: path.split("/").at(-1)!, ...told, fault: null }).finally(close);
    tell(done, signer);
    say(
      `${done.jobs} jobs go on; ${done.keptMails} mails that waited are kept: they may have left after the backup, look at /bureau/courriers`,
    );
    if (done.cityDir) say(`The settings of the city are not those of ${config.cityDir}: they are in ${done.cityDir} (VILLE_MONDE_CITY).`);
    for (const name of done.head.fromSettings) say(`The site had its key from ${name}: give it the same.`);
    const there = await presentKeys(config);
    for (const key of done.head.protectedKeys.filter((one) => !there.includes(one)))
      complain(
        `Files of people at risk are sealed by the key ${key}, which is not here: put the file protected-key back into ${config.dataDir}, or set VILLE_MONDE_PROTECTED_KEY, before you start.`,
      );
    return 0;
  } finally {
    bar.end();
    await database.stop();
  }
}

async function tryOut(config: Config, { path, identity, signer }: Order, scratchUrl: string | undefined): Promise<ExitCode> {
  const identities = await readIdentities(identity);
  readInput(path, 1);
  const database = await openDatabase(config);
  const bar = progress("rows and files");
  try {
    tell(await tryBackup(path, identities, database.url, scratchUrl, { signer, onProgress: bar.tell }).finally(bar.end), signer);
    return 0;
  } finally {
    await database.stop();
  }
}

function tell({ head, rows, foot, entries, fingerprint }: Restored, signer: string | undefined): void {
  say(
    `${head.city}, ${head.madeAt}, version ${head.program}: ${rows} rows of ${head.tables.length} tables, ${foot.files} files, equal to the backup; the log holds (${entries} entries)`,
  );
  if (!signer) say(`signed by ${fingerprint}: compare it with the key that the site publishes, or give it with --signer`);
  for (const sha256 of foot.missing) complain(`the file ${sha256} was not there when the backup was made`);
}

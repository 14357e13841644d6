import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Writable } from "node:stream";
import type { Actor } from "../accounts/rights.ts";
import { logEvent } from "../audit/log.ts";
import type { BackupConfig } from "../config.ts";
import type { Database } from "../database/connect.ts";
import { StartupError } from "../startup-error.ts";
import { newIdentity } from "./age.ts";
import { type Restored, restoreBackup } from "./restore.ts";
import { fileName, madeBackups, superseded } from "./rules.ts";
import { withScratch } from "./scratch.ts";
import { alone, insertRun, type Run } from "./store.ts";
import { type Backup, type BackupDesk, sweepPartial, writeBackup, writeBackupFile } from "./write.ts";

export interface BackupOrder {
  kind: "manual" | "scheduled";
  recipients: readonly string[];
  /** The file to be made; or a stream, which is not tried. */
  to: string | Writable;
  /** Restored into a database of its own, and compared, before it gets its name. */
  verify: boolean;
  scratchUrl?: string | undefined;
}

/**
 * Makes a backup, notes it, and says so in the log. To be tried it is closed for one more key, which is made for this and
 * forgotten after: the machine itself never keeps what opens it. One that fails is noted too, and thrown.
 */
export async function backUp(db: Database, desk: BackupDesk, order: BackupOrder, by: Actor): Promise<Backup> {
  const startedAt = new Date();
  const { to } = order;
  try {
    const tried = order.verify ? await newIdentity() : undefined;
    const recipients = [...order.recipients, ...(tried ? [tried.recipient] : [])];
    const made =
      typeof to === "string"
        ? await writeBackupFile(desk, recipients, to, async (path) => {
            if (tried) await tryBackup(path, [tried.identity], desk.databaseUrl, order.scratchUrl);
          })
        : await writeBackup(desk, recipients, to);
    await note(db, by, {
      ...{ kind: order.kind, startedAt, file: typeof to === "string" ? basename(to) : null, bytes: made.bytes, tableRows: made.rows },
      ...{ files: made.foot.files, missing: made.foot.missing.length, verifiedAt: tried ? new Date() : null, fault: null },
    });
    return made;
  } catch (error) {
    const none = { file: null, bytes: null, tableRows: null, files: null, missing: 0, verifiedAt: null };
    // What is no fault of the state may say anything: the program's own log has it.
    const fault = error instanceof StartupError ? error.message : `a fault of the program (${(error as Error).name})`;
    await note(db, by, { kind: order.kind, startedAt, ...none, fault }).catch(() => {});
    throw error;
  }
}

/** Restores a backup into a database of its own, compares it with what it says of itself, and takes it away again. */
export async function tryBackup(
  path: string,
  identities: readonly string[],
  url: string,
  scratchUrl: string | undefined,
  options: { signer?: string | undefined; onProgress?: ((done: number) => void) | undefined } = {},
): Promise<Restored> {
  return withScratch(url, scratchUrl, (databaseUrl) => restoreBackup({ path, identities, databaseUrl, ...options }));
}

/** Notes a backup or a restore, in the log too. */
export async function note(db: Database, by: Actor, run: Omit<Run, "actor" | "actorName">): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const id = await insertRun(trx, { actor: by.id, actorName: by.name, ...run });
    const { kind, file, bytes, tableRows, files, missing, fault } = run;
    const document = { kind, file, bytes, rows: tableRows, files, missing, verified: run.verifiedAt !== null, failed: fault !== null };
    const action = fault !== null ? "failed" : kind === "restore" ? "restored" : "made";
    await logEvent(trx, { kind: "backup", id: String(id), document }, action, by);
  });
}

/** Who makes the backup of each day. */
export const CLOCK = "clock";

/** The backup of the clock, or of who asks for one in its place: made, tried, then the old ones go. "busy": another is under way. */
export async function scheduledBackup(
  db: Database,
  desk: BackupDesk,
  settings: BackupConfig,
  recipients: readonly string[],
  by: Actor,
): Promise<(Backup & { file: string; gone: string[] }) | "busy"> {
  return alone(db, async () => {
    const there = await readdir(settings.dir).catch((error: NodeJS.ErrnoException) => {
      throw new StartupError(
        `The folder of the backups, ${settings.dir}, cannot be read (${error.code}): make it, or correct VILLE_MONDE_BACKUP_DIR.`,
      );
    });
    await sweepPartial(settings.dir, there);
    const file = fileName(desk.city, new Date());
    const made = await backUp(
      db,
      desk,
      {
        kind: by.id === CLOCK ? "scheduled" : "manual",
        recipients,
        to: join(settings.dir, file),
        verify: true,
        scratchUrl: settings.scratchUrl,
      },
      by,
    );
    const gone = superseded(madeBackups([...there, file]), settings.keep).map(({ name }) => name);
    for (const name of gone) await rm(join(settings.dir, name), { force: true });
    return { ...made, file, gone };
  });
}

import { z } from "zod";
import type { Actor } from "../accounts/rights.ts";
import type { BackupConfig } from "../config.ts";
import type { Database } from "../database/connect.ts";
import { enqueue, type Task } from "../jobs/jobs.ts";
import type { Log } from "../log.ts";
import { CLOCK, scheduledBackup } from "./actions.ts";
import { readRecipients } from "./age.ts";
import type { BackupDesk } from "./write.ts";

export const BACKUP_TASK = "backup";
const clock: Actor = { id: CLOCK, name: "Scheduled backup", role: "system" };
const asked = z.object({ by: z.object({ id: z.string(), name: z.string() }).optional() });

/** Makes the backup of the clock, and the one that someone asks for, in the folder of the settings. */
export function backupTask(db: Database, desk: BackupDesk, settings: BackupConfig, log: Log): Task {
  return async (payload) => {
    const { by } = asked.catch({}).parse(payload);
    const made = await scheduledBackup(
      db,
      desk,
      settings,
      await readRecipients(settings.recipient),
      by ? { ...by, role: "system" } : clock,
    );
    if (made === "busy") log.warn("another backup is under way: this one was left out");
    else
      log.info(
        { file: made.file, bytes: made.bytes, rows: made.rows, files: made.foot.files, gone: made.gone.length },
        "backup made and tried",
      );
  };
}

/** Asks for a backup now, in the name of a person: one waits at most. */
export function askToBackUp(db: Database, { id, name }: Actor): Promise<void> {
  return enqueue(db, BACKUP_TASK, { by: { id, name } }, { key: BACKUP_TASK, maxAttempts: 2 });
}

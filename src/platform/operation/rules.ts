import type { Disk } from "./disk.ts";
import { isLow } from "./disk.ts";

/** The state of a site in numbers, as one question to the database gives it. Instants are null when there was none. */
export interface Figures {
  jobsWaiting: number;
  /** Waiting for another try after a fault. */
  jobsRetrying: number;
  jobsRunning: number;
  /** Given up. */
  jobsFailed: number;
  /** How long the job that should have begun first has waited, in seconds. */
  oldestJobSeconds: number;
  mailsQueued: number;
  mailsFailed: number;
  mailsKept: number;
  nodes: number;
  databaseBytes: number;
  connections: number;
  lastBackup: Date | null;
  lastBackupTried: Date | null;
  lastBackupFault: Date | null;
  lastAnchor: Date | null;
  lastMigration: string;
}

/** What is amiss with a site, the gravest first: each has its words, its remedy, and its paragraph in docs/operation.md. */
export const warnings = [
  "diskLow",
  "backupNone",
  "backupFailed",
  "backupOld",
  "backupUntried",
  "anchorOld",
  "jobsStuck",
  "jobsFailed",
  "mailsFailed",
  "mailServer",
  "plainHttp",
] as const;
export type Warning = (typeof warnings)[number];

const HOUR = 3_600_000;
/** A backup that the clock makes each day is late after this. */
const BACKUP_OLD_MS = 30 * HOUR;
const UNTRIED_MS = 8 * 24 * HOUR;
const ANCHOR_OLD_MS = 36 * HOUR;
const STUCK_SECONDS = 15 * 60;

export interface Standing {
  figures: Figures;
  disk: Disk | undefined;
  /** Backups are made by the clock. */
  scheduled: boolean;
  smtp: boolean;
  /** The site is reached over https, or is a trial on this machine. */
  guarded: boolean;
}

export function warningsOf({ figures, disk, scheduled, smtp, guarded }: Standing, now: Date): Warning[] {
  const older = (at: Date | null, ms: number) => at === null || now.getTime() - at.getTime() > ms;
  const { lastBackup, lastBackupFault } = figures;
  const amiss: Record<Warning, boolean> = {
    diskLow: disk !== undefined && isLow(disk),
    backupNone: !scheduled && lastBackup === null,
    backupFailed: lastBackupFault !== null && (lastBackup === null || lastBackupFault > lastBackup),
    backupOld: (scheduled || lastBackup !== null) && older(lastBackup, BACKUP_OLD_MS),
    backupUntried: lastBackup !== null && older(figures.lastBackupTried, UNTRIED_MS),
    anchorOld: figures.lastAnchor !== null && older(figures.lastAnchor, ANCHOR_OLD_MS),
    jobsStuck: figures.oldestJobSeconds > STUCK_SECONDS,
    jobsFailed: figures.jobsFailed > 0,
    mailsFailed: figures.mailsFailed > 0,
    mailServer: !smtp,
    plainHttp: !guarded,
  };
  return warnings.filter((one) => amiss[one]);
}

/** Why a job failed, without the values that it failed on: those may be of a person. */
export function clearedError(text: string): string {
  return (
    (text.split("\n")[0] ?? "")
      .slice(0, 1_000)
      // bounded: a thousand signs, cut above.
      .replace(/"[^"]*"|'[^']*'|«[^»]*»|“[^”]*”|\([^()]*\)=\([^()]*\)/g, "…")
      // bounded: a thousand signs, cut above.
      .replace(/[^\s<>]{1,100}@[^\s<>]{1,100}/g, "…")
      .replace(/https?:\/\/\S+/g, "…")
      .replace(/\d[\d\s.-]{3,}\d/g, "…")
      .slice(0, 200)
  );
}

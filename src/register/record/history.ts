import type { Database } from "../../platform/database/connect.ts";
import type { Kind } from "./kind.ts";

export type RecordAction = "created" | "edited" | "published" | "withdrawn" | "archived" | "reopened" | "restored";

/** One entry of a record's history: who did what when, and the whole document as it then stood. */
export interface HistoryEntry {
  id: number;
  at: Date;
  actor: string;
  actorName: string;
  action: RecordAction;
  version: number;
  changed: string[];
  document: Record<string, unknown>;
}

/** A record's history, newest first. */
export async function historyOf(db: Database, kind: string, id: string, limit = 200): Promise<HistoryEntry[]> {
  const rows = await db
    .selectFrom("event")
    .select(["id", "at", "actor", "actorName", "action", "version", "changed", "document"])
    .where("kind", "=", kind)
    .where("record", "=", id)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows as unknown as HistoryEntry[];
}

/** The last entry of a record: by whom it was last changed. */
export async function lastEvent(db: Database, kind: string, id: string): Promise<HistoryEntry | undefined> {
  return (await historyOf(db, kind, id, 1))[0];
}

/** The fields in which two documents differ. */
export function changedFields(kind: Kind, before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return Object.keys(kind.fields).filter((name) => !same(before[name], after[name]));
}

/** Equal as JSON, whatever the order of the keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

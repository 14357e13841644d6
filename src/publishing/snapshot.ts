import type { Database } from "../platform/database/connect.ts";

/** Reads all of a file from the register as it stands at one moment, whatever is saved meanwhile. */
export function inSnapshot<T>(db: Database, read: (snapshot: Database) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read);
}

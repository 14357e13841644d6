import type { Database } from "./database/connect.ts";

export interface KeptFile {
  sha256: string;
  name: string;
  mediaType: string;
  bytes: number;
  width: number | null;
  height: number | null;
}

/** Says what the stored bytes are. The same bytes sent twice keep their first name. */
export async function keepFile(db: Database, file: KeptFile): Promise<void> {
  await db
    .insertInto("file")
    .values(file)
    .onConflict((conflict) => conflict.column("sha256").doNothing())
    .execute();
}

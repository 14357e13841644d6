import { sql } from "kysely";
import type { Database } from "../database/connect.ts";

export interface KeptSize {
  width: number;
  height: number;
  format: "webp" | "jpeg";
  sha256: string;
}

export async function insertSizes(trx: Database, file: string, sizes: readonly KeptSize[]): Promise<void> {
  if (sizes.length === 0) return;
  await trx
    .insertInto("fileSize")
    .values(sizes.map((size) => ({ ...size, file })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A size of a picture, by its width in pixels and its format (on `published(db)` where the picture is to be public). */
export async function findSize(db: Database, file: string, width: number, format: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("fileSize")
    .select("sha256")
    .where("file", "=", file)
    .where("width", "=", width)
    .where("format", "=", format)
    .executeTakeFirst();
  return row?.sha256;
}

/** Pictures that pages show, wider than the smallest size, and have no sizes yet: those kept before sizes were made. */
export async function picturesWithoutSizes(db: Database, narrowest: number, most: number): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    SELECT f.sha256 FROM file f
    WHERE f.width > ${narrowest} AND f.media_type IN ('image/jpeg', 'image/png', 'image/webp')
      AND (EXISTS (SELECT FROM media m WHERE m.file = f.sha256) OR EXISTS (SELECT FROM story s WHERE s.picture = f.sha256))
      AND NOT EXISTS (SELECT FROM file_size z WHERE z.file = f.sha256) AND NOT file_is_closed(f.sha256)
    ORDER BY f.sha256 LIMIT ${most}`.execute(db);
  return rows.map(({ sha256 }) => sha256);
}

/**
 * Forgets what a file was, and its sizes. Returns the digests of the bytes that nothing names any longer; none when
 * something of the register still names the file.
 */
export async function forgetFile(db: Database, sha256: string): Promise<string[]> {
  const sizes = await db.selectFrom("fileSize").select("sha256").where("file", "=", sha256).execute();
  try {
    await db.deleteFrom("file").where("sha256", "=", sha256).execute();
  } catch (error) {
    if ((error as { code?: string }).code === "23503") return [];
    throw error;
  }
  const gone = [sha256, ...sizes.map((size) => size.sha256)];
  const { rows } = await sql<{ sha256: string }>`
    SELECT g.sha256 FROM unnest(${sql.val(gone)}::text[]) g (sha256)
    WHERE NOT EXISTS (SELECT FROM file f WHERE f.sha256 = g.sha256) AND NOT EXISTS (SELECT FROM file_size z WHERE z.sha256 = g.sha256)`.execute(
    db,
  );
  return rows.map((row) => row.sha256);
}

import type { Database } from "../../platform/database/connect.ts";

/** The pictures that may be shown, each with whose it is and on what terms. */
export async function pictureCredits(db: Database) {
  return db.selectFrom("media").select(["id", "name", "credit", "licence"]).orderBy("credit").orderBy("id").limit(1_000).execute();
}
export type PictureCredit = Awaited<ReturnType<typeof pictureCredits>>[number];

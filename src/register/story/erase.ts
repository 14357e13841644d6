import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import type { Task } from "../../platform/jobs/jobs.ts";
import { eraseStory, forgetContacts, forgetFile, orphanPictures, storiesToErase } from "./erase-store.ts";
import { logStory } from "./log.ts";

const clock: Actor = { id: "clock", name: "Retention", role: "system" };

/** Each night: what was taken back long enough ago is erased, addresses that are no longer needed go, and pictures of nothing. */
export async function sweepStories(db: Database, files: Files): Promise<{ erased: number; contacts: number; pictures: number }> {
  const due = await storiesToErase(db);
  for (const id of due)
    await db.transaction().execute(async (trx) => {
      await eraseStory(trx, id);
      await logStory(trx, id, "erased", clock);
    });
  const contacts = await db.transaction().execute((trx) => forgetContacts(trx));
  const pictures = await orphanPictures(db);
  // The same bytes may be another record's picture: then they are no longer ours to take away.
  for (const sha256 of pictures) if (await forgetFile(db, sha256)) await files.remove(sha256);
  return { erased: due.length, contacts, pictures: pictures.length };
}

export const sweepStoriesTask =
  ({ db, files }: { db: Database; files: Files }): Task =>
  async () =>
    void (await sweepStories(db, files));

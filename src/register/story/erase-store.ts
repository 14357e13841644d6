import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { ERASED_AFTER_DAYS, REFUSED_KEPT_DAYS } from "./rules.ts";

/** The stories whose words are no longer to be kept. */
export async function storiesToErase(db: Database): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM story WHERE erased_at IS NULL AND (withdrawn_at < now() - make_interval(days => ${ERASED_AFTER_DAYS})
      OR (state = 'refused' AND decided_at < now() - make_interval(days => ${REFUSED_KEPT_DAYS}))) ORDER BY id LIMIT 500`.execute(db);
  return rows.map(({ id }) => id);
}

/** Takes away all that says what was told and by whom; what stays is that a story was there, and what was consented to when. */
export async function eraseStory(trx: Database, id: string): Promise<void> {
  await sql`UPDATE story SET erased_at = now(), display_name = NULL, name_kind = 'none', age_band = 'adult', neighbourhood = NULL, partner = NULL, contributor = NULL,
    themes = '{}', year_from = NULL, year_to = NULL, picture = NULL, picture_alt = NULL, picture_credit = NULL, picture_checked = false, reason = NULL,
    guardian_checked_by = NULL WHERE id = ${id}`.execute(trx);
  await trx.deleteFrom("storyText").where("story", "=", id).execute();
  await trx.updateTable("storyConsent").set({ evidence: null }).where("story", "=", id).execute();
  await trx.deleteFrom("storyContact").where("story", "=", id).execute();
  await trx.deleteFrom("outgoingMail").where("aboutKind", "=", "story").where("aboutId", "=", id).execute();
}

/** Forgets how to reach those whose story was decided upon long enough ago, and the mails that were sent to them. Returns how many. */
export async function forgetContacts(trx: Database): Promise<number> {
  const { rows } = await sql<{ story: string }>`
    DELETE FROM story_contact k USING story s, story_collection c
    WHERE s.id = k.story AND c.project = s.project AND s.state IN ('published', 'refused') AND s.decided_at < now() - make_interval(months => c.contact_months)
    RETURNING k.story`.execute(trx);
  const stories = rows.map(({ story }) => story);
  if (stories.length > 0) await trx.deleteFrom("outgoingMail").where("aboutKind", "=", "story").where("aboutId", "in", stories).execute();
  return stories.length;
}

/** Pictures that came with a form and that no story holds any longer: their bytes may go. */
export async function orphanPictures(trx: Database): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    DELETE FROM story_upload u WHERE u.at < now() - interval '2 days' AND NOT EXISTS (SELECT FROM story s WHERE s.picture = u.sha256) RETURNING u.sha256`.execute(
    trx,
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Forgets what a file was. False when something else of the register names the same bytes. */
export async function forgetFile(db: Database, sha256: string): Promise<boolean> {
  try {
    await db.deleteFrom("file").where("sha256", "=", sha256).execute();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "23503") return false;
    throw error;
  }
}

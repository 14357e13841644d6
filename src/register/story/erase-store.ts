import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

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

/** Forgets how to reach those who told these stories, and the mails that were sent to them. */
export async function forgetContactsOf(trx: Database, stories: readonly string[]): Promise<void> {
  await trx.deleteFrom("storyContact").where("story", "in", stories).execute();
  await trx.deleteFrom("outgoingMail").where("aboutKind", "=", "story").where("aboutId", "in", stories).execute();
}

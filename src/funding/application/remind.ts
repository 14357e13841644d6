import type { Database } from "../../platform/database/connect.ts";
import { transact } from "../../platform/database/connect.ts";
import { showInstant } from "../../platform/instants.ts";
import { textIn } from "../../platform/localised.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { mailApplicant } from "../mails.ts";
import { draftsClosing } from "./list-store.ts";

/** How long before the deadline a draft that was not sent is reminded of, in hours: once at each. */
const BEFORE_H = [72, 24];

/** Reminds of drafts whose deadline comes: once three days before, once the day before. Safe to run at any hour. */
export async function remindOfDrafts(db: Database, baseUrl: string, now: Date): Promise<void> {
  await transact(db, async (trx) => {
    for (const hours of BEFORE_H)
      for (const draft of await draftsClosing(trx, now, hours))
        await mailApplicant(
          trx,
          draft.applicant,
          "draft_closing",
          (locale) => ({
            title: draft.title || draft.applicantName,
            edition: textIn(draft.editionName, locale)?.text ?? "",
            closesAt: showInstant(locale, draft.closesAt, timeZone()),
            link: `${baseUrl}/espace/demandes/${draft.id}`,
          }),
          {
            category: "reminder",
            aboutKind: "application",
            aboutId: draft.id,
            dedupeKey: `closing ${draft.id} ${draft.closesAt} ${hours}`,
          },
        );
  });
}

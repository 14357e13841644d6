import type { Database } from "../../platform/database/connect.ts";
import { showInstant } from "../../platform/instants.ts";
import type { Task } from "../../platform/jobs/jobs.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { act } from "../acts.ts";
import { deskOf } from "../application/piece-store.ts";
import { mailApplicant, mailEach } from "../mails.ts";
import { applicantLink } from "./actions.ts";
import { overduePieces, takePiecesDue } from "./reminder-store.ts";
import { REMIND_DAYS } from "./rules.ts";

const toInstant = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;

/**
 * Reminds applicants, once, of what is due within three days, and tells the officers of a file, once, of what is
 * overdue: they decide whether it lapses.
 */
export async function remindOfPieces(db: Database, baseUrl: string): Promise<{ reminded: number; overdue: number }> {
  const [due, overdue] = await Promise.all([
    act(db, async (trx) => {
      const pieces = await takePiecesDue(trx, REMIND_DAYS);
      for (const { id, application, applicant, number, title, question, dueAt } of pieces)
        await mailApplicant(
          trx,
          applicant,
          "piece_reminder",
          (locale) => ({
            number,
            title,
            question,
            due: showInstant(locale, toInstant(dueAt), timeZone()),
            link: applicantLink(baseUrl, application),
          }),
          { category: "reminder", aboutKind: "application", aboutId: application, dedupeKey: `piece reminder ${id}` },
        );
      return { ok: true, count: pieces.length };
    }),
    act(db, async (trx) => {
      const pieces = await overduePieces(trx);
      for (const { id, application, number, title, question, askedBy, dueAt } of pieces)
        await mailEach(
          trx,
          await deskOf(trx, application, askedBy),
          "piece_overdue",
          (locale) => ({
            number,
            title,
            question,
            due: showInstant(locale, toInstant(dueAt), timeZone()),
            link: `${baseUrl}/bureau/dossiers/${application}`,
          }),
          { category: "reminder", aboutKind: "application", aboutId: application, dedupeKey: `piece overdue ${id}` },
        );
      return { ok: true, count: pieces.length };
    }),
  ]);
  return { reminded: due.ok ? due.count : 0, overdue: overdue.ok ? overdue.count : 0 };
}

/** The task of the hour: see `remindOfPieces`. */
export const remindOfPiecesTask =
  (services: { db: Database; baseUrl: string }): Task =>
  async () => {
    await remindOfPieces(services.db, services.baseUrl);
  };

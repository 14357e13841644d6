import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { act, logAct, type Outcome, refuse } from "../acts.ts";
import { mailApplicant } from "../mails.ts";
import { whoIs } from "../states.ts";

interface NotRetained {
  id: string;
  applicant: string;
  number: string;
  title: string;
  state: "rejected" | "reserve";
  comment: string | null;
}

const told = sql`EXISTS (SELECT 1 FROM outgoing_mail m WHERE m.about_kind = 'application' AND m.about_id = a.id::text AND m.template IN ('not_retained', 'on_reserve'))`;

/** The files of the editions of an adopted deliberation that a jury did not retain, and that nobody has been told of. */
export async function untoldFiles(db: Database, deliberation: string): Promise<NotRetained[]> {
  const { rows } = await sql<NotRetained>`
    SELECT a.id, a.applicant, a.number, a.title, a.state, j.comment FROM application a LEFT JOIN jury_decision j ON j.application = a.id
    WHERE a.state IN ('rejected', 'reserve') AND NOT ${told}
      AND a.edition IN (SELECT v.edition FROM application v WHERE v.deliberation = ${deliberation} AND v.state = 'granted')
    ORDER BY a.number`.execute(db);
  return rows;
}

/**
 * Tells those whom the jury did not retain, once the council has voted for the others: the reason, and where the
 * decision may be challenged. Nobody is told of a jury's word before a vote. Done again, it tells only those not told.
 */
export async function tellResults(db: Database, deliberation: string, by: Actor): Promise<Outcome<{ count: number }>> {
  if (!whoIs(by).some((who) => who === "council" || who === "officer")) return refuse("forbidden");
  return act(db, async (trx): Promise<Outcome<{ count: number }>> => {
    const one = await trx.selectFrom("deliberation").select("state").where("id", "=", deliberation).forUpdate().executeTakeFirst();
    if (one?.state !== "adopted") return refuse("wrong_state");
    const files = await untoldFiles(trx, deliberation);
    for (const { id, applicant, number, title, state, comment } of files)
      await mailApplicant(
        trx,
        applicant,
        state === "rejected" ? "not_retained" : "on_reserve",
        { number, title, reason: comment ?? "" },
        { aboutKind: "application", aboutId: id, dedupeKey: `results ${id} ${state}` },
      );
    await logAct(trx, { kind: "deliberation", id: deliberation }, "results_told", { files: files.map(({ number }) => number) }, by);
    return { ok: true, count: files.length };
  });
}

import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { act, logAct, type Outcome, refuse } from "../acts.ts";
import { mailApplicant } from "../mails.ts";
import { lockDeliberation, untoldFiles } from "./store.ts";

/**
 * Tells those whom the jury did not retain, once the council has voted for the others: the reason, and where the
 * decision may be challenged. Nobody is told of a jury's word before a vote. Done again, it tells only those not told.
 */
export async function tellResults(db: Database, deliberation: string, by: Actor): Promise<Outcome<{ count: number }>> {
  if (!may(by, "deliberation.prepare")) return refuse("forbidden");
  return act(db, async (trx): Promise<Outcome<{ count: number }>> => {
    const one = await lockDeliberation(trx, deliberation);
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

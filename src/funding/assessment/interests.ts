import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { act, logAct, type Outcome, refuse } from "../acts.ts";
import { deleteInterest, insertInterest, putDeclaration } from "./interest-store.ts";
import { type InterestReason, interestReasons } from "./rules.ts";
import { maySee } from "./visible-store.ts";

const isReason = (reason: string): reason is InterestReason => (interestReasons as readonly string[]).includes(reason);

/**
 * Declares an interest in a file: from now on the person sees neither it nor its scores, and what they had said of it
 * counts no more (CGCT L2131-11; law 2013-907, art. 2). They cannot undo it.
 */
export async function declareInterest(db: Database, application: string, reason: string, note: string, by: Actor): Promise<Outcome> {
  if (!isReason(reason)) return refuse("interest_reason");
  if (reason === "other" && note.trim() === "") return refuse("interest_note");
  return act(db, async (trx) => {
    if (!(await maySee(trx, by, application))) return refuse("not_found");
    await insertInterest(trx, application, by, reason, note.trim().slice(0, 1_000));
    await logAct(trx, { kind: "assessment", id: application }, "interest_declared", { reason }, by);
    return { ok: true };
  });
}

/** Says, once for an edition, with which bodies one has a link, and steps aside on the files that are named. */
export async function declareForEdition(
  db: Database,
  edition: string,
  declared: { statement: string; files: { application: string; reason: string; note: string }[] },
  by: Actor,
): Promise<Outcome<{ steppedAside: number }>> {
  return act(db, async (trx) => {
    for (const { application, reason, note } of declared.files) {
      const one = await declareInterest(trx, application, reason, note, by);
      if (!one.ok) return one;
    }
    await putDeclaration(trx, edition, by, declared.statement.trim().slice(0, 4_000));
    await logAct(trx, { kind: "assessment", id: edition }, "declared", { steppedAside: declared.files.length }, by);
    return { ok: true, steppedAside: declared.files.length };
  });
}

/** An administrator lifts a declaration of someone else that was made by mistake, and says why. */
export async function liftInterest(db: Database, application: string, user: string, reason: string, by: Actor): Promise<Outcome> {
  if (!may(by, "interest.lift") || user === by.id) return refuse("forbidden");
  if (reason.trim() === "") return refuse("reason_required");
  return act(db, async (trx) => {
    if (!(await maySee(trx, by, application))) return refuse("not_found");
    if (!(await deleteInterest(trx, application, user))) return refuse("not_found");
    await logAct(trx, { kind: "assessment", id: application }, "interest_lifted", { user, reason: reason.trim() }, by);
    return { ok: true };
  });
}

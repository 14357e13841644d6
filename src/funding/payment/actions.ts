import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { DocumentOf } from "../../register/record/fields.ts";
import type { Kind } from "../../register/record/kind.ts";
import { parseDocument } from "../../register/record/parse.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { findGrant, lockGrant } from "../grant/store.ts";
import { mailApplicant } from "../mails.ts";
import { tryMove, type Who, whoIs } from "../states.ts";
import { orderForm, paidForm, paymentForm, receivedForm, recoveryForm } from "./rules.ts";
import { paymentMoves, recoveryMoves } from "./states.ts";
import { conditionMet, hasTranche, insertPayment, insertRecovery, lockPayment, lockRecovery, setPayment, setRecovery } from "./store.ts";

const parse = <F>(form: unknown, input: unknown) =>
  parseDocument(form as Kind, input) as { ok: true; document: F } | { ok: false; problems: never[] };

/** Asks for the payment of a tranche, all or part of it: the beneficiary's representative, or an officer for it. */
export async function requestPayment(
  db: Database,
  grantId: string,
  input: unknown,
  by: Actor,
  who: readonly Who[] = whoIs(by),
): Promise<Outcome<{ id: string }>> {
  if (!who.some((one) => one === "representative" || one === "officer")) return refuse("forbidden");
  const parsed = parse<DocumentOf<typeof paymentForm.fields>>(paymentForm, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const { tranche, amountCents } = parsed.document;
  return act(db, async (trx) => {
    const grant = await lockGrant(trx, grantId);
    if (!grant) return refuse("not_found");
    if (!(await hasTranche(trx, grantId, { id: tranche })))
      return invalid([{ path: "tranche", code: "unknown_reference", values: { key: tranche } }]);
    const id = await insertPayment(trx, { grant: grantId, tranche, amountCents, requestedBy: by.id, requestedName: by.name });
    await logAct(trx, { kind: "payment", id }, "requested", { grant: grant.number, amountCents, tranche }, by);
    return { ok: true, id };
  });
}

/** Checks, orders, records as paid, or rejects. `now`: nothing is paid in the future. */
export async function movePayment(
  db: Database,
  id: string,
  move: "check" | "order" | "pay" | "reject",
  input: { orderNumber?: string; paidOn?: string; reason?: string },
  by: Actor,
  on: string,
): Promise<Outcome> {
  return act(db, async (trx): Promise<Outcome> => {
    const payment = await lockPayment(trx, id);
    if (!payment) return refuse("not_found");
    const facts = { conditionMet: await conditionMet(trx, payment.tranche), sameAsChecker: payment.checkedBy === by.id };
    const result = tryMove(paymentMoves, payment.state, move, whoIs(by), facts);
    if (!result.ok) return result;
    const set: Record<string, unknown> = { state: result.to };
    if (move === "check") Object.assign(set, { checkedBy: by.id, checkedName: by.name });
    if (move === "order") {
      const parsed = parse<{ orderNumber: string }>(orderForm, { orderNumber: input.orderNumber ?? "" });
      if (!parsed.ok) return invalid(parsed.problems);
      Object.assign(set, { orderedBy: by.id, orderedName: by.name, orderNumber: parsed.document.orderNumber });
    }
    if (move === "pay") {
      const parsed = parse<{ paidOn: string }>(paidForm, { paidOn: input.paidOn ?? "" });
      if (!parsed.ok) return invalid(parsed.problems);
      if (parsed.document.paidOn > on) return invalid([{ path: "paidOn", code: "in_the_future" }]);
      set.paidOn = parsed.document.paidOn;
    }
    if (move === "reject") {
      if (!input.reason?.trim()) return refuse("reason_required");
      set.reason = input.reason.trim();
    }
    const version = await setPayment(trx, id, set, move === "check" ? "checkedAt" : move === "order" ? "orderedAt" : undefined);
    const grant = (await findGrant(trx, payment.grant))!;
    await logAct(
      trx,
      { kind: "payment", id, version },
      result.to,
      {
        grant: grant.number,
        amountCents: payment.amountCents,
        ...(set.orderNumber ? { orderNumber: set.orderNumber } : {}),
        ...(set.paidOn ? { paidOn: set.paidOn } : {}),
        ...(set.reason ? { reason: set.reason } : {}),
      },
      by,
    );
    if (result.to === "paid" || result.to === "rejected")
      await mailApplicant(
        trx,
        grant.applicant,
        result.to === "paid" ? "paid" : "payment_rejected",
        { number: grant.number, title: grant.object, cents: payment.amountCents, currency: grant.currency, reason: input.reason ?? "" },
        { aboutKind: "grant", aboutId: grant.id, dedupeKey: `payment ${id} ${result.to}` },
      );
    return { ok: true };
  });
}

/** Orders that money comes back: never more than was paid from that envelope. */
export async function orderRecovery(db: Database, grantId: string, input: unknown, by: Actor): Promise<Outcome<{ id: string }>> {
  if (!may(by, "recovery.order")) return refuse("forbidden");
  const parsed = parse<DocumentOf<typeof recoveryForm.fields>>(recoveryForm, input);
  if (!parsed.ok) return invalid(parsed.problems);
  return act(db, async (trx) => {
    const grant = await lockGrant(trx, grantId);
    if (!grant) return refuse("not_found");
    if (!(await hasTranche(trx, grantId, { envelope: parsed.document.envelope })))
      return invalid([{ path: "envelope", code: "unknown_reference", values: { key: parsed.document.envelope } }]);
    const id = await insertRecovery(trx, { grant: grantId, ...parsed.document, orderedBy: by.id });
    const { reason, amountCents, orderedOn } = parsed.document;
    await logAct(trx, { kind: "payment", id }, "recovery_ordered", { grant: grant.number, amountCents, reason, orderedOn }, by);
    const found = (await findGrant(trx, grantId))!;
    await mailApplicant(
      trx,
      found.applicant,
      "recovery",
      { number: grant.number, title: grant.object, cents: amountCents, currency: grant.currency, reason },
      { aboutKind: "grant", aboutId: grantId, dedupeKey: `recovery ${id}` },
    );
    return { ok: true, id };
  });
}

/** Records that the money came back, or cancels the order. */
export async function moveRecovery(
  db: Database,
  id: string,
  move: "receive" | "cancel",
  input: { receivedOn?: string },
  by: Actor,
  on: string,
): Promise<Outcome> {
  return act(db, async (trx): Promise<Outcome> => {
    const recovery = await lockRecovery(trx, id);
    if (!recovery) return refuse("not_found");
    const result = tryMove(recoveryMoves, recovery.state, move, whoIs(by), undefined);
    if (!result.ok) return result;
    const set: Record<string, unknown> = { state: result.to };
    if (move === "receive") {
      const parsed = parse<{ receivedOn: string }>(receivedForm, { receivedOn: input.receivedOn ?? "" });
      if (!parsed.ok) return invalid(parsed.problems);
      if (parsed.document.receivedOn > on) return invalid([{ path: "receivedOn", code: "in_the_future" }]);
      Object.assign(set, { receivedOn: parsed.document.receivedOn, receivedBy: by.id });
    }
    const version = await setRecovery(trx, id, set);
    await logAct(trx, { kind: "payment", id, version }, `recovery_${result.to}`, { amountCents: recovery.amountCents, ...set }, by);
    return { ok: true };
  });
}

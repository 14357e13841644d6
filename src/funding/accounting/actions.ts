import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { DocumentOf } from "../../register/record/fields.ts";
import type { Kind } from "../../register/record/kind.ts";
import { parseDocument } from "../../register/record/parse.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { moveGrant } from "../grant/actions.ts";
import { setGrant } from "../grant/store.ts";
import { movePayment, moveRecovery, orderRecovery } from "../payment/actions.ts";
import { recordedCommitment, recordedPayment, recordedRecovery, whichPayment } from "./rules.ts";
import { candidates, envelopeOfGrant, grantByNumber, lockGrants } from "./store.ts";

const parse = <F>(form: unknown, input: unknown) =>
  parseDocument(form as Kind, input) as { ok: true; document: F } | { ok: false; problems: never[] };
const noGrant = (number: string) => invalid([{ path: "grant", code: "unknown_reference", values: { key: number } }]);

/**
 * Records what the accounts did of a payment that an officer has checked: ordered under a number, and paid on a day. The
 * rules are those of the office: the states, the two persons, the condition of the tranche. `on`: nothing is paid later than today.
 */
export async function recordPayment(
  db: Database,
  input: unknown,
  by: Actor,
  on: string,
): Promise<Outcome<{ id: string; grant: string; orderNumber: string; paidOn: string; amountCents: number }>> {
  if (!may(by, "payment.order")) return refuse("forbidden");
  const parsed = parse<DocumentOf<typeof recordedPayment.fields>>(recordedPayment, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const told = parsed.document;
  if (told.paidOn > on) return invalid([{ path: "paidOn", code: "in_the_future" }]);
  return act(db, async (trx): Promise<Outcome<{ id: string; grant: string; orderNumber: string; paidOn: string; amountCents: number }>> => {
    await lockGrants(trx, [told.grant]);
    const grant = await grantByNumber(trx, told.grant);
    if (!grant) return noGrant(told.grant);
    const found = whichPayment(await candidates(trx, grant.id), told);
    if (!found.ok) return found;
    const { id, state } = found.payment;
    if (state === "checked") {
      const ordered = await movePayment(trx, id, "order", { orderNumber: told.orderNumber }, by, on);
      if (!ordered.ok) return ordered;
    }
    const paid = await movePayment(trx, id, "pay", { paidOn: told.paidOn }, by, on);
    if (!paid.ok) return paid;
    const { orderNumber, paidOn, amountCents } = told;
    return { ok: true, id, grant: told.grant, orderNumber, paidOn, amountCents };
  });
}

/** Orders that money comes back, as the accounts say it. */
export async function recordRecovery(db: Database, input: unknown, by: Actor): Promise<Outcome<{ id: string; grant: string }>> {
  if (!may(by, "recovery.order")) return refuse("forbidden");
  const parsed = parse<DocumentOf<typeof recordedRecovery.fields>>(recordedRecovery, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const { grant: number, year, source, ...order } = parsed.document;
  return act(db, async (trx): Promise<Outcome<{ id: string; grant: string }>> => {
    const grant = await grantByNumber(trx, number);
    if (!grant) return noGrant(number);
    const envelope = await envelopeOfGrant(trx, grant.id, year, source);
    if (!envelope) return refuse("recovery_envelope", { year: String(year), source });
    const ordered = await orderRecovery(trx, grant.id, { envelope, ...order }, by);
    return ordered.ok ? { ok: true, id: ordered.id, grant: number } : ordered;
  });
}

/** Records that the money of a recovery came in. */
export const recordReceipt = (db: Database, id: string, input: { receivedOn?: string }, by: Actor, on: string): Promise<Outcome> =>
  moveRecovery(db, id, "receive", input, by, on);

/** Commits a signed grant under the number of the accounts, or gives its number to one that is committed already. */
export async function recordCommitment(
  db: Database,
  input: unknown,
  by: Actor,
  now: Date,
): Promise<Outcome<{ grant: string; commitmentNumber: string }>> {
  if (!may(by, "grant.commit")) return refuse("forbidden");
  const parsed = parse<DocumentOf<typeof recordedCommitment.fields>>(recordedCommitment, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const { grant: number, commitmentNumber } = parsed.document;
  return act(db, async (trx): Promise<Outcome<{ grant: string; commitmentNumber: string }>> => {
    await lockGrants(trx, [number]);
    const grant = await grantByNumber(trx, number);
    if (!grant) return noGrant(number);
    if (grant.commitmentNumber === commitmentNumber) return { ok: true, grant: number, commitmentNumber };
    if (grant.commitmentNumber) return refuse("commitment_numbered", { number: grant.commitmentNumber });
    if (grant.state === "signed") {
      const committed = await moveGrant(trx, grant.id, "commit", by, { now });
      if (!committed.ok) return committed;
    } else if (grant.state !== "committed") return refuse("wrong_state");
    const version = await setGrant(trx, grant.id, { commitmentNumber });
    await logAct(trx, { kind: "grant", id: grant.id, version }, "commitment_numbered", { commitmentNumber }, by);
    return { ok: true, grant: number, commitmentNumber };
  });
}

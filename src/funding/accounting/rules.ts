import { number, requiredCents, requiredDate, requiredNumber, requiredText, text } from "../../register/record/fields.ts";
import { defineKind, type Problem } from "../../register/record/kind.ts";
import { toTheDay } from "../deliberation/rules.ts";
import type { PaymentState } from "../payment/states.ts";

const grantNumber = () => requiredText({ max: 60 });
const positive = (value: { amountCents: number }): Problem[] =>
  value.amountCents > 0 ? [] : [{ path: "amountCents", code: "amount_needed" }];

/** What the accounts say of a payment: the grant and the amount name it, with the tranche or its identifier where several would fit. */
export const recordedPayment = defineKind(
  "payment",
  {
    grant: grantNumber(),
    /** The place of the tranche in the schedule, from 1. */
    tranche: number({ min: 1, max: 500, step: 1 }),
    payment: text({ max: 36 }),
    amountCents: requiredCents(),
    /** The number of the order to pay (mandat). */
    orderNumber: requiredText({ max: 60 }),
    paidOn: requiredDate(),
  },
  (value) => [...positive(value), ...toTheDay(value, "paidOn")],
);

/** Money to give back, as the accounts order it (titre de recette): from the credits of a year and a source. */
export const recordedRecovery = defineKind(
  "recovery",
  {
    grant: grantNumber(),
    year: requiredNumber({ min: 2000, max: 2200, step: 1 }),
    source: requiredText({ max: 60 }),
    amountCents: requiredCents(),
    reason: requiredText({ max: 2_000 }),
    orderedOn: requiredDate(),
  },
  (value) => [...positive(value), ...toTheDay(value, "orderedOn")],
);

/** The number that the accounts gave the commitment of a grant. */
export const recordedCommitment = defineKind("commitment", { grant: grantNumber(), commitmentNumber: requiredText({ max: 60 }) });

export interface Candidate {
  id: string;
  state: PaymentState;
  amountCents: number;
  orderNumber: string | null;
  /** From 1. */
  tranche: number;
}

/**
 * Which payment of a grant the accounts speak of: the one they name, else the only one of that amount that waits. Or why
 * none can be said to be it: money is never put on the wrong request by a guess.
 */
export function whichPayment(
  candidates: readonly Candidate[],
  told: { payment: string | null; tranche: number | null; amountCents: number; orderNumber: string },
): { ok: true; payment: Candidate } | { ok: false; reason: string; values?: Record<string, string | number> } {
  const numbered = candidates.find((one) => one.orderNumber === told.orderNumber && one.state !== "rejected");
  if (numbered?.state === "paid") return { ok: false, reason: "payment_recorded", values: { payment: numbered.id } };
  const fits = candidates.filter(
    (one) =>
      (told.payment === null || one.id === told.payment) &&
      (told.tranche === null || one.tranche === told.tranche) &&
      one.amountCents === told.amountCents,
  );
  const waiting = fits.filter(({ state }) => state === "checked" || state === "ordered");
  // The number of the order settles it: it was given to one payment.
  const [found, ...others] = numbered && waiting.includes(numbered) ? [numbered] : waiting;
  if (!found) return { ok: false, reason: fits.some(({ state }) => state === "requested") ? "payment_unchecked" : "payment_none" };
  if (others.length > 0) return { ok: false, reason: "payment_several", values: { payments: waiting.map(({ id }) => id).join(", ") } };
  if (found.state === "ordered" && found.orderNumber !== told.orderNumber)
    return { ok: false, reason: "payment_other_order", values: { number: found.orderNumber ?? "" } };
  return { ok: true, payment: found };
}

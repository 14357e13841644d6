import { inOrder } from "../record/checks.ts";
import { cents, date, flag, number, text } from "../record/fields.ts";
import type { Problem } from "../record/kind.ts";

/**
 * What the essential data of a grant's agreement say of it (décret 2017-779, arrêté of 17 November 2017), beside who gives
 * how much to whom, when and for what. A period without an end is the day of the one payment.
 */
export const agreementFields = {
  /** Of the whole agreement, where several bodies share it: the grant's own amount is this beneficiary's. */
  agreementCents: cents(),
  sharePercent: number({ min: 0.0001, max: 100 }),
  inCash: flag(true),
  inKind: flag(),
  paymentTerms: text({ max: 256 }),
  periodStart: date(),
  periodEnd: date(),
  stateAid: flag(),
  stateAidNumber: text({ max: 20 }),
  scheme: text(),
};

interface Agreement {
  amountCents: number;
  agreementCents: number | null;
  inCash: boolean;
  inKind: boolean;
  periodStart: string | null;
  periodEnd: string | null;
}

export function agreementProblems(value: Agreement): Problem[] {
  const { amountCents, agreementCents } = value;
  return [
    ...inOrder(value, "periodStart", "periodEnd"),
    ...(value.periodEnd !== null && value.periodStart === null ? [{ path: "periodStart", code: "required" }] : []),
    ...(value.inCash || value.inKind ? [] : [{ path: "inCash", code: "required" }]),
    ...(agreementCents !== null && agreementCents < amountCents ? [{ path: "agreementCents", code: "below_amount" }] : []),
  ];
}

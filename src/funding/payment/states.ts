import type { Moves } from "../states.ts";

export const paymentStates = ["requested", "checked", "ordered", "paid", "rejected"] as const;
export type PaymentState = (typeof paymentStates)[number];

export interface PaymentFacts {
  /** The report that the tranche waits for is accepted. */
  conditionMet: boolean;
  /** Who acts now is who checked it: two people are needed. */
  sameAsChecker: boolean;
}

const reject = (by: "officer" | "finance") => ({ to: "rejected", by: [by], reason: true }) as const;

/** The life of a payment request. The city's finance service orders, the public accountant pays: the date is recorded here. */
export const paymentMoves: Moves<PaymentState, PaymentFacts> = {
  requested: {
    check: { to: "checked", by: ["officer"], when: ({ conditionMet }) => (conditionMet ? undefined : "payment_condition") },
    reject: reject("officer"),
  },
  checked: {
    order: { to: "ordered", by: ["finance"], when: ({ sameAsChecker }) => (sameAsChecker ? "two_persons" : undefined) },
    reject: reject("finance"),
  },
  ordered: { pay: { to: "paid", by: ["finance"] }, reject: reject("finance") },
  paid: {},
  rejected: {},
};

export const recoveryStates = ["ordered", "received", "cancelled"] as const;
export type RecoveryState = (typeof recoveryStates)[number];
/** The life of a recovery (titre de recette). */
export const recoveryMoves: Moves<RecoveryState> = {
  ordered: { receive: { to: "received", by: ["finance"] }, cancel: { to: "cancelled", by: ["finance"] } },
  received: {},
  cancelled: {},
};

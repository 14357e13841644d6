import { requiredCents, requiredDate, requiredText } from "../../register/record/fields.ts";
import { defineKind, type Problem } from "../../register/record/kind.ts";
import { toTheDay } from "../deliberation/rules.ts";
import { offered } from "../offered.ts";

const positive = (value: { amountCents: number }): Problem[] =>
  value.amountCents > 0 ? [] : [{ path: "amountCents", code: "amount_needed" }];

/** A request of payment: of one tranche, all or part of it, in cents. */
export const paymentForm = defineKind("payment", { tranche: offered("tranche", { max: 40 }), amountCents: requiredCents() }, positive);

/** The order of the finance service: the number of its mandate. */
export const orderForm = defineKind("payment", { orderNumber: requiredText({ max: 60 }) });

/** The day on which the public accountant paid. */
export const paidForm = defineKind("payment", { paidOn: requiredDate() }, (value) => toTheDay(value, "paidOn"));

/** Money to give back, and why: not used, or used for something else. */
export const recoveryForm = defineKind(
  "recovery",
  {
    envelope: offered("envelope", { max: 40 }),
    amountCents: requiredCents(),
    reason: requiredText({ max: 2_000 }),
    orderedOn: requiredDate(),
  },
  (value) => [...positive(value), ...toTheDay(value, "orderedOn")],
);
export const receivedForm = defineKind("recovery", { receivedOn: requiredDate() }, (value) => toTheDay(value, "receivedOn"));

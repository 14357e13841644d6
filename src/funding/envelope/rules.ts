import {
  cents,
  choice,
  number,
  requiredCents,
  requiredNumber,
  requiredReference,
  requiredTerm,
  requiredText,
} from "../../register/record/fields.ts";
import { defineKind, type Problem } from "../../register/record/kind.ts";
import { offered } from "../offered.ts";

const year = () => requiredNumber({ min: 2000, max: 2200, step: 1 });
const amount = { ...number({ min: -1e12, max: 1e12 }), widget: { type: "cents", required: false } } as ReturnType<typeof cents>;
const signedCents = () => amount;

/** Opens an envelope. AE: what may be committed, over several years; CP: what may be paid within the year. In cents. */
export const envelopeForm = defineKind("envelope", {
  year: year(),
  programme: requiredReference("programme"),
  source: requiredTerm("budget-source"),
  aeCents: requiredCents(),
  cpCents: requiredCents(),
  reason: requiredText({ max: 500 }),
});

/** Adds to or takes from an envelope, by an act that is named. */
export const adjustForm = defineKind(
  "envelope",
  { aeDelta: signedCents(), cpDelta: signedCents(), reason: requiredText({ max: 500 }) },
  (value): Problem[] => (!value.aeDelta && !value.cpDelta ? [{ path: "aeDelta", code: "amount_needed" }] : []),
);

/** Moves credits from one envelope to another of the same year. */
export const transferForm = defineKind(
  "envelope",
  {
    to: offered("envelope", { max: 40, pattern: /^[0-9a-f-]{36}$/ }),
    aeCents: cents(),
    cpCents: cents(),
    reason: requiredText({ max: 500 }),
  },
  (value): Problem[] => (!value.aeCents && !value.cpCents ? [{ path: "aeCents", code: "amount_needed" }] : []),
);

/** The yearly revenue of a service, by a share of which the law bounds what may be spent. In cents. */
export const gaugeForm = defineKind("gauge", {
  year: year(),
  source: offered("bounded-source", { max: 60, pattern: /^[a-z0-9-]+$/ }),
  revenueCents: requiredCents(),
  revenueBasis: choice(["forecast", "final"]),
  capCents: cents(),
});

export interface Gauge {
  year: number;
  source: string;
  revenueCents: number;
  revenueBasis: string;
  capCents: number | null;
  /** The share of the revenue that the law let go, when it was entered, in thousandths. */
  perMille: number;
  /** The lower of that share of the revenue and the city's own cap. */
  limitCents: number;
  committedCents: number;
}

export interface Envelope {
  id: string;
  year: number;
  programme: string;
  source: string;
  currency: string;
  aeCents: number;
  cpCents: number;
  reservedCents: number;
  votedCents: number;
  committedCents: number;
  scheduledCents: number;
  paidCents: number;
  recoveredCents: number;
}

import type { Moves } from "../states.ts";

export const grantStates = ["voted", "signed", "committed", "suspended", "closed", "cancelled", "lapsed", "withdrawn"] as const;
export type GrantState = (typeof grantStates)[number];

export interface GrantFacts {
  conventionSigned: boolean;
  /** The deliberation is published and transmitted (CGCT L2131-1). */
  executory: boolean;
  reportsOpen: number;
  paymentsOpen: number;
  recoveriesOpen: number;
}

const cancel = { to: "cancelled", by: ["officer"], reason: true } as const;
const withdraw = {
  to: "withdrawn",
  by: ["officer"],
  reason: true,
  when: ({ paymentsOpen }: GrantFacts) => (paymentsOpen > 0 ? "payments_open" : undefined),
} as const;
const isSettled = (facts: GrantFacts) =>
  facts.reportsOpen > 0
    ? "reports_open"
    : facts.paymentsOpen > 0
      ? "payments_open"
      : facts.recoveriesOpen > 0
        ? "recoveries_open"
        : undefined;

/** The life of a grant, from the vote to the last report. */
export const grantMoves: Moves<GrantState, GrantFacts> = {
  voted: {
    sign: { to: "signed", by: ["officer"], when: ({ conventionSigned }) => (conventionSigned ? undefined : "convention_unsigned") },
    lapse: { to: "lapsed", by: ["officer"], reason: true },
    cancel,
  },
  signed: {
    commit: { to: "committed", by: ["finance"], when: ({ executory }) => (executory ? undefined : "not_executory") },
    cancel,
  },
  committed: {
    suspend: { to: "suspended", by: ["officer"], reason: true },
    close: { to: "closed", by: ["officer"], when: isSettled },
    withdraw,
  },
  suspended: { resume: { to: "committed", by: ["officer"] }, withdraw },
  closed: {},
  cancelled: {},
  lapsed: {},
  withdrawn: {},
};

export const conventionStates = ["draft", "sent", "signed", "abandoned"] as const;
export type ConventionState = (typeof conventionStates)[number];
export interface ConventionFacts {
  bothSigned: boolean;
}
/** The life of a convention, and of each amendment to it. */
export const conventionMoves: Moves<ConventionState, ConventionFacts> = {
  draft: { send: { to: "sent", by: ["officer"] }, abandon: { to: "abandoned", by: ["officer"] } },
  sent: {
    sign: { to: "signed", by: ["officer"], when: ({ bothSigned }) => (bothSigned ? undefined : "signature_missing") },
    abandon: { to: "abandoned", by: ["officer"] },
  },
  signed: {},
  abandoned: {},
};

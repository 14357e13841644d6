import type { Moves } from "../states.ts";

export const reportStates = ["expected", "certifying", "received", "to_complete", "accepted", "waived"] as const;
export type ReportState = (typeof reportStates)[number];

export interface ReportFacts {
  complete: boolean;
  /** Who acts now is who sent it: the accounts are certified by a second person. */
  sameAsSender: boolean;
}

const send = {
  to: "certifying",
  by: ["representative", "contributor"],
  when: ({ complete }: ReportFacts) => (complete ? undefined : "report_incomplete"),
} as const;
const waive = { to: "waived", by: ["officer"], reason: true } as const;

/** The life of a report, from its due date to its acceptance. */
export const reportMoves: Moves<ReportState, ReportFacts> = {
  expected: { send, waive },
  certifying: {
    certify: { to: "received", by: ["representative"], when: ({ sameAsSender }) => (sameAsSender ? "two_persons" : undefined) },
    takeBack: { to: "expected", by: ["representative", "contributor"] },
    waive,
  },
  received: { accept: { to: "accepted", by: ["officer"] }, ask: { to: "to_complete", by: ["officer"], reason: true } },
  to_complete: { send, waive },
  accepted: {},
  waived: {},
};

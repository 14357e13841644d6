import type { Moves } from "../states.ts";

export const deliberationStates = ["draft", "tabled", "adopted", "rejected", "withdrawn"] as const;
export type DeliberationState = (typeof deliberationStates)[number];

export interface DeliberationFacts {
  files: number;
  /** It has its reference and the day of its session. */
  numbered: boolean;
}

/** The life of a deliberation of the assembly. A vote that is put off takes it back to a draft. */
export const deliberationMoves: Moves<DeliberationState, DeliberationFacts> = {
  draft: {
    table: {
      to: "tabled",
      by: ["council"],
      when: ({ files, numbered }) => (files === 0 ? "no_files" : numbered ? undefined : "not_numbered"),
    },
    withdraw: { to: "withdrawn", by: ["council"] },
  },
  tabled: {
    adopt: { to: "adopted", by: ["council"] },
    reject: { to: "rejected", by: ["council"] },
    postpone: { to: "draft", by: ["council"] },
  },
  adopted: {},
  rejected: {},
  withdrawn: {},
};

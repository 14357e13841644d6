import type { Moves } from "../states.ts";

export const juryStates = ["planned", "closed"] as const;
export type JuryState = (typeof juryStates)[number];
export interface JuryFacts {
  /** Files in assessment of which the jury has not decided. */
  undecided: number;
  present: number;
}

/** The life of a jury meeting. */
export const juryMoves: Moves<JuryState, JuryFacts> = {
  planned: {
    close: {
      to: "closed",
      by: ["officer"],
      when: ({ undecided, present }) => (undecided > 0 ? "files_undecided" : present === 0 ? "nobody_present" : undefined),
    },
  },
  closed: {},
};

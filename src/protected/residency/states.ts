export const residencyStates = ["requested", "screened", "invited", "arrived", "ended", "declined", "withdrawn"] as const;
export type ResidencyState = (typeof residencyStates)[number];
export type ResidencyMove = "screen" | "invite" | "arrive" | "end" | "decline" | "withdraw";

/**
 * The life of a residency: asked for, screened (by ICORN and PEN where it is theirs), invited by the city, which decides
 * alone, arrived, ended. The database holds the same arrows (protected.residency_move).
 */
export const residencyMoves: Readonly<Record<ResidencyState, Partial<Record<ResidencyMove, ResidencyState>>>> = {
  requested: { screen: "screened", decline: "declined", withdraw: "withdrawn" },
  screened: { invite: "invited", decline: "declined", withdraw: "withdrawn" },
  invited: { arrive: "arrived", decline: "declined", withdraw: "withdrawn" },
  arrived: { end: "ended" },
  ended: {},
  declined: {},
  withdrawn: {},
};

export const isOver = (state: ResidencyState): boolean => Object.keys(residencyMoves[state]).length === 0;

import { type Actor, may, type Right } from "../platform/accounts/rights.ts";

/** Who may make a move, by what they are to the file: a member of the applicant, or a role of the city. */
export type Who = "representative" | "contributor" | "officer" | "council" | "finance";

/**
 * One move of a table of states. `when` says why it may not be made with the facts at hand (a key of the messages
 * "refusal.…"), or nothing. The pages draw their buttons from the table, the actions obey it, the database holds the
 * same arrows (state_move), docs/states.md is drawn from it.
 */
export interface Move<S extends string, F> {
  to: S;
  by: readonly Who[];
  when?: (facts: F) => string | undefined;
  /** Asked of who makes the move. */
  reason?: true;
}
export type Moves<S extends string, F = unknown> = Readonly<Record<S, Readonly<Record<string, Move<S, F>>>>>;

export interface OpenMove<S extends string> {
  name: string;
  to: S;
  reason: boolean;
  /** Why it may not be made yet: shown beside the button. */
  blocked: string | undefined;
}

/** The moves that one of `who` may make from `state`, with what still stops each. */
export function openMoves<S extends string, F>(moves: Moves<S, F>, state: S, who: readonly Who[], facts: F): OpenMove<S>[] {
  return Object.entries(moves[state]).flatMap(([name, move]) =>
    move.by.some((one) => who.includes(one)) ? [{ name, to: move.to, reason: move.reason ?? false, blocked: move.when?.(facts) }] : [],
  );
}

export type MoveResult<S extends string> = { ok: true; to: S } | { ok: false; reason: string };

/** Where a move leads, or why it may not be made: "forbidden", "wrong_state", or what its condition says. */
export function tryMove<S extends string, F>(moves: Moves<S, F>, state: S, name: string, who: readonly Who[], facts: F): MoveResult<S> {
  const move = Object.hasOwn(moves[state], name) ? moves[state][name]! : undefined;
  if (!move) return { ok: false, reason: "wrong_state" };
  if (!move.by.some((one) => who.includes(one))) return { ok: false, reason: "forbidden" };
  const blocked = move.when?.(facts);
  return blocked ? { ok: false, reason: blocked } : { ok: true, to: move.to };
}

/** Whose moves are whose, by the table of rights: a test compares its rows with the tables of states, move by move. */
const standing: Record<"officer" | "council" | "finance", Right> = {
  officer: "grant.follow",
  council: "deliberation.decide",
  finance: "payment.order",
};

/** What an actor of the city is to any file. What a member of an applicant is to theirs comes from applicant_member. */
export function whoIs(actor: Pick<Actor, "role">): readonly Who[] {
  return (Object.keys(standing) as (keyof typeof standing)[]).filter((who) => may(actor, standing[who]));
}

import type { Right } from "../../../platform/accounts/rights.ts";

export const proposalStates = ["draft", "in_review", "approved", "published", "refused", "cancelled"] as const;
export type ProposalState = (typeof proposalStates)[number];

interface Move {
  to: ProposalState;
  /** Who may: those who edit, those who publish; the clock alone where it is null. */
  by: Right | null;
  /** Done by someone who wrote no word of it: the database refuses any other (proposal_reviewed_by_someone_else). */
  review?: true;
  /** With words that say why. */
  answer?: true;
}

/** The life of a proposal. The office draws its buttons from this table, the actions obey it, and the database holds the same moves. */
export const proposalMoves = {
  draft: { submit: { to: "in_review", by: "proposal.write" }, cancel: { to: "cancelled", by: "proposal.write" } },
  in_review: {
    approve: { to: "approved", by: "proposal.review", review: true },
    return: { to: "draft", by: "proposal.review", review: true, answer: true },
    refuse: { to: "refused", by: "proposal.review", review: true, answer: true },
    cancel: { to: "cancelled", by: "proposal.write" },
  },
  approved: {
    publish: { to: "published", by: null },
    withdraw: { to: "draft", by: "proposal.write" },
    cancel: { to: "cancelled", by: "proposal.write" },
  },
  published: {},
  refused: {},
  cancelled: {},
} as const satisfies Record<ProposalState, Record<string, Move>>;

export type ProposalMove = "submit" | "cancel" | "approve" | "return" | "refuse" | "publish" | "withdraw";

/** A move out of a state; undefined where there is none of that name. */
export function moveFrom(state: ProposalState, move: string): Move | undefined {
  const moves: Partial<Record<string, Move>> = proposalMoves[state];
  return Object.hasOwn(moves, move) ? moves[move] : undefined;
}

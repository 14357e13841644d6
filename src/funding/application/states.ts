import type { Moves } from "../states.ts";

export const applicationStates = [
  "draft",
  "submitted",
  "incomplete",
  "admissible",
  "subject_to_document",
  "inadmissible",
  "in_assessment",
  "proposed",
  "reserve",
  "rejected",
  "in_deliberation",
  "granted",
  "refused",
  "withdrawn",
  "lapsed",
] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** What the moves of an application depend on. */
export interface ApplicationFacts {
  /** The complete check of the file finds nothing. */
  complete: boolean;
  /** Pieces asked for and not yet answered. */
  openPieces: number;
  /** Every item of the admissibility list has a verdict, and none is "no". */
  admissibilityChecked: boolean;
  /** A document that may follow has been refused or not been sent. */
  missingDocuments: number;
  /** Every item of the legality list has a verdict, and none is "no" (CE, 13 May 2024, n° 472155). */
  legalityChecked: boolean;
  /** What the jury proposes, in cents. */
  proposedCents: number;
}

const withdraw = { to: "withdrawn", by: ["representative"] } as const;
const refuse = { to: "inadmissible", by: ["officer"], reason: true } as const;
const isComplete = ({ complete }: ApplicationFacts) => (complete ? undefined : "file_incomplete");
const isChecked = ({ admissibilityChecked }: ApplicationFacts) => (admissibilityChecked ? undefined : "admissibility_unchecked");
const isAmount = ({ proposedCents }: ApplicationFacts) => (proposedCents > 0 ? undefined : "no_amount");
const decisions = {
  propose: { to: "proposed", by: ["officer"], when: isAmount },
  reserve: { to: "reserve", by: ["officer"] },
  reject: { to: "rejected", by: ["officer"], reason: true },
} as const;
const reassess = { to: "in_assessment", by: ["officer"] } as const;

/** The life of an application, from the draft to the vote. */
export const applicationMoves: Moves<ApplicationState, ApplicationFacts> = {
  draft: { submit: { to: "submitted", by: ["representative", "officer"], when: isComplete } },
  submitted: {
    request: { to: "incomplete", by: ["officer"] },
    admit: {
      to: "admissible",
      by: ["officer"],
      when: (facts) => isChecked(facts) ?? (facts.missingDocuments > 0 ? "documents_missing" : undefined),
    },
    admitSubject: {
      to: "subject_to_document",
      by: ["officer"],
      when: (facts) => isChecked(facts) ?? (facts.missingDocuments > 0 ? undefined : "documents_complete"),
    },
    refuse,
    withdraw,
  },
  incomplete: {
    complete: {
      to: "submitted",
      by: ["representative", "contributor", "officer"],
      when: ({ openPieces }) => (openPieces > 0 ? "pieces_open" : undefined),
    },
    lapse: { to: "lapsed", by: ["officer"], reason: true },
    refuse,
    withdraw,
  },
  admissible: { assess: reassess, reopen: { to: "submitted", by: ["officer"] }, withdraw },
  subject_to_document: {
    settle: {
      to: "admissible",
      by: ["officer"],
      when: ({ missingDocuments }) => (missingDocuments > 0 ? "documents_missing" : undefined),
    },
    assess: reassess,
    refuse,
    withdraw,
  },
  inadmissible: { reopen: { to: "submitted", by: ["officer"], reason: true } },
  in_assessment: { ...decisions, withdraw },
  proposed: {
    reserve: decisions.reserve,
    reject: decisions.reject,
    reassess,
    table: {
      to: "in_deliberation",
      by: ["council", "officer"],
      when: (facts) => (facts.missingDocuments > 0 ? "documents_missing" : facts.legalityChecked ? isAmount(facts) : "legality_unchecked"),
    },
    withdraw,
  },
  reserve: { propose: decisions.propose, reject: decisions.reject, reassess, withdraw },
  rejected: { reassess },
  in_deliberation: {
    adopt: { to: "granted", by: ["council"] },
    defeat: { to: "refused", by: ["council"] },
    untable: { to: "proposed", by: ["council", "officer"] },
    withdraw,
  },
  granted: {},
  refused: {},
  withdrawn: {},
  lapsed: {},
};

/** After these nothing more is decided. */
export const settledStates: readonly ApplicationState[] = ["inadmissible", "rejected", "granted", "refused", "withdrawn", "lapsed"];

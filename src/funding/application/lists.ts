/** What an officer checks before a file is admitted (DOMAIN: receivability of the calls of French cities). */
export const admissibilityItems = [
  "legal_form",
  "age",
  "identifier",
  "earlier_reports",
  "country",
  "strand",
  "ceiling",
  "share",
  "duration",
  "documents",
  "republican_contract",
] as const;

/**
 * What makes a grant of external action lawful, checked, dated and signed by an officer before the vote: the limits set
 * by the Conseil d’État (13 May 2024, n° 472155, 474507, 474652), the law of 1905, the law of 12 April 2000 art. 9-1.
 */
export const legalityItems = [
  "international_commitments",
  "state_relations",
  "political_conflict",
  "ring_fenced",
  "not_for_worship",
  "general_interest",
] as const;

export type CheckList = "admissibility" | "legality";
export const itemsOf = { admissibility: admissibilityItems, legality: legalityItems } as const satisfies Record<
  CheckList,
  readonly string[]
>;

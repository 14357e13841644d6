import type { Edition } from "../../register/edition/rules.ts";

export const interestReasons = ["member", "family", "employment", "mandate", "financial", "other"] as const;
export type InterestReason = (typeof interestReasons)[number];

/** Per criterion: whole points of its maximum, and why. A draft may lack either. */
export type Scores = Record<string, { score: number | null; comment: string }>;
export type Criterion = Edition["criteria"][number];

/** The criteria by which a file is judged: those of every strand, and those of the strands that it asks money of. */
export function criteriaOf(edition: Pick<Edition, "criteria">, strands: readonly string[]): Criterion[] {
  return edition.criteria.filter(({ strand }) => strand === null || strands.includes(strand));
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
/** Weights have at most four decimals. */
const weightUnits = (weight: number) => BigInt(Math.round(weight * 10_000));

/**
 * The weighted total of 100, with two decimals, halves up: each criterion is worth its share of the maximum times its
 * weight. Computed in whole numbers, so that the same scores give the same total everywhere. Undefined while a
 * criterion has no score, or when there is no criterion.
 */
export function totalOf(criteria: readonly Pick<Criterion, "code" | "weight" | "maxScore">[], scores: Scores): number | undefined {
  if (criteria.length === 0) return undefined;
  const common = criteria.reduce((lcm, { maxScore }) => (lcm * BigInt(maxScore)) / gcd(lcm, BigInt(maxScore)), 1n);
  let [sum, weights] = [0n, 0n];
  for (const { code, weight, maxScore } of criteria) {
    const score = scores[code]?.score ?? null;
    if (score === null) return undefined;
    sum += weightUnits(weight) * BigInt(score) * (common / BigInt(maxScore));
    weights += weightUnits(weight);
  }
  const whole = weights * common;
  return Number((2n * sum * 10_000n + whole) / (2n * whole)) / 100;
}

export interface ScoreProblem {
  criterion: string;
  code: "score_required" | "score_range" | "comment_required";
  maximum: number;
}

/** What is wrong with an opinion; given, every criterion has its score and its comment. */
export function checkScores(criteria: readonly Criterion[], scores: Scores, given: boolean): ScoreProblem[] {
  return criteria.flatMap(({ code, maxScore }): ScoreProblem[] => {
    const { score = null, comment = "" } = scores[code] ?? {};
    const problems: ScoreProblem[] = [];
    if (score !== null && !(Number.isInteger(score) && score >= 0 && score <= maxScore))
      problems.push({ criterion: code, code: "score_range", maximum: maxScore });
    if (given && score === null) problems.push({ criterion: code, code: "score_required", maximum: maxScore });
    if (given && comment.trim() === "") problems.push({ criterion: code, code: "comment_required", maximum: maxScore });
    return problems;
  });
}

/** The decisions of a jury, and the move of the table of states that each is. */
export const juryDecisions = { proposed: "propose", reserve: "reserve", rejected: "reject" } as const;
export type JuryDecision = keyof typeof juryDecisions;

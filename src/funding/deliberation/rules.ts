import { date, list, requiredDate, requiredNumber, requiredText, text } from "../../register/record/fields.ts";
import { defineKind, type Problem } from "../../register/record/kind.ts";

/** A deliberation in preparation: its reference and its session are known when the assembly's secretariat gives them. */
export const deliberationForm = defineKind("deliberation", {
  title: requiredText({ max: 300 }),
  reference: text({ max: 60 }),
  sessionOn: date(),
  /** Exposé des motifs. */
  statement: text({ long: true, max: 20_000 }),
});

const votes = () => requiredNumber({ min: 0, max: 10_000, step: 1 });
const day = /^\d{4}-\d{2}-\d{2}$/;
/** A problem for a date that is not known to the day. */
export const toTheDay = (value: Record<string, unknown>, ...names: string[]): Problem[] =>
  names.flatMap((name) => (typeof value[name] === "string" && !day.test(value[name]) ? [{ path: name, code: "day_needed" }] : []));

/** The vote: who was for, against, abstained, did not take part; who left the room (CGCT L2131-11). */
export const voteForm = defineKind(
  "vote",
  {
    votedOn: requiredDate(),
    votesFor: votes(),
    votesAgainst: votes(),
    abstained: votes(),
    notVoting: votes(),
    stepAsides: list("deliberation_step_aside", { name: requiredText({ max: 120 }), reason: text({ max: 300 }) }),
  },
  (value) => toTheDay(value, "votedOn"),
);

/** Transmission to the State's representative and publication: the later of the two makes the act executory (CGCT L2131-1). */
export const datesForm = defineKind("deliberation", { transmittedOn: date(), publishedOn: date() }, (value) =>
  toTheDay(value, "transmittedOn", "publishedOn"),
);

/**
 * Shares `cents` by percentages that add up to 100: each part rounded down, what is left to the last, so that the parts
 * are exactly the whole.
 */
export function splitCents(cents: number, percentages: readonly number[]): number[] {
  if (percentages.length === 0) return [cents];
  const parts = percentages.map((percentage) => Math.floor((cents * percentage) / 100));
  parts[parts.length - 1]! += cents - parts.reduce((sum, part) => sum + part, 0);
  return parts;
}

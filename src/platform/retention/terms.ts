import { type RuleId, type Term, type Terms, termIn } from "./rules.ts";

let terms: Terms = {};

/** What the city's settings say: told once, where the program starts. */
export function setTerms(given: Terms): void {
  terms = given;
}

/** How long something is kept here. */
export const termOf = (id: RuleId): Term => termIn(terms, id);

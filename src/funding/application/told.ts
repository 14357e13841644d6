import type { ApplicationState } from "./states.ts";

/** What a jury says, and that a file is put to the vote, is preparation: nobody outside hears of it. */
const unsaid: readonly ApplicationState[] = ["proposed", "reserve", "rejected", "in_deliberation"];

/**
 * The state that an applicant is told of: a file that was ranked is still under assessment to them until the council
 * has voted, and until they were written to (`told`) if their file was not among those put to the vote.
 */
export function toldState(state: ApplicationState, told: boolean): ApplicationState {
  if (!unsaid.includes(state)) return state;
  return told && (state === "reserve" || state === "rejected") ? state : "in_assessment";
}

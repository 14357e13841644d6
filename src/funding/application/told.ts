import type { Edition } from "../../register/edition/rules.ts";
import { lastDay } from "../../register/record/partial-date.ts";
import type { ApplicationState } from "./states.ts";

/**
 * The state that an applicant is told of. What the jury thinks is preparation, not decision: until the results of the
 * edition are out, a file that was ranked is still under assessment to its applicant. `today`: YYYY-MM-DD.
 */
export function toldState(state: ApplicationState, resultsOn: Edition["resultsOn"], today: string): ApplicationState {
  const ranked = state === "proposed" || state === "reserve" || state === "rejected";
  return ranked && (resultsOn === null ? state !== "rejected" : lastDay(resultsOn) > today) ? "in_assessment" : state;
}

import { expect, it } from "vitest";
import { applicationStates } from "./states.ts";
import { toldState } from "./told.ts";

it("tells an applicant nothing of the jury or of the vote to come before they are written to", () => {
  const shown = applicationStates.map((state) => [state, toldState(state, false)]).filter(([state, told]) => state !== told);
  expect(shown).toEqual(["proposed", "reserve", "rejected", "in_deliberation"].map((state) => [state, "in_assessment"]));
  expect(toldState("rejected", true)).toBe("rejected");
  expect(toldState("reserve", true)).toBe("reserve");
  expect(toldState("proposed", true)).toBe("in_assessment");
});

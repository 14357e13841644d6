import { describe, expect, it } from "vitest";
import { isOver } from "./expiry.ts";
import { laureatesByYear } from "./laureates.ts";
import { programme } from "./rules.ts";

describe("a programme", () => {
  it("is over once the last day that its end may mean is past", () => {
    const ended = (endedOn: string | null, programmingPeriod: string | null = null) => ({ endedOn, programmingPeriod });
    expect(isOver(ended("2020"), "2020-12-31")).toBe(false);
    expect(isOver(ended("2020"), "2021-01-01")).toBe(true);
    expect(isOver(ended(null, "2014-2020"), "2026-11-24")).toBe(true);
    expect(isOver(ended("2029", "2014-2020"), "2026-11-24")).toBe(false);
    expect(isOver(ended(null), "2026-11-24")).toBe(false);
  });
  it("has a period that ends after it begins, and territories that are named", () => {
    const empty = Object.fromEntries(Object.entries(programme.fields).map(([name, field]) => [name, field.empty ?? null]));
    const problems = programme.check({ ...empty, programmingPeriod: "2020-2014", places: [{ name: {}, place: null }] } as never);
    expect(problems).toEqual([
      { path: "programmingPeriod", code: "before_start" },
      { path: "places.0.name", code: "required" },
    ]);
  });
});

describe("the laureates of a label", () => {
  const figure = (id: string, periodStart: string | null, periodEnd: string | null, measure = "count") => ({
    id,
    series: "s",
    value: 1,
    measure,
    periodStart,
    periodEnd,
  });
  it("stand by year with what was published and what the register holds, neither instead of the other", () => {
    const figures = [
      figure("a", "2017", "2017"),
      figure("b", "2020-01", "2020-12"),
      figure("c", "2020", "2020"),
      figure("since", "2002", null),
      figure("money", "2020", "2020", "money"),
    ];
    const awards = [
      { year: 2021, count: 8, cents: 1, currency: "EUR" },
      { year: 2020, count: 3, cents: 1, currency: "EUR" },
    ];
    expect(
      laureatesByYear(figures, awards).map(({ year, published, awards: own }) => [year, published.map(({ id }) => id).join(), own.length]),
    ).toEqual([
      [2021, "", 1],
      [2020, "b,c", 1],
      [2017, "a", 0],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { groupBySeries } from "./series.ts";

const figure = (series: string, value: number, rest: object = {}) => ({
  series,
  value,
  qualifier: "exact",
  currency: null,
  periodStart: null,
  periodEnd: null,
  ...rest,
});
const differs = (...figures: ReturnType<typeof figure>[]) => groupBySeries(figures).map((one) => one.differs);

describe("figures of one series", () => {
  it("stand together, in the order given", () => {
    const groups = groupBySeries([figure("a", 1), figure("b", 2), figure("a", 3)]);
    expect(groups.map(({ series, figures }) => [series, figures.map(({ value }) => value)])).toEqual([
      ["a", [1, 3]],
      ["b", [2]],
    ]);
  });
  it("contradict each other when they give another value, or another qualifier", () => {
    expect(differs(figure("a", 70), figure("a", 87))).toEqual([true]);
    expect(differs(figure("a", 70), figure("a", 70, { qualifier: "more_than" }))).toEqual([true]);
    expect(differs(figure("a", 7, { currency: "EUR" }), figure("a", 7, { currency: "USD" }))).toEqual([true]);
    expect(differs(figure("a", 70), figure("a", 70))).toEqual([false]);
    expect(differs(figure("a", 70))).toEqual([false]);
  });
  it("do not when they are of periods that do not meet", () => {
    expect(
      differs(figure("a", 18, { periodStart: "2022", periodEnd: "2022" }), figure("a", 17, { periodStart: "2018", periodEnd: "2018" })),
    ).toEqual([false]);
    expect(
      differs(figure("a", 18, { periodStart: "2018", periodEnd: "2022" }), figure("a", 17, { periodStart: "2022-06", periodEnd: "2023" })),
    ).toEqual([true]);
    expect(differs(figure("a", 18, { periodStart: "2005" }), figure("a", 17, { periodStart: "2018", periodEnd: "2018" }))).toEqual([true]);
  });
});

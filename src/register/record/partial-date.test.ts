import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstDay, formatPartialDate, isPartialDate, lastDay } from "./partial-date.ts";

const day = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const precision = fc.constantFrom(4, 7, 10);

describe("a date as precise as it is known", () => {
  it("accepts every day, month and year that exists", () => {
    fc.assert(fc.property(day, precision, (value, length) => isPartialDate(value.slice(0, length))));
  });

  it.each([
    "",
    "0000",
    "18",
    "2018-",
    "2018-13",
    "2018-00",
    "2018-02-30",
    "2023-02-29",
    "2018-1",
    "2018-1-1",
    "2018-01-32",
    "18-01-01",
    " 2018",
    "2018-01-01T00:00",
    "２０１８",
  ])("refuses %j", (value) => expect(isPartialDate(value)).toBe(false));

  it("spans from its first day to its last", () => {
    fc.assert(
      fc.property(day, precision, (value, length) => {
        const partial = value.slice(0, length);
        expect(firstDay(partial) <= value && value <= lastDay(partial)).toBe(true);
        expect(isPartialDate(lastDay(partial))).toBe(true);
      }),
    );
    expect(lastDay("2024-02")).toBe("2024-02-29");
  });

  it("is written without a precision it does not have", () => {
    expect(formatPartialDate("2018", "fr")).toBe("2018");
    expect(formatPartialDate("2018-11", "fr")).toBe("novembre 2018");
    expect(formatPartialDate("1956-01-30", "en")).toBe("30 January 1956");
  });
});

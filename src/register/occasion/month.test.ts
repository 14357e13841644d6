import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Dated, isDated, monthFrom, monthOf, touches } from "./month.ts";

const months = fc
  .tuple(fc.integer({ min: 1900, max: 2199 }), fc.integer({ min: 1, max: 12 }))
  .map(([y, m]) => `${y}-${String(m).padStart(2, "0")}`);
const dayAfter = (month: string, days: number) =>
  new Date(Date.parse(`${month}-01T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** A month and what takes place around it, to the day, the month or the year. */
const around = months.chain((month) => {
  const item = fc
    .tuple(fc.integer({ min: -70, max: 70 }), fc.option(fc.integer({ min: 0, max: 60 })), fc.constantFrom(10, 10, 10, 7, 4))
    .map(
      ([start, length, precision]): Dated => ({
        startsOn: dayAfter(month, start).slice(0, precision),
        endsOn: length === null ? null : dayAfter(month, start + length).slice(0, precision),
      }),
    );
  return fc.record({ month: fc.constant(month), items: fc.array(item, { maxLength: 25 }) });
});

describe("the weeks of a month", () => {
  it("hold each day of it once, from a Monday to a Sunday", () => {
    fc.assert(
      fc.property(months, (month) => {
        const { weeks } = monthOf(month, []);
        const all = weeks.flatMap(({ days }) => days);
        expect(all.length % 7).toBe(0);
        for (const { days } of weeks) expect(new Date(`${days[0]!.date}T00:00:00Z`).getUTCDay()).toBe(1);
        const own = all.filter(({ inMonth }) => inMonth).map(({ date }) => date);
        expect(own).toEqual(Array.from({ length: own.length }, (_, i) => dayAfter(month, i)));
        expect(dayAfter(month, own.length).slice(0, 7)).toBe(monthFrom(month, 1));
        expect(monthFrom(monthFrom(month, 1), -1)).toBe(month);
      }),
    );
  });

  it("show each occasion on its days and on no other, and never two in one place", () => {
    fc.assert(
      fc.property(around, ({ month, items }) => {
        const { weeks, undated } = monthOf(month, items);
        for (const { lines } of weeks) for (const line of lines) expect(line.reduce((sum, { days }) => sum + days, 0)).toBe(7);
        for (const item of items) {
          const shown = weeks.flatMap(({ days, lines }) => [
            ...days.filter((day) => day.items.includes(item)).map(({ date }) => date),
            ...lines.flatMap((line) => {
              let at = 0;
              return line.flatMap((stretch) => {
                const dates = days.slice(at, at + stretch.days).map(({ date }) => date);
                at += stretch.days;
                return stretch.item === item ? dates : [];
              });
            }),
          ]);
          const due = isDated(item)
            ? weeks
                .flatMap(({ days }) => days)
                .filter(({ date, inMonth }) => inMonth && date >= item.startsOn && date <= (item.endsOn ?? item.startsOn))
            : [];
          expect(shown).toEqual(due.map(({ date }) => date));
          expect(undated.includes(item)).toBe(!isDated(item) && touches(item, month));
        }
      }),
    );
  });

  it("lists what is known to the month or the year in each month that it may be in", () => {
    expect(touches({ startsOn: "2015", endsOn: null }, "2015-12")).toBe(true);
    expect(touches({ startsOn: "2015", endsOn: null }, "2016-01")).toBe(false);
    expect(touches({ startsOn: "2015-11", endsOn: "2016" }, "2016-06")).toBe(true);
    expect(touches({ startsOn: "2015-11", endsOn: "2016" }, "2015-10")).toBe(false);
    expect(touches({ startsOn: "2015-11-30", endsOn: "2015-12-12" }, "2015-12")).toBe(true);
  });
});

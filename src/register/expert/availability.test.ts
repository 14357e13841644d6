import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { availabilityOf, daysGiven, overlap, type Person, type Span, spanOf, workingDays } from "./availability.ts";

const DAY = 86_400_000;
const iso = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * DAY).toISOString().slice(0, 10);
const span = fc
  .tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 60 }))
  .map(([from, length]): Span => ({ from: iso(from), to: iso(from + length) }));
const daysOf = ({ from, to }: Span) => {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
};
const person = (change: Partial<Person> = {}): Person => ({ availableFrom: null, yearlyDays: null, absences: [], stays: [], ...change });
const mission = { id: "m", name: { fr: "M" } };

describe("days", () => {
  it("of two spans overlap exactly when they share one", () => {
    fc.assert(
      fc.property(span, span, (a, b) => {
        const days = new Set(daysOf(a));
        expect(overlap(a, b)).toBe(daysOf(b).some((day) => days.has(day)));
      }),
    );
  });
  it("that are worked are counted as one would on a calendar, year by year", () => {
    const worked = (day: string) => ![0, 6].includes(new Date(day).getUTCDay());
    fc.assert(
      fc.property(span, (one) => {
        const days = daysOf(one).filter(worked);
        expect(workingDays(one)).toBe(days.length);
        for (const year of [2025, 2026, 2027])
          expect(workingDays(one, year)).toBe(days.filter((day) => day.startsWith(String(year))).length);
      }),
    );
  });
  it("of a date known to the month are all of it", () => {
    expect(spanOf("2027-02", null)).toEqual({ from: "2027-02-01", to: "2027-02-28" });
  });
  it("given are those counted, else the working days between the dates", () => {
    const stays = [
      { mission, startsOn: "2026-12-28", endsOn: "2027-01-08", days: null },
      { mission, startsOn: "2026-12-30", endsOn: "2027-01-05", days: 2.5 },
    ];
    expect([daysGiven(stays, 2026), daysGiven(stays, 2027)]).toEqual([6.5, 6]);
  });
});

describe("someone", () => {
  const wanted = { from: "2026-12-07", to: "2026-12-11" };
  it("with nothing else to do is free", () => {
    expect(availabilityOf(person(), wanted)).toEqual({ free: true, hindrances: [], years: [{ year: 2026, given: 0, left: null }] });
  });
  it("is never free on a day of an absence or of another mission, and is on any other", () => {
    fc.assert(
      fc.property(span, span, fc.boolean(), (busy, asked, away) => {
        const one = away
          ? person({ absences: [{ startsOn: busy.from, endsOn: busy.to, note: null }] })
          : person({ stays: [{ mission, startsOn: busy.from, endsOn: busy.to, days: null }] });
        expect(availabilityOf(one, asked).free).toBe(!overlap(busy, asked));
      }),
    );
  });
  it("who starts later, or has too few days left, is told why", () => {
    const one = person({
      availableFrom: "2027",
      yearlyDays: 10,
      stays: [{ mission, startsOn: "2026-03-02", endsOn: "2026-03-06", days: 7 }],
    });
    expect(availabilityOf(one, wanted).hindrances).toEqual([
      { type: "not_yet", on: "2027" },
      { type: "days", year: 2026, left: 3, wanted: 5 },
    ]);
  });
});

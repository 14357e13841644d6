import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayOfInstant, instantOfLocal, isInstant, localOfInstant, showInstant, utcOffset, yearsLater } from "./instants.ts";
import { setTimeZone } from "./time-zone.ts";

const PARIS = "Europe/Paris";
beforeAll(() => setTimeZone(PARIS, { fr: "heure de Paris", en: "Paris time" }));
afterAll(() => setTimeZone("UTC"));

const second = (from: string, to: string) =>
  fc
    .integer({ min: Date.parse(from) / 1_000, max: Date.parse(to) / 1_000 })
    .map((at) => new Date(at * 1_000).toISOString().replace(".000Z", "Z"));
const zones = fc.constantFrom(PARIS, "UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Indian/Reunion");

describe("a day and hour by the clocks of a place", () => {
  it.each([
    ["2026-12-18T12:00", "2026-12-18T11:00:00Z"],
    ["2026-12-18 12:00:01", "2026-12-18T11:00:01Z"],
    ["2026-07-14T00:00", "2026-07-13T22:00:00Z"],
    ["2028-02-29T09:00", "2028-02-29T08:00:00Z"],
    ["2026-12-31T23:59:59", "2026-12-31T22:59:59Z"],
    ["2026-10-25T02:30+02:00", "2026-10-25T00:30:00Z"],
    ["2026-10-25T02:30+01:00", "2026-10-25T01:30:00Z"],
    ["2026-12-18T11:00:00Z", "2026-12-18T11:00:00Z"],
    ["2026-03-29T01:59:59", "2026-03-29T00:59:59Z"],
    ["2026-03-29T03:00:00", "2026-03-29T01:00:00Z"],
  ])("%s is %s", (local, instant) => expect(instantOfLocal(local, PARIS)).toEqual({ ok: true, instant }));

  it.each([
    "",
    "demain",
    "2026-12-18",
    "2027-02-29T12:00",
    "2026-12-18T24:00",
    "2026-12-18T12:60",
    "2026-12-18T12:00:60",
    "2026-12-18T12:00+99:00",
  ])("%j is none", (local) => expect(instantOfLocal(local, PARIS)).toEqual({ ok: false, reason: "invalid" }));

  it("tells the hour that spring skips from the one that autumn repeats", () => {
    expect(instantOfLocal("2026-03-29T02:30", PARIS)).toEqual({ ok: false, reason: "skipped" });
    expect(instantOfLocal("2026-10-25T02:30", PARIS)).toEqual({ ok: false, reason: "twice", offsets: ["+02:00", "+01:00"] });
  });

  it("gives back every instant, with its offset where the hour is there twice", () => {
    const near = fc.oneof(
      second("1990-01-01T00:00:00Z", "2090-01-01T00:00:00Z"),
      second("2026-03-28T22:00:00Z", "2026-03-29T04:00:00Z"),
      second("2026-10-24T22:00:00Z", "2026-10-25T04:00:00Z"),
      second("2027-12-31T20:00:00Z", "2028-01-01T02:00:00Z"),
      second("2028-02-28T20:00:00Z", "2028-03-01T02:00:00Z"),
    );
    fc.assert(
      fc.property(near, zones, (instant, zone) => {
        const { local, offset = "" } = localOfInstant(instant, zone);
        expect(instantOfLocal(local + offset, zone)).toEqual({ ok: true, instant });
        expect(isInstant(instant)).toBe(true);
      }),
    );
  });

  it("refuses or reads whatever is typed, and never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void instantOfLocal(text, PARIS)));
    fc.assert(fc.property(fc.string(), (text) => void expect(isInstant(text)).toBe(false)));
  });
});

describe("the instant of a deadline", () => {
  it.each([
    ["fr", "2026-12-18T11:00:00Z", "vendredi 18 décembre 2026 à 12:00:00 (heure de Paris, UTC+1)"],
    ["en", "2026-12-18T11:00:00Z", "Friday 18 December 2026 at 12:00:00 (Paris time, UTC+1)"],
    ["fr", "2027-06-30T22:00:00Z", "jeudi 1er juillet 2027 à 00:00:00 (heure de Paris, UTC+2)"],
    ["en", "2027-12-31T22:59:59Z", "Friday 31 December 2027 at 23:59:59 (Paris time, UTC+1)"],
    ["fr", "2026-10-25T00:30:00Z", "dimanche 25 octobre 2026 à 02:30:00 (heure de Paris, UTC+2)"],
    ["fr", "2026-10-25T01:30:00Z", "dimanche 25 octobre 2026 à 02:30:00 (heure de Paris, UTC+1)"],
  ])("is said in %s with its weekday, hour, zone and offset", (locale, instant, words) =>
    expect(showInstant(locale, instant, PARIS)).toBe(words),
  );

  it("names offsets as people do", () => {
    expect(["+00:00", "+05:30", "-03:00", "-03:30"].map(utcOffset)).toEqual(["UTC", "UTC+5:30", "UTC−3", "UTC−3:30"]);
  });

  it("has the day of the place, and moves by years at the same hour of its clocks", () => {
    expect(dayOfInstant("2026-12-31T23:30:00Z", PARIS)).toBe("2027-01-01");
    expect(yearsLater("2026-12-18T11:00:00Z", 1, PARIS)).toBe("2027-12-18T11:00:00Z");
    expect(yearsLater("2026-03-29T10:00:00Z", 1, PARIS)).toBe("2027-03-29T10:00:00Z");
    expect(yearsLater("2028-02-29T08:00:00Z", 1, PARIS)).toBe("2029-02-28T08:00:00Z");
  });
});

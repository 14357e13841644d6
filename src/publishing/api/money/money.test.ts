import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../testing.ts";
import { type Dimension, dimensions, MoneyCube, type MoneyFilter } from "./cube.ts";
import type { Flow } from "./flow-store.ts";

let register: Register;
beforeAll(async () => {
  register = await openRegister();
});
afterAll(() => register?.drop());

const money = async (query: string) => (await (await register.get(`/api/v1/money?${query}`)).json()) as any;
const voted = (answer: any) => Object.fromEntries(answer.data.map((row: any) => [row.key ?? "?", row.votedCents]));

describe("the money by country", () => {
  it("parts every cent by the shares of the countries, of the city’s own projects alone", async () => {
    const { make, db } = register;
    const organisation = await make("organisation", { name: { fr: "Association" }, type: "22", noIdentifier: "unknown" });
    const programme = await make("programme", { name: { fr: "Eau" }, type: "scheme" });
    const project = (name: string, rest: object) => make("project", { name: { fr: name }, ...rest });
    const award = (name: string, rest: object, status?: "draft") =>
      make("award", { name: { fr: name }, organisation, awardedOn: "2022-05", ...rest }, status);
    const thirds = await project("Trois pays", {
      countries: [{ country: "SN" }, { country: "ML" }, { country: "IT" }],
      themes: ["water", "hiv"],
    });
    const shares = await project("Parts connues", {
      countries: [
        { country: "SN", percentage: 33.3333 },
        { country: "ML", percentage: 66.6667 },
      ],
      programme,
    });
    const theirs = await project("D’un partenaire", { countries: [{ country: "SN" }], reportedBy: organisation });
    await award("A", { project: thirds, amountCents: 100 });
    await award("B", { project: shares, amountCents: 1_000_001, awardedOn: "2023" });
    await award("C", { project: theirs, amountCents: 5_555 });
    await award("D", {
      amountCents: 77,
      tranches: [
        { year: 2022, budgetSource: "water", amountCents: 70 },
        { year: 2023, budgetSource: "general", amountCents: 7 },
      ],
    });
    await award("E", { project: thirds, amountCents: 999_999 }, "draft");
    await make("award", { name: { fr: "F" }, organisation, awardedOn: "2022", amountCents: 40, currency: "USD", project: thirds });
    await make("subsidy", {
      name: { fr: "D’une autre autorité" },
      funder: organisation,
      organisation,
      agreedOn: "2022",
      amountCents: 8_888,
    });

    const byCountry = await money("by=country");
    expect(byCountry.totals).toMatchObject([
      { currency: "EUR", votedCents: 100 + 1_000_001 + 77 },
      { currency: "USD", votedCents: 40 },
    ]);
    const euros = byCountry.data.filter((row: any) => row.currency === "EUR");
    expect(Object.fromEntries(euros.map((row: any) => [row.key ?? "?", row.votedCents]))).toEqual({
      SN: 33 + 333_333,
      ML: 33 + 666_668,
      IT: 34,
      "?": 77,
    });
    expect(voted(await money("by=year&country=ML"))).toEqual({ 2022: 13, 2023: 666_668 });
    expect(voted(await money("by=source&year=2022&demo=false"))).toMatchObject({ water: 70, general: 7 });
    // A project of two themes counts whole in each, once in the totals.
    const themes = await money("by=theme&until=2022&country=SN");
    expect(themes.data.filter((row: any) => row.currency === "EUR").map((row: any) => [row.key, row.votedCents])).toEqual([
      ["hiv", 33],
      ["water", 33],
    ]);
    expect(themes.totals.find((row: any) => row.currency === "EUR").votedCents).toBe(33);
    expect((await money("by=programme&programme=eau")).totals[0].votedCents).toBe(1_000_001);
    expect(Object.keys(byCountry.perimeter).sort()).toEqual(["en", "fr"]);

    // What the city's own file reports stands apart, by the country of the transaction where it names one.
    const json = (value: unknown) => JSON.stringify(value) as never;
    const [file] = await db
      .insertInto("exchangeImport")
      .values({ format: "iati", fileName: "x.xml", sha256: "0".repeat(64), bytes: 1, actor: "x", actorName: "x" })
      .returning("id")
      .execute();
    const activity = (identifier: string, of: string, own: boolean) =>
      db
        .insertInto("reportedActivity")
        .values({
          identifier,
          project: of,
          import: file!.id,
          reporterRef: "x",
          own,
          line: 1,
          xml: "<x/>",
          digest: identifier,
          recordVersion: 1,
        })
        .execute();
    await activity("own", shares, true);
    await activity("theirs", theirs, false);
    for (const [of, position, type, amountCents, country] of [
      [shares, 0, "3", 300, null],
      [shares, 1, "4", 50, "IT"],
      [shares, 2, "11", 9_999, null],
      [theirs, 0, "3", 4_444, null],
    ] as const)
      await db
        .insertInto("reportedTransaction")
        .values({ project: of, position, type, datedOn: "2021-03-01", amountCents, currency: "EUR", country, description: json({}) })
        .execute();
    await make("partner", { name: { fr: "Un changement public" }, type: "ngo" });
    const reported = await money("by=country&year=2021");
    expect(reported.data.map((row: any) => [row.key, row.reportedDisbursedCents, row.reportedSpentCents, row.votedCents]).sort()).toEqual([
      ["IT", 0, 50, 0],
      ["ML", 201, 0, 0],
      ["SN", 99, 0, 0],
    ]);
  });
});

describe("the sums", () => {
  const code = (...codes: string[]) => fc.constantFrom(...codes);
  const flow: fc.Arbitrary<Flow> = fc.tuple(
    code("voted", "paid", "reported_spent"),
    fc.integer({ min: 2018, max: 2022 }),
    fc.constantFrom(null, "water", "general"),
    fc.constantFrom(null, "a", "b"),
    fc.constantFrom(null, "SN", "ML"),
    code("EUR", "XOF"),
    fc.boolean(),
    fc.subarray(["water", "health"]),
    fc.integer({ min: -1e12, max: 1e13 }),
  );
  const filter = fc.record({
    country: fc.subarray(["SN", "ML", "XX"]),
    programme: fc.subarray(["a", "b"]),
    theme: fc.subarray(["water", "health"]),
    source: fc.subarray(["water"]),
    year: fc.option(fc.integer({ min: 2018, max: 2022 }), { nil: undefined }),
    since: fc.option(fc.integer({ min: 2018, max: 2022 }), { nil: undefined }),
    until: fc.option(fc.integer({ min: 2018, max: 2022 }), { nil: undefined }),
    demo: fc.option(fc.boolean(), { nil: undefined }),
  }) as fc.Arbitrary<MoneyFilter>;

  it("are those of the lines that the filter leaves, by any dimension", () => {
    fc.assert(
      fc.property(fc.array(flow, { maxLength: 40 }), filter, fc.constantFrom<Dimension>(...dimensions), (flows, wanted, by) => {
        const among = (list: readonly string[], value: string | null) => list.length === 0 || (value !== null && list.includes(value));
        const left = flows
          .map(([measure, year, source, programme, country, currency, demo, themes, cents]) => ({
            measure,
            year,
            source,
            programme,
            country,
            currency,
            demo,
            themes,
            cents,
          }))
          .filter(
            (one) =>
              among(wanted.country, one.country) &&
              among(wanted.programme, one.programme) &&
              among(wanted.source, one.source) &&
              (wanted.theme.length === 0 || one.themes.some((theme) => wanted.theme.includes(theme))) &&
              (wanted.year === undefined || one.year === wanted.year) &&
              (wanted.since === undefined || one.year >= wanted.since) &&
              (wanted.until === undefined || one.year <= wanted.until) &&
              (wanted.demo === undefined || one.demo === wanted.demo),
          );
        const cube = new MoneyCube();
        cube.add(flows.slice(0, 7));
        cube.add(flows.slice(7));
        const { rows, totals } = cube.sums(by, wanted);
        for (const currency of ["EUR", "XOF"]) {
          const own = left.filter((one) => one.currency === currency && one.measure === "voted");
          const sum = (list: typeof own) => list.reduce((all, { cents }) => all + cents, 0);
          expect(totals.find((row) => row.currency === currency)?.cents.voted ?? 0).toBe(sum(own));
          if (by === "theme") {
            const water = own.filter(({ themes }) => themes.includes("water"));
            expect(rows.find((row) => row.key === "water" && row.currency === currency)?.cents.voted ?? 0).toBe(sum(water));
          } else expect(rows.filter((row) => row.currency === currency).reduce((all, { cents }) => all + cents.voted, 0)).toBe(sum(own));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the parts of an amount", () => {
  it("add up to it to the cent, each within a cent of its exact share, also below zero", async () => {
    const { sql } = await import("kysely");
    const amounts = fc.integer({ min: -1e14, max: 1e14 });
    const weights = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(amounts, weights, async (cents, list) => {
        const whole = list.reduce((a, b) => a + b, 0);
        let upto = 0;
        const parts = sql.join(
          list.map((weight) => {
            upto += weight;
            return sql`share_of(${cents}::bigint, ${upto}::bigint, ${whole}::bigint) - share_of(${cents}::bigint, ${upto - weight}::bigint, ${whole}::bigint)`;
          }),
        );
        const { rows } = await sql<{ parts: string[] }>`SELECT ARRAY[${parts}]::text[] AS parts`.execute(register.db);
        const got = rows[0]!.parts.map(BigInt);
        expect(got.reduce((a, b) => a + b, 0n)).toBe(BigInt(cents));
        got.forEach((part, i) => {
          const off = part * BigInt(whole) - BigInt(cents) * BigInt(list[i]!);
          expect(off < 0n ? -off : off).toBeLessThanOrEqual(BigInt(whole));
        });
      }),
      { numRuns: 150 },
    );
  });
});

describe("what was signed elsewhere", () => {
  it("is agreed in the year of its agreement", async () => {
    await register.make("award", {
      name: { fr: "Signée ailleurs" },
      organisation: "association",
      awardedOn: "2019-12",
      agreedOn: "2020-02-03",
      amountCents: 4_200,
    });
    expect((await money("by=year&since=2019&until=2020")).data.map((row: any) => [row.key, row.votedCents, row.agreedCents])).toEqual([
      [2020, 0, 4_200],
      [2019, 4_200, 0],
    ]);
  });
});

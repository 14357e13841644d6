import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AidLists } from "./aid-lists-store.ts";
import { cut, declareApd, mainSector } from "./apd.ts";
import { gathered } from "./check.ts";
import { bodyKind, defaultAidType, defaultChannel, defaultCollaboration } from "./defaults.ts";
import type { ActionPaid, PaidAct } from "./paid-store.ts";
import { totalsBy } from "./totals.ts";

const lists: AidLists = (country, day) =>
  day < "2024"
    ? { status: "no_list" }
    : country === "SN"
      ? { status: "recipient", dacCode: "269", incomeGroup: "LDCs" }
      : { status: "not_recipient" };

const action: ActionPaid = {
  id: "puits",
  name: { fr: "Puits" },
  description: {},
  collaboration: "1",
  aidType: "C01",
  channel: "22000",
  goals: ["6"],
  genderMarker: 1,
  mitigationMarker: null,
  adaptationMarker: null,
  countries: [{ country: "SN", percentage: null }],
  sectors: [{ sector: "14031", percentage: null }],
  localPartners: [],
  funders: [],
};
const act = (change: Partial<PaidAct> = {}, project: Partial<ActionPaid> | null = {}): PaidAct => ({
  id: "1",
  act: "payment",
  grant: "g",
  number: "N-1",
  object: "Puits",
  on: "2025-03-01",
  amountCents: 100_01,
  currency: "EUR",
  source: "water",
  demo: false,
  deliberation: "2024 DGRI 1",
  organisation: { id: "o", name: { fr: "Association" }, type: "22", country: "FR" },
  ...change,
  project: project && { ...action, ...project },
});
const declare = (...acts: PaidAct[]) => declareApd(acts, [], lists, "FR");
const codes = (...acts: PaidAct[]) => gathered(declare(...acts).findings).map(({ code }) => code);

describe("a payment cut between countries", () => {
  it("adds up to the cent, whatever its sign and the shares", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.array(fc.option(fc.integer({ min: 1, max: 1_000_000 }).map((n) => n / 10_000)), { minLength: 1, maxLength: 40 }),
        (amountCents, percentages) => {
          const countries = percentages.map((percentage, i) => ({ country: `${i}`, percentage }));
          const { rows } = declare(act({ amountCents }, { countries }));
          expect(rows).toHaveLength(countries.length);
          expect(rows.reduce((sum, row) => sum + row.amountCents, 0)).toBe(amountCents);
          for (const row of rows) expect(Math.abs(row.amountCents)).toBeLessThanOrEqual(Math.abs(amountCents));
          const [total] = totalsBy(
            rows,
            ({ paid }) => paid.source,
            (row) => [row.amountCents, row.paid.currency],
          );
          expect(total).toEqual({ key: "water", currency: "EUR", rows: countries.length, cents: amountCents });
        },
      ),
    );
  });

  it("is split equally where no share is given, and says so", () => {
    expect(cut(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
    const two = { countries: ["SN", "ML"].map((country) => ({ country, percentage: null })) };
    expect(codes(act({}, two))).toEqual(["not_recipient", "shares_assumed"]);
    expect(codes(act({}, { countries: [{ country: "SN", percentage: 60 }] }))).toEqual([]);
  });
});

describe("the recipient", () => {
  it.each([
    [{}, {}, { status: "recipient", dacCode: "269", incomeGroup: "LDCs" }, []],
    [{}, { countries: [{ country: "IT", percentage: null }] }, { status: "not_aid", dacCode: null }, ["not_recipient"]],
    [{ on: "2023-12-31" }, {}, { status: "no_list", dacCode: null }, ["no_list"]],
    [{}, { countries: [] }, { status: "unspecified", dacCode: "998" }, ["no_country"]],
    // Spent at home on what counts as aid: refugees, awareness.
    [{}, { aidType: "H02", countries: [{ country: "FR", percentage: null }] }, { status: "in_donor", dacCode: "998" }, []],
    [{}, { aidType: "H01", countries: [] }, { status: "in_donor", dacCode: "998" }, []],
  ] as const)("%j %j", (change, project, row, findings) => {
    const one = act(change, project as unknown as Partial<ActionPaid>);
    expect(declare(one).rows[0]).toMatchObject(row);
    expect(codes(one)).toEqual(findings);
  });

  it("is not known of a payment without an action", () => {
    const one = act({}, null);
    expect(declare(one).rows[0]).toMatchObject({ status: "unspecified", country: null, sector: null, aidType: "B01", collaboration: "3" });
    expect(codes(one)).toEqual(["no_project", "default_aid_type", "default_collaboration", "default_channel"]);
  });
});

describe("defaults, where the project does not say", () => {
  it.each([
    ["22", true, "C01", "1"],
    ["22", false, "B01", "3"],
    ["21", false, "B01", "3"],
    ["60", false, "B01", "3"],
    ["80", false, "B01", "3"],
    ["40", true, "C01", "1"],
    ["40", false, "B02", "2"],
    ["11", false, "C01", "1"],
    ["90", false, "C01", "1"],
  ])("type %s, for an action: %s → %s, %s", (organisationType, forProject, aidType, collaboration) => {
    expect(defaultAidType({ organisationType, forProject })).toBe(aidType);
    expect(defaultCollaboration(aidType)).toBe(collaboration);
  });

  it.each([
    ["22", "FR", "22000"],
    ["22", null, "22000"],
    ["22", "SN", "23000"],
    ["24", "FR", "23000"],
    ["11", "SN", "12002"],
    ["40", "US", "40000"],
    ["90", "FR", null],
  ])("channel of type %s in %s: %s", (organisationType, organisationCountry, channel) => {
    expect(defaultChannel({ organisationType, organisationCountry, home: "FR" })).toBe(channel);
  });

  it("what the record says is kept, and nothing is told", () => {
    expect(declare(act({}, { aidType: "D02", collaboration: "8", channel: "41000" })).rows[0]).toMatchObject({
      aidType: "D02",
      collaboration: "8",
      channel: "41000",
      supposed: [],
    });
    expect(codes(act({}, { aidType: null, collaboration: null, channel: null }))).toEqual([
      "default_aid_type",
      "default_collaboration",
      "default_channel",
    ]);
    expect(codes(act({ organisation: { id: "o", name: {}, type: "90", country: null } }, { channel: null }))).toEqual(["no_channel"]);
  });

  it("public or private is not guessed of a body that may be either", () => {
    expect(["10", "11", "22", "60", "30", "80", "90"].map(bodyKind)).toEqual([
      "public",
      "public",
      "private",
      "private",
      "unknown",
      "unknown",
      "unknown",
    ]);
  });
});

it("the main sector is the largest, the first of equals; of one alone the share is not said", () => {
  expect(mainSector([])).toBeNull();
  expect(mainSector([{ sector: "14031", percentage: 100 }])).toEqual({ code: "14031", percentage: null });
  expect(
    mainSector([
      { sector: "14031", percentage: 40 },
      { sector: "14032", percentage: 60 },
      { sector: "14050", percentage: null },
    ]),
  ).toEqual({ code: "14032", percentage: 60 });
});

it("a record with several payments is told once, with what they add up to", () => {
  const twice = [act({ id: "1" }, { sectors: [] }), act({ id: "2", amountCents: -1 }, { sectors: [] })];
  expect(gathered(declare(...twice).findings)).toEqual([
    { code: "no_sector", record: { kind: "project", id: "puits" }, label: "Puits", amountCents: 100_00, currency: "EUR" },
  ]);
});

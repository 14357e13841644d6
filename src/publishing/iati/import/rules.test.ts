import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type KnownBody, numberKeys } from "../../../register/organisation/body-index.ts";
import { identityOf, isCity, numbersOf, ownRecordOf } from "./identities.ts";
import type { XmlNode } from "./node.ts";
import { Organisations } from "./organisations.ts";
import { kilometres, placeFinder } from "./places.ts";
import { readActivity } from "./rules.ts";
import { activitiesOf, anActivity, file } from "./testing.ts";
import type { ToldCode } from "./told.ts";
import { centsOf, dayOf, decimalOf } from "./values.ts";

const at = (attributes: string[] = []): XmlNode => ({ name: "x", attributes, children: [], line: 1 });
const known = {
  countries: new Set(["SN", "ML"]),
  terms: new Map([
    ["dac-sector", new Set(["14030", "14032", "99810"])],
    ["sdg-goal", new Set(["6"])],
    ["sdg-target", new Set(["6.1"])],
    ["organisation-type", new Set(["40", "22"])],
    ["collaboration-type", new Set(["1"])],
    ["aid-type", new Set(["C01"])],
    ["channel", new Set(["20000"])],
  ]),
};
async function read(more: string, parts: Partial<Parameters<typeof anActivity>[0]> = {}) {
  const told: ToldCode[] = [];
  const [node] = await activitiesOf(file(anActivity({ id: "A-1", more, ...parts })));
  const activity = readActivity(node!, { tell: (code) => told.push(code), known, language: "fr", today: "2026-01-01" });
  return { activity: activity!, told };
}

describe("amounts", () => {
  it.each<[string, number | undefined, ToldCode[]]>([
    ["1200.5", 120_050, []],
    ["-0.01", -1, []],
    ["+7", 700, []],
    [".5", 50, []],
    ["0.1", 10, []],
    ["4.35", 435, []],
    ["1.005", 101, ["rounded"]],
    ["1.0000", 100, []],
    ["1 200", undefined, ["number"]],
    ["1.200,00", undefined, ["number"]],
    ["1e3", undefined, ["number"]],
    ["-", undefined, ["number"]],
    [".", undefined, ["number"]],
    ["9999999999999999", undefined, ["number"]],
  ])("%s is %s cents", (text, cents, codes) => {
    const told: ToldCode[] = [];
    expect(centsOf(text, at(), (code) => told.push(code))).toBe(cents);
    expect(told).toEqual(codes);
  });
  it("are exact to the cent, whatever their digits", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), (cents) => {
        const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
        const text = `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(centsOf(text, at(), () => expect.unreachable())).toBe(Number(cents));
      }),
    );
  });
  it("no text throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        centsOf(text, at(), () => {});
        decimalOf(text, at(), () => {});
        dayOf(at(["iso-date", text]), () => {});
      }),
    );
  });
});

describe("an activity", () => {
  it("gives its fields, exactly", async () => {
    const { activity, told } = await read(
      `<recipient-country code="ML" percentage="30"/><location><location-id vocabulary="G1" code="2253354"/><name><narrative>Dakar</narrative></name><point><pos>14.6 -17.4</pos></point></location>
      <sector code="14030"/><tag vocabulary="2" code="6"/><tag vocabulary="3" code="6.1"/><policy-marker code="1" significance="2"/><collaboration-type code="1"/><default-aid-type code="C01"/>
      <budget type="1"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><value value-date="2024-01-01">100.10</value></budget>
      <budget type="1"><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/><value value-date="2024-01-01">50</value></budget>
      <budget type="2"><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/><value value-date="2024-01-01">60.20</value></budget>
      <transaction ref="T"><transaction-type code="3"/><transaction-date iso-date="2024-05-01"/><value currency="USD" value-date="2024-05-01">-12.30</value><provider-org provider-activity-id="B-2" ref="P"/><receiver-org><narrative>ONG</narrative></receiver-org></transaction>
      <related-activity type="1" ref="A"/>
      <result><indicator measure="2" ascending="0"><title><narrative>Accès</narrative></title><baseline year="2020" value="10"/>
        <period><period-end iso-date="2024-12-31"/><target value="20"/><actual value="15"/></period>
        <period><period-end iso-date="2025-12-31"/><target value="30"><dimension name="sex" value="f"/></target><target value="40"/></period></indicator></result>`,
      { countries: '<recipient-country code="SN" percentage="70"/>' },
    );
    expect(told).toEqual([]);
    expect(activity).toMatchObject({
      parent: "A",
      countries: [
        { code: "SN", percentage: 70 },
        { code: "ML", percentage: 30 },
      ],
      sectors: [{ code: "14030", percentage: null }],
      goals: ["6"],
      targets: ["6.1"],
      markers: { gender: 2, mitigation: null, adaptation: null },
      collaboration: "1",
      aidType: "C01",
      budget: { cents: 16_030, currency: "EUR" },
      sites: [{ name: { fr: "Dakar" }, latitude: 14.6, longitude: -17.4, geonamesId: 2_253_354 }],
      transactions: [
        { type: "3", datedOn: "2024-05-01", amountCents: -1_230, currency: "USD", provider: "P", receiver: "ONG", reference: "T" },
      ],
      results: [
        {
          unit: { fr: "%" },
          ascending: false,
          baselineValue: 10,
          baselineYear: 2020,
          targetValue: 40,
          targetOn: "2025-12-31",
          actualValue: 15,
          actualOn: "2024-12-31",
        },
      ],
      named: ["A", "B-2"],
    });
  });

  it.each<[string, string, ToldCode]>([
    ["a country that is none", '<recipient-country code="XX"/>', "country_unknown"],
    ["shares of 90", '<recipient-country code="ML" percentage="90"/>', "shares"],
    ["a country twice", '<recipient-country code="SN"/>', "twice"],
    ["a purpose code that is none", '<sector code="1"/>', "code_unknown"],
    ["sectors of its own", '<sector vocabulary="99" code="1"/>', "vocabulary"],
    ["a start to come", '<activity-date type="2" iso-date="2030-01-01"/>', "date_future"],
    ["an end before the start", '<activity-date type="3" iso-date="2023-01-01"/>', "date_order"],
    ["a date in words", '<activity-date type="3" iso-date="mai 2023"/>', "date"],
    ["a 31st of February", '<activity-date type="3" iso-date="2025-02-31"/>', "date"],
    ["a point on no globe", "<location><point><pos>95 10</pos></point></location>", "point"],
    ["a point of words", "<location><point><pos>Dakar</pos></point></location>", "point"],
    ["an amount with spaces", "<budget><value>1 200</value></budget>", "number"],
    [
      "budgets of two currencies",
      '<budget><value>1</value></budget><budget><period-start iso-date="2025-01-01"/><value currency="USD">1</value></budget>',
      "budgets_mixed",
    ],
    ["a transaction without date", '<transaction><transaction-type code="1"/><value>1</value></transaction>', "transaction_incomplete"],
    ["an indicator without title", "<result><indicator/></result>", "result_title"],
    ["a participant without name", '<participating-org role="1"/>', "party_unnamed"],
    ["a language that is none", '<description><narrative xml:lang="français">x</narrative></description>', "language_unknown"],
  ])("%s is told, and the rest is read", async (_, more, code) => {
    const { activity, told } = await read(more);
    expect(told).toContain(code);
    expect(activity.name).toEqual({ fr: "Projet A-1" });
  });

  it("takes countries and sectors from its transactions where it gives none", async () => {
    const money = (code: string) =>
      `<transaction><transaction-type code="3"/><transaction-date iso-date="2024-05-01"/><value>1</value><sector code="${code}"/><recipient-country code="ML"/></transaction>`;
    const { activity, told } = await read(money("14030") + money("14032"), { countries: "" });
    expect(activity.countries).toEqual([{ code: "ML", percentage: null }]);
    expect(activity.sectors.map(({ code }) => code)).toEqual(["14030", "14032"]);
    expect(told).toEqual(["countries_of_transactions", "sectors_of_transactions"]);
  });
});

describe("organisations", () => {
  const one = (id: string, more: Partial<KnownBody> = {}): KnownBody => ({
    id,
    name: { fr: id },
    aliases: [],
    status: "published",
    siret: null,
    siren: null,
    rna: null,
    foreignScheme: null,
    foreignId: null,
    ...more,
  });
  const city = { organisationIdentifier: "FR-RCS-217500016", siret: "21750001600019" };
  const party = (ref: string | null, name?: string) => ({
    ref,
    name: (name ? { en: name } : {}) as Record<string, string>,
    type: null,
    line: 1,
  });

  it.each([
    ["FR-RCS-217500016", "siren 217500016"],
    ["FR-SIRET-21750001600019", "siret 21750001600019"],
    ["FR-SIRENE-217500016", "siren 217500016"],
    ["FR-INSEE-217 500 016", "siren 217500016"],
    ["FR-RNA-W751000000", "rna W751000000"],
    ["XM-DAC-41122", "xm-dac 41122"],
    ["44000", undefined],
    ["constructor-1", undefined],
  ])("%s identifies %s", (ref, key) => {
    expect(numberKeys(numbersOf(identityOf(ref)))[0]).toBe(key);
  });
  it("knows the city by its identifier and by its SIREN under any prefix", () => {
    for (const ref of ["FR-RCS-217500016", "FR-SIRET-21750001600019", "FR-SIRENE-217500016"]) expect(isCity(ref, city)).toBe(true);
    for (const ref of ["FR-RCS-217500017", "XM-DAC-217500016"]) expect(isCity(ref, city)).toBe(false);
  });
  it("knows the records that went out", () => {
    expect(ownRecordOf("FR-RCS-217500016-eau-a-thies", city)).toEqual({ kind: "project", id: "eau-a-thies" });
    expect(ownRecordOf("FR-RCS-217500016-PROGRAMME-solidae", city)).toEqual({ kind: "programme", id: "solidae" });
    for (const other of ["FR-RCS-217500016-Eau à Thiès", "FR-RCS-21750001-eau", "FR-RCS-217500016"])
      expect(ownRecordOf(other, city)).toBeUndefined();
  });

  it("matches by number, then by any name; a namesake with another number is another", () => {
    const known = [
      one("unicef", { foreignScheme: "XM-DAC", foreignId: "41122", aliases: ["Fonds pour l’enfance"] }),
      one("puits", { siren: "356000000", name: { fr: "Puits & Cie" } }),
    ];
    const directory = new Organisations(
      known,
      [{ kind: "partner", id: "dakar", name: { fr: "Dakar" }, aliases: [], status: "published" }],
      new Map(),
      "draft",
    );
    expect(directory.find(party("XM-DAC-41122")).match.id).toBe("unicef");
    expect(directory.find(party(null, "FONDS POUR L'ENFANCE")).match.id).toBe("unicef");
    expect(directory.find(party("FR-SIRET-35600000000048")).match.id).toBe("puits");
    expect(directory.find(party("FR-RCS-217500016", "Puits et Cie")).made).toBeDefined();
    expect(directory.find(party("XM-DAC-1", "Unicef")).made?.id).toBe("unicef-2");
    expect(directory.find(party(null, "dakar")).match).toMatchObject({ kind: "partner", id: "dakar" });
    expect(directory.find(party(null, "Dakar"), true).made?.id).toBe("dakar");
    // Made once, then found.
    expect(directory.find(party("XM-DAC-1")).match.id).toBe("unicef-2");
    expect(directory.find(party(null, "Dakar"), true).made).toBeUndefined();
  });
  it("takes a new one for that which it is said to be", () => {
    const directory = new Organisations([one("unicef")], [], new Map([["name childrensfund", "unicef"]]), "draft");
    expect(directory.find(party(null, "Children’s Fund"))).toEqual({ match: { kind: "organisation", id: "unicef", status: "published" } });
    expect(directory.unknownTargets()).toEqual([]);
    expect(new Organisations([], [], new Map([["x", "nowhere"]]), "draft").unknownTargets()).toEqual(["nowhere"]);
  });
});

describe("places", () => {
  const dakar = {
    id: "dakar",
    name: { fr: "Dakar" },
    aliases: [],
    status: "published" as const,
    country: "SN",
    latitude: 14.69,
    longitude: -17.44,
    geonamesId: 2_253_354,
  };
  const site = (name: string, latitude: number, longitude: number, geonamesId: number | null = null) => ({
    name: { fr: name },
    latitude,
    longitude,
    geonamesId,
    exactness: "exact" as const,
  });
  it("are known by their number, or by name, country and nearness", () => {
    const find = placeFinder([dakar]);
    expect(find(site("Elsewhere", 0, 0, 2_253_354), [])?.id).toBe("dakar");
    expect(find(site("DAKAR", 14.7, -17.45), ["SN"])?.id).toBe("dakar");
    expect(find(site("Dakar", 14.7, -17.45), ["ML"])).toBeUndefined();
    expect(find(site("Dakar", 15.7, -17.45), ["SN"])).toBeUndefined();
    expect(kilometres({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 1 })).toBeCloseTo(111.19, 1);
  });
});

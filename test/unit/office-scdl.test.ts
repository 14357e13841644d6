import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../src/platform/project-root.ts";
import { type Browser, type OfficeSite, openOffice, valueIn } from "./office-site.ts";

const HERE = "/bureau/echanges/scdl";
const header =
  "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;montant;nature;conditionsVersement;datesPeriodeVersement;notificationUE;pourcentageSubvention";
const sheet = (...lines: string[]) => new File([`${header}\n${lines.join("\n")}\n`], "région-2024.csv");
const region = "Région Bretagne;23350001600040";

let site: OfficeSite;
let officer: Browser;
beforeAll(async () => {
  site = await openOffice({ paris: true });
  officer = await site.as("officer");
});
afterAll(() => site.drop());

const words = (page: string) =>
  page
    .replace(/<[^>]*>/g, " ")
    .replaceAll(/[\u00a0\u202f]/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");
/** What the form of the report holds: sent again with the answers. */
const hidden = (page: string) => Object.fromEntries(["file", "name", "licence", "digest"].map((name) => [name, valueIn(page, name) ?? ""]));

describe("the page of essential data", () => {
  it("is found from the hub, by those who may import", async () => {
    expect((await officer.get("/bureau/echanges")).text).toContain(`href="${HERE}"`);
    expect((await officer.get(HERE)).status).toBe(200);
    expect((await (await site.as("reader")).get(HERE)).status).toBe(403);
    expect((await officer.get(`${HERE}/modele.csv`)).text).toContain("nomAttribuant;idAttribuant;dateConvention");
    expect((await officer.get(`${HERE}/00000000-0000-0000-0000-000000000000`)).status).toBe(404);
  });

  it("reads, asks, comes back filled in, writes on the yes, and gives back what stays out", async () => {
    const upload = sheet(
      `${region};05/12/2023;D-1;Ligue de l'eau;81223113200026;Puits;1 000,50;Aide en numéraire;UNIQUE;2024-01-10;non;100`,
      `${region};2023-12-06;D-2;Ligue de l'eau;81223113200026;Latrines;beaucoup;aide en numéraire;unique;2024-01-10;non;1`,
      `${region};2023-12-07;D-3;Mme Anne Martin;;Bourse;100;aide en numéraire;unique;2024-01-10;non;1`,
    );
    const read = await officer.post(HERE, { upload, licence: "Licence Ouverte 2.0", do: "read" });
    expect(read.status).toBe(200);
    expect(words(read.text)).toContain("2 questions");
    expect(words(read.text)).toContain("« 05/12/2023 » : jour puis mois, ou mois puis jour ?");
    expect(words(read.text)).toContain("Montant incompris : écrivez 137825.00. « beaucoup »");
    expect(read.text).not.toContain("Anne Martin");
    expect(read.text).not.toContain('value="write"'); // nothing can be written yet

    const answers = { "answer.date_order.agreedOn": "day_first", "answer.share_hundred.share": "percent" };
    const again = await officer.post(HERE, { ...hidden(read.text), ...answers, publish: "1", do: "read" });
    expect(again.text).toMatch(/value="day_first" checked/);
    expect(again.text).toMatch(/name="publish" value="1" checked/);
    expect(words(again.text)).toContain("Importer 1 subvention");

    // Other answers than those whose effect was shown: nothing is written.
    const hasty = await officer.post(HERE, {
      ...hidden(again.text),
      ...answers,
      "answer.date_order.agreedOn": "month_first",
      publish: "1",
      do: "write",
    });
    expect(words(hasty.text)).toContain("rien n’est encore écrit");

    const csv = await officer.post(HERE, { ...hidden(again.text), ...answers, do: "refused" });
    expect(csv.headers.get("content-type")).toContain("text/csv");
    const back = parse(csv.text, { columns: true, delimiter: ";", bom: true }) as Record<string, string>[];
    expect(back.map(({ referenceDecision, probleme }) => [referenceDecision, probleme])).toEqual([
      ["D-2", expect.stringContaining("montant : Montant incompris")],
      ["D-3", expect.stringContaining("personne physique")],
    ]);

    const done = await officer.post(HERE, { ...hidden(again.text), ...answers, publish: "1", do: "write" });
    expect(done.status).toBe(303);
    const page = await officer.get(done.location!);
    for (const text of ["région-2024.csv", "Licence Ouverte 2.0", "Puits", "Jour puis mois"]) expect(words(page.text)).toContain(text);
    expect((await officer.get(`${done.location}/refusees.csv`)).text).toContain("D-2");
    expect(words((await officer.get(HERE)).text)).toContain("région-2024.csv");
    expect(words((await officer.get(`${done.location}?langue=en`)).text)).toContain("Records that came from this file");
    await officer.get(`${HERE}?langue=fr`);

    const twice = await officer.post(HERE, { ...hidden(again.text), ...answers, publish: "1", do: "write" });
    expect(words(twice.text)).toContain("rien n’est encore écrit"); // what the file does has changed: it does nothing now
  });

  it("has every word in both languages, whatever a file holds", async () => {
    for (const name of [
      "exemple_invalide_erreurs_cellules.csv",
      "exemple_valide.csv",
      "pyrenees-orientales.ods",
      "somme-2018-cp1252-semicolon.csv",
      "datasubvention-SCDL.xlsx",
    ])
      for (const language of ["fr", "en"]) {
        await officer.get(`/bureau?langue=${language}`);
        const page = await officer.post(HERE, {
          upload: new File([readFileSync(join(projectRoot, "test/fixtures/scdl", name))], name),
          do: "read",
        });
        expect([name, page.status]).toEqual([name, 200]);
        expect(page.text.match(/<h1/g)).toHaveLength(1);
        expect(words(page.text)).not.toMatch(/\b(scdl|problem|office)\.[a-z]\w+/);
      }
    await officer.get("/bureau?langue=fr");
    for (const upload of [
      new File(["a;b\n1;2\n"], "x.csv"),
      new File([""], "x.csv"),
      new File([new Uint8Array([0x50, 0x4b, 3, 4, 5])], "x.xlsx"),
    ])
      expect((await officer.post(HERE, { upload, do: "read" })).status).toBe(422);
    expect((await officer.post(HERE, { do: "read" })).status).toBe(422);
  });
});

describe("grants of others", () => {
  it("are on the page of their body, with their file; in the open data; and in no sum of the city", async () => {
    const visitor = site.browser();
    const { rows } = await sql<{ id: string; siret: string }>`
      SELECT o.id, o.siret FROM published.organisation o
      WHERE o.siret IS NOT NULL AND EXISTS (SELECT FROM published.award a WHERE a.organisation = o.id) ORDER BY o.id LIMIT 1`.execute(
      site.db,
    );
    const [body] = rows;
    const section = /<section[^>]*aria-labelledby="subsidies".*?<\/section>/s;
    const sums = async () => ({
      home: words((await visitor.get("/fr")).text),
      awards: words((await visitor.get("/fr/subventions")).text),
      organisation: words((await visitor.get(`/fr/organismes/${body!.id}`)).text.replace(section, "")),
      scdl: (await visitor.get("/data/subventions.csv")).text,
      csv: (await visitor.get("/data/awards.csv")).text,
    });
    const before = await sums();
    const upload = sheet(
      `${region};2024-05-02;2024-17;Peu importe;${body!.siret};Un puits ailleurs;9876543.21;aide en numéraire;unique;2024-06-01;non;1`,
    );
    const read = await officer.post(HERE, { upload, licence: "ODbL", publish: "1", do: "read" });
    expect((await officer.post(HERE, { ...hidden(read.text), publish: "1", do: "write" })).status).toBe(303);
    expect(await sums()).toEqual(before);
    const page = words(section.exec((await visitor.get(`/fr/organismes/${body!.id}`)).text)![0]);
    for (const text of [
      "Région Bretagne",
      "Un puits ailleurs",
      "9 876 543,21 €",
      "région-2024.csv, ligne 2 (ODbL)",
      "n’entrent dans aucune somme de ce site",
    ])
      expect(page).toContain(text);
    const csv = parse((await visitor.get("/data/subsidies.csv")).text, { columns: true }) as Record<string, string>[];
    expect(csv.find(({ organisation }) => organisation === body!.id)).toMatchObject({
      funder_siren: "233500016",
      amount: "9876543.21",
      file: "région-2024.csv",
      file_line: "2",
      file_licence: "ODbL",
    });
  });
});

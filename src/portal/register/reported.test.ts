import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importIati } from "../../publishing/iati/import/actions.ts";
import { openPortal, type TestPortal } from "./testing.tsx";

const narrative = (words: string) => `<narrative xml:lang="fr">${words}</narrative>`;
const activity = (id: string, title: string, rest: string, hierarchy = 1) =>
  `<iati-activity xml:lang="fr" default-currency="EUR" hierarchy="${hierarchy}" last-updated-datetime="2026-02-03T04:05:06Z"><iati-identifier>XM-DAC-41122-${id}</iati-identifier><reporting-org ref="XM-DAC-41122" type="40">${narrative("Fonds des enfants")}</reporting-org><title>${narrative(title)}</title><description>${narrative("Texte")}</description><participating-org role="4" type="22">${narrative("Une association")}</participating-org><activity-status code="2"/><activity-date type="1" iso-date="2024-01-01"/><recipient-country code="SN"/><sector vocabulary="1" code="14031"/>${rest}</iati-activity>`;
const transaction = (type: number, day: string, cents: number, currency = "EUR") =>
  `<transaction><transaction-type code="${type}"/><transaction-date iso-date="${day}"/><value currency="${currency}" value-date="${day}">${(cents / 100).toFixed(2)}</value><description>${narrative(`Du ${day}`)}</description><provider-org>${narrative("Fonds")}</provider-org><receiver-org>${narrative("Association")}</receiver-org></transaction>`;
const parts = [
  activity("1", "Le tout", '<related-activity ref="XM-DAC-41122-2" type="2"/>'),
  activity(
    "2",
    "La partie",
    transaction(2, "2024-02-01", 1_000_000) +
      Array.from({ length: 240 }, (_, i) => transaction(3, `2024-03-${String((i % 28) + 1).padStart(2, "0")}`, 1_00)).join("") +
      transaction(3, "2024-04-01", 5_00, "USD") +
      '<related-activity ref="XM-DAC-41122-1" type="1"/>',
    2,
  ),
];
const xml = `<iati-activities version="2.03" generated-datetime="2026-02-03T00:00:00Z">${parts.join("")}</iati-activities>`;

let portal: TestPortal;
let ids: string[];
beforeAll(async () => {
  portal = await openPortal({ paris: true });
  const bytes = Buffer.from(xml);
  const file = {
    name: "fonds.xml",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    async *open() {
      yield bytes;
    },
  };
  const result = await importIati(
    portal.db,
    file,
    { id: "t", name: "T", role: "administrator" },
    {
      city: portal.services.city,
      dryRun: false,
      publish: true,
      licence: "CC BY 4.0",
    },
  );
  expect(result).toMatchObject({ ok: true, written: true });
  ids = (await portal.db.selectFrom("reportedActivity").select("project").orderBy("identifier").execute()).map(({ project }) => project!);
});
afterAll(() => portal?.drop());

describe("the page of a project that a partner reports", () => {
  it("says by whom, from where and on what terms, and that it is not the city's", async () => {
    const page = await portal.text(`/fr/projets/${ids[1]}`);
    expect(page).toMatch(/Action rapportée par <a href="\/fr\/organismes\/[^"]*">.*Fonds des enfants/);
    expect(page).toContain("Elle n’est pas une action de la ville");
    for (const words of ["XM-DAC-41122-2", "fonds.xml", "CC BY 4.0", "3 février 2026"]) expect(page).toContain(words);
    expect(await portal.text(`/en/projects/${ids[1]}`)).toContain("Action reported by");
  });

  it("shows its money apart, summed by type and currency, and what it is a part of", async () => {
    const page = await portal.text(`/fr/projets/${ids[1]}`);
    const rows = [
      ...page.matchAll(/<tr><th scope="row">(Engagement|Versement)<\/th><td class="number">(.*?)<\/td><td class="number">(.*?)<\/td>/g),
    ];
    expect(rows.map((row) => row.slice(1).map((one) => one.replace(/[\u00a0\u202f]/g, " ")))).toEqual([
      ["Engagement", "1", "10 000 €"],
      ["Versement", "240", "240 €"],
      ["Versement", "1", "5 $US"],
    ]);
    expect(page).toContain("Les 200 premières sont ici");
    expect(page).toMatch(new RegExp(`Fait partie de</dt><dd><a href="/fr/projets/${ids[0]}">`));
    expect(await portal.text(`/fr/projets/${ids[0]}`)).toMatch(new RegExp(`Comprend</dt><dd><ul><li><a href="/fr/projets/${ids[1]}">`));
    expect(gzipSync(page).length).toBeLessThan(30_000);
    expect(page).not.toMatch(/<script(?! type="application\/ld\+json")/);
  });

  it("is that of any other project for the city's own, with not one query more", async () => {
    const own = (
      await portal.db
        .selectFrom("project")
        .select("id")
        .where("reportedBy", "is", null)
        .where("status", "=", "published")
        .limit(1)
        .executeTakeFirstOrThrow()
    ).id;
    expect(await portal.text(`/fr/projets/${own}`)).not.toContain("Action rapportée par");
    expect(portal.queries()).toBeLessThanOrEqual(2);
  });
});

// Nothing of Paris is in the code: a fictional town in another country, English first, with other colours, another mark
// and another law, runs on its folder alone.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEnvelope, setGauge } from "../../src/funding/envelope/actions.ts";
import { boundedSources, putLaw } from "../../src/funding/envelope/law-store.ts";
import { listGauges, post } from "../../src/funding/envelope/store.ts";
import { readCity } from "../../src/platform/city.ts";
import { contrasts } from "../../src/platform/city-settings/rules.ts";
import { languages } from "../../src/platform/i18n/languages.ts";
import { safeSvg } from "../../src/platform/mark.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { settle } from "../../src/platform/settle.ts";
import { setTimeZone, timeZone, timeZoneName } from "../../src/platform/time-zone.ts";
import { publicFiles } from "../../src/publishing/files.ts";
import { seedCity } from "../../src/register/seed/seed.ts";
import { href } from "../../src/ui/paths.ts";
import { themeHref } from "../../src/ui/theme.ts";
import { type Browser, type OfficeSite, openOffice } from "./office-site.ts";

const folder = join(projectRoot, "data/dunverra");
const finance = { id: "farid", name: "Farid", role: "finance" } as const;
let site: OfficeSite;
/** What other files of this worker go by: put back at the end. */
const before = { zone: timeZone(), called: Object.fromEntries(languages.map((locale) => [locale, timeZoneName(locale)])) };

beforeAll(async () => {
  site = await openOffice({ cityDir: folder });
  settle(site.services.city);
  await putLaw(site.db, site.services.city.law);
  await seedCity(site.db, folder);
}, 120_000);
afterAll(async () => {
  settle(await readCity(join(projectRoot, "data/paris")));
  setTimeZone(before.zone, before.called);
  await site.drop();
});

/** The words of a page: without what is in its tags. */
const wordsOf = (html: string): string =>
  html
    .replace(/<(script|style)\b[^>]*>.*?<\/\1>/gs, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

/** What belongs to Paris, and what belongs to the law of France alone. */
const PARIS = /\bParis\b|paris\.fr|Hôtel de Ville|21750001600019|217500016|etalab/i;
const FRENCH_LAW =
  /CGCT|L1115|L2131|2000-321|2001-495|SIRET|\bRNA\b|[Pp]r[eé]fe[ct]t|\bCNIL\b|[Cc]erfa|e-?APD|républicain|Défenseur|administrative court|tribunal administratif/;
// They describe columns and fields of standards, whose names are what they are.
const describesFormats = /^\/(en\/data|fr\/donnees|api)(\/|$)/;
// The declaration follows the French standard until a city has one of its own.
const declares = /^\/(en\/accessibility|fr\/accessibilite)(\/|$)/;

/** Every page that can be reached from `starts` by links under `under`. */
async function walk(browser: Browser, starts: string[], under: RegExp): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const left = [...starts];
  for (let path = left.pop(); path; path = left.pop()) {
    if (pages.has(path)) continue;
    const { status, text } = await browser.get(path);
    expect([path, status]).toEqual([path, 200]);
    pages.set(path, text);
    for (const [, href = ""] of text.matchAll(/href="(\/[^"#?]*)/g)) if (under.test(href)) left.push(href);
  }
  return pages;
}

describe("the town", () => {
  it("greets in its own language whoever asks for none of ours", async () => {
    expect((await site.request("/")).headers.get("location")).toBe("/en");
    expect((await site.request("/", { headers: { "accept-language": "de" } })).headers.get("location")).toBe("/en");
  });

  it("has its own colours, readable by day and by night, and its own mark", async () => {
    const { city } = site.services;
    expect(await (await site.request(themeHref(city))).text()).toContain("--accent:#1d5f8a");
    expect(contrasts(city.colours).filter(({ enough }) => !enough)).toEqual([]);
    const mark = await site.request("/favicon.svg");
    expect(await mark.text()).toContain("<title>Dunverra</title>");
    expect(await (await site.request("/en")).text()).toContain('class="city-mark"');
  });

  it("says nothing of Paris on any public page, and its own law on all but those of formats", async () => {
    const pages = await walk(site.browser(), ["/en", "/fr", "/api"], /^\/(en|fr)(\/|$)/);
    expect(pages.size).toBeGreaterThan(120);
    const said = (where: RegExp) =>
      [...pages].flatMap(([path, html]) => (where.exec(wordsOf(html)) ? [`${path}: ${where.exec(wordsOf(html))}`] : []));
    expect(said(PARIS)).toEqual([]);
    expect(said(FRENCH_LAW).filter((one) => ![describesFormats, declares].some((but) => but.test(one.split(":")[0]!)))).toEqual([]);
    const lists = [
      "partners",
      "agreements",
      "programmes",
      "projects",
      "organisations",
      "figures",
      "calls",
      "networks",
      "occasions",
      "honours",
    ] as const;
    for (const list of lists) expect([list, pages.has(href("en", list))]).toEqual([list, true]);
    expect(pages.get("/en/projects")).toContain("Six wells for Lowanda");
  }, 120_000);

  it("gives its own identifiers in its files, and offers none of the French schemas", async () => {
    for (const file of publicFiles) {
      const answer = await site.request(`/data/${file.path}`);
      expect([file.path, answer.status]).toEqual([file.path, file.country ? 404 : 200]);
      if (!file.packed && !file.country) expect([file.path, PARIS.exec(await answer.text())?.[0]]).toEqual([file.path, undefined]);
    }
    expect(await (await site.request("/data/iati.xml")).text()).toContain("XX-DUNVERRA-TOWN-wells-of-lowanda");
    expect(await (await site.request("/data/360giving.json")).text()).toContain("XX-DUNVERRA-TOWN");
  }, 120_000);
});

describe("its law", () => {
  it("bounds what it says, and by its own share: the database refuses the cent above 2.5 %, not above 1 %", async () => {
    expect(await boundedSources(site.db)).toEqual([{ source: "water", article: "Dunverra Standing Order 12", perMille: 25 }]);
    const gauge = { year: 2027, source: "water", revenueCents: 100_000, revenueBasis: "forecast", capCents: null };
    expect(await setGauge(site.db, { ...gauge, source: "waste" }, finance)).toMatchObject({ ok: false, reason: "invalid" });
    expect(await setGauge(site.db, gauge, finance)).toMatchObject({ ok: true });
    expect(await listGauges(site.db, 2027)).toMatchObject([{ perMille: 25, limitCents: 2_500 }]);
    const opened = await openEnvelope(
      site.db,
      { year: 2027, programme: "water-for-neighbours", source: "water", aeCents: 9_000, cpCents: 9_000, reason: "Budget" },
      finance,
    );
    const schedule = (cents: number) =>
      post(site.db, [{ envelope: (opened as { id: string }).id, account: "scheduled", cents, about: undefined as never }], finance);
    await schedule(2_500);
    await expect(schedule(1)).rejects.toMatchObject({ constraint: "gauge_limit" });
  });

  it("leaves a year that is entered as it was when the share changes, and takes no share from who writes to the gauge", async () => {
    const { law } = site.services.city;
    await putLaw(site.db, { ...law, boundedSources: { water: { article: "Dunverra Standing Order 12", perMille: 40 } } });
    await site.db.updateTable("gauge").set({ version: 7 }).execute();
    expect(await listGauges(site.db, 2027)).toMatchObject([{ perMille: 25 }]);
    await putLaw(site.db, law);
    await site.db.updateTable("gauge").set({ perMille: 900 }).execute();
    expect(await listGauges(site.db, 2027)).toMatchObject([{ perMille: 25 }]);
  });

  it("is that of the office: its share and article, no French declaration", async () => {
    const officer = await site.as("administrator");
    await officer.get("/bureau?langue=en");
    const envelopes = await officer.get("/bureau/enveloppes?langue=en");
    expect(wordsOf(envelopes.text)).toContain("at most 2.5% of the service’s own revenue (Dunverra Standing Order 12)");
    expect((await officer.get("/bureau/echanges/declarations")).status).toBe(404);
    expect((await officer.get("/bureau/echanges/declarations/eapd")).status).toBe(404);
    expect((await officer.get("/bureau/echanges")).text).not.toContain("/echanges/declarations");
    for (const path of [
      "",
      "/enveloppes",
      "/echanges",
      "/partenaires",
      "/projets",
      "/dossiers",
      "/deliberations",
      "/conservation",
      "/traitements",
    ])
      for (const language of ["en", "fr"]) {
        const page = await officer.get(`/bureau${path}?langue=${language}`);
        expect([path, page.status, PARIS.exec(wordsOf(page.text))?.[0]]).toEqual([path, 200, undefined]);
      }
  }, 120_000);

  it("lets an association without a French number register and start a file", async () => {
    const applicant = await site.as("applicant");
    const form = await applicant.get("/espace/organismes/nouveau");
    expect(form.text).not.toMatch(/name="(siret|rna)"|association_1908|Alsace|loi 1901/);
    const body = { name: "Friends of the Quay", legalForm: "association_1901", country: "IE", foundedOn: "2015-02-01", postalCode: "" };
    const refused = await applicant.post("/espace/organismes/nouveau", body);
    expect(refused.status).toBe(422);
    const made = await applicant.post("/espace/organismes/nouveau", { ...body, foreignScheme: "Register of Dunverra", foreignId: "DV-9" });
    const id = /organismes\/([\w-]+)\?fait=cree/.exec(made.location ?? "")?.[1];
    expect(id).toBeDefined();
    const started = await applicant.post("/espace/demandes/nouvelle", { edition: "water-call-2027", applicant: id!, do: "start" });
    expect(started.location).toMatch(/demandes\/[\w-]+\/projet/);
  });
});

it("a mark is shapes and colours: what could act or call is refused by its name", () => {
  const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">${inside}</svg>`;
  expect(safeSvg(svg('<circle r="3" fill="#fff"/>'), "m.svg")).toBe(svg('<circle r="3" fill="#fff"/>'));
  for (const inside of [
    "<script>1</script>",
    '<circle r="3" onload="x"/>',
    '<a href="https://example.org"/>',
    '<rect fill="url(https://example.org)"/>',
    "<style>*{}</style>",
    "<foreignObject/>",
    "<g>text</g>",
  ])
    expect(() => safeSvg(svg(inside), "m.svg"), inside).toThrow(/m\.svg: /);
  expect(() => safeSvg(`<!DOCTYPE svg [<!ENTITY a "b">]>${svg("")}`, "m.svg")).toThrow(/m\.svg: /);
});

it("no file of the program names the town, nor Paris but in a comment or in what the command and the defaults are called", () => {
  const files = (readdirSync(join(projectRoot, "src"), { recursive: true }) as string[]).filter((file) => /(?<!\.test)\.tsx?$/.test(file));
  const found = files
    .filter((file) => !/(^|\/)(testing|sample)\.tsx?$/.test(file))
    .flatMap((file) =>
      readFileSync(join(projectRoot, "src", file), "utf8")
        .split("\n")
        .filter((line) => /dunverra|paris\b/i.test(line) && !/^\s*(\/\/|\/?\*)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  const contract = /^(cli\/commands\.ts|register\/seed\/seed\.ts|platform\/settings\.ts): /;
  expect(found.filter((line) => !contract.test(line))).toEqual([]);
});

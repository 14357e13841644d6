import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { read, utils } from "@e965/xlsx";
import { Hono } from "hono";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { must } from "../../funding/acts.ts";
import { moveApplication } from "../../funding/application/move.ts";
import { makeVotableFiles, makeWorld, people, type World } from "../../funding/money-testing.ts";
import { adopt, tableFiles } from "../../funding/public/testing.ts";
import { isLocale, languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { publicFiles } from "../../publishing/files.ts";
import { publishing } from "../../publishing/routes.ts";
import { href } from "../../ui/paths.ts";
import { openPortal, type TestPortal } from "../register/testing.tsx";
import { portal as publicPages } from "../routes.tsx";

/** A word that stands in everything that an undecided file says, and that nothing public has. One more per file tells which. */
const CANARY = "zqxcanari";
const names = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"].map((name) => `${CANARY}${name}`);
const ASKED = 9_876_543;
const PROPOSED = 7_654_321;
/** The amounts as any page or file writes them. */
const amounts = [ASKED, PROPOSED].map((cents) => {
  const [units, rest] = [String(Math.floor(cents / 100)), String(cents % 100).padStart(2, "0")];
  return new RegExp(`${units.slice(0, -3)}[\\s\\u00a0\\u202f,.]?${units.slice(-3)}[.,]${rest}|${cents}`);
});
const NUMBER = /MONEY-2026-\d{4}/i;

let site: TestPortal;
let app: Hono<AppEnv>;
let dataDir: string;
let world: World;
let files: string[];
let deliberation: string;

beforeAll(async () => {
  site = await openPortal({ paris: true });
  dataDir = mkdtempSync(join(tmpdir(), "ville-monde-leak-"));
  const services = { ...site.services, config: { dataDir }, mail: { secret: "s".repeat(40) }, log: { warn() {} } } as never;
  app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const first = c.req.path.split("/")[1] ?? "";
    c.set("services", services);
    c.set("locale", isLocale(first) ? first : "fr");
    c.set("t", translator(c.get("locale")));
    await next();
  });
  app.route("/", publishing(site.db));
  app.route("/", publicPages());
  const { db } = site;
  world = await makeWorld(
    db,
    2026,
    { aeCents: 90_000_000, cpCents: 90_000_000, revenueCents: 9_000_000_000 },
    { opensAt: "2026-01-05T08:00:00Z", closesAt: "2026-03-05T11:00:00Z" },
  );
  files = await makeVotableFiles(db, world, names.length, ASKED);
  for (const [i, id] of files.entries()) {
    const name = names[i]!;
    const content = {
      title: `Forage ${name}`,
      summary: `Un forage à ${name}.`,
      startsOn: "2026-12-01",
      endsOn: "2027-11-30",
      places: [{ name: `Lieu ${name}`, country: "SN", latitude: 15.1 + i / 100, longitude: -13.7 }],
      partners: [{ name: `Partenaire ${name}`, country: "SN", kind: "ngo", role: "" }],
      indicators: [{ code: "people", label: `Personnes ${name}`, unit: "personnes", baseline: 0, target: 1_200 }],
    };
    await sql`UPDATE application SET content = ${JSON.stringify(content)}::jsonb, title = ${content.title}, reason = ${`Motif ${name}`} WHERE id = ${id}`.execute(
      db,
    );
    await sql`UPDATE applicant SET name = ${`Association ${name}`}, profile = ${JSON.stringify({ representativeName: name })}::jsonb WHERE id = (SELECT applicant FROM application WHERE id = ${id})`.execute(
      db,
    );
    await sql`UPDATE organisation SET name = ${JSON.stringify({ fr: `Association ${name}` })}::jsonb WHERE id = (SELECT b.organisation FROM applicant b JOIN application a ON a.applicant = b.id WHERE a.id = ${id})`.execute(
      db,
    );
    await sql`INSERT INTO application_note (application, note, by_user, by_name) VALUES (${id}, ${`Note ${name}`}, 'x', ${name})`.execute(
      db,
    );
  }
  // The first waits for the vote; the others stand along the way.
  deliberation = await tableFiles(db, world, files.slice(0, 1), [PROPOSED], { reference: "2026 DGRI 99", on: "2026-11-10" });
  const move = async (i: number, name: string) =>
    must(
      await db
        .transaction()
        .execute((trx) =>
          moveApplication(trx, files[i]!, name, ["officer", "representative"], people.officer, { reason: `Motif ${names[i]}` }),
        ),
    );
  await move(1, "reserve");
  await move(2, "reject");
  await move(3, "withdraw");
  for (const [i, state] of [
    [4, "submitted"],
    [5, "incomplete"],
    [6, "draft"],
  ] as const) {
    await sql`ALTER TABLE application DISABLE TRIGGER application_moves`.execute(db);
    await sql`UPDATE application SET state = ${state} WHERE id = ${files[i]}`.execute(db);
    await sql`ALTER TABLE application ENABLE TRIGGER application_moves`.execute(db);
  }
});
afterAll(async () => {
  await site.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Everything public, by its address: the site map's pages, what they link to, every file, the searches, the feeds. */
async function everything(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const get = async (path: string) => {
    if (found.has(path)) return;
    const answer = await app.request(path, { headers: { "accept-encoding": "identity" } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([path, answer.status >= 500 && answer.status]).toEqual([path, false]);
    found.set(path, path.includes(".xlsx") ? cellsOf(bytes) : bytes.toString("utf8"));
  };
  await get("/sitemap.xml");
  for (const [, path] of found.get("/sitemap.xml")!.matchAll(/<loc>https:\/\/monde\.example\.org([^<]*)<\/loc>/g)) await get(path!);
  for (const { path } of publicFiles) for (const locale of languages) await get(`/data/${path}?lang=${locale}`);
  for (const locale of languages) {
    for (const feed of ["calls.atom", "calls.ics"]) await get(`/data/${feed}?lang=${locale}`);
    await get(`${href(locale, "edition", { id: world.edition })}.ics`);
    for (const q of ["forage", "association", "personnes", "2026 DGRI 99"]) {
      await get(href(locale, "search", { query: { q } }));
      for (const page of ["projects", "awards", "organisations"] as const) await get(href(locale, page, { query: { q } }));
    }
    for (const page of ["projects", "awards", "organisations"] as const) await get(href(locale, page, { query: { sort: "recent" } }));
    await get(href(locale, "map", { query: { country: "SN" } }));
  }
  for (const html of [...found.values()])
    for (const [, path] of html.matchAll(/(?:href|src)="(\/[^"#?]*)["#?]/g))
      if (!/^\/(bureau|espace|assets|theme|files)/.test(path!)) await get(path!);
  return found;
}

/** The cells of a workbook, all sheets. */
function cellsOf(bytes: Uint8Array): string {
  const book = read(bytes);
  return book.SheetNames.map((name) => utils.sheet_to_csv(book.Sheets[name]!)).join("\n");
}

const where = (found: Map<string, string>, pattern: RegExp) => [...found].filter(([, body]) => pattern.test(body)).map(([path]) => path);

describe("what is undecided", () => {
  it("is on no public page, in no file, search, map of the site or feed", { timeout: 300_000 }, async () => {
    const found = await everything();
    expect(found.size).toBeGreaterThan(500);
    for (const pattern of [new RegExp(CANARY, "i"), NUMBER, ...amounts]) expect([pattern, where(found, pattern)]).toEqual([pattern, []]);
    const edition = found.get(href("fr", "edition", { id: world.edition }))!;
    const t = translator("fr");
    for (const key of ["outcome.title", "outcome.counts", "outcome.received", "delays.title"] as const)
      expect(edition).not.toContain(t(key));
    expect(
      await site.services.published
        .selectFrom("editionOutcome" as never)
        .selectAll()
        .execute(),
    ).toEqual([]);
  });

  it("once one is voted, is still nowhere, and that one is everywhere it should be", { timeout: 300_000 }, async () => {
    await adopt(site.db, deliberation, "2026-11-10");
    const found = await everything();
    const [voted, ...others] = names.map((name) => where(found, new RegExp(`${name}\\b`, "i")));
    expect(others.flat()).toEqual([]);
    for (const path of [
      "/sitemap.xml",
      "/fr/projets",
      "/data/projects.csv?lang=fr",
      "/data/awards.xlsx?lang=fr",
      "/data/iati.xml?lang=fr",
      href("fr", "edition", { id: world.edition }),
      href("en", "search", { query: { q: "forage" } }),
    ])
      expect(voted).toContain(path);
    expect(where(found, /MONEY-2026-0001/i).length).toBeGreaterThan(0);
    expect(where(found, /MONEY-2026-000[2-8]/i)).toEqual([]);
    // No convention is signed: no row of the official file.
    expect(found.get("/data/subventions.csv?lang=fr")!.trim().split("\r\n")).toHaveLength(1);
    // Other files wait: the laureate is named, the counts are not.
    const t = translator("fr");
    const edition = found.get(href("fr", "edition", { id: world.edition }))!;
    expect(edition).toContain(t("outcome.title"));
    expect(edition).toContain(t("outcome.waiting"));
    expect(edition).not.toContain(t("outcome.received"));
  });

  it("lets the counts of the edition out when every file is decided, and takes them back when one is reopened", async () => {
    const { db } = site;
    await sql`ALTER TABLE application DISABLE TRIGGER application_moves`.execute(db);
    await sql`UPDATE application SET state = 'rejected' WHERE id = ANY (${[files[1], files[7]]}::uuid[])`.execute(db);
    await sql`UPDATE application SET state = 'inadmissible' WHERE id = ANY (${[files[4], files[5]]}::uuid[])`.execute(db);
    const page = async () => (await app.request(href("fr", "edition", { id: world.edition }))).text();
    const t = translator("fr");
    const html = (await page()).replace(/\s+/g, " ");
    // One is a draft: never received. One withdrawn, two inadmissible, three rejected, one granted.
    for (const [key, n] of [
      ["outcome.received", 7],
      ["outcome.admissible", 4],
      ["outcome.granted", 1],
    ] as const)
      expect(html).toMatch(new RegExp(`<dt>${t(key)}</dt><dd>${n}</dd>`));
    await sql`UPDATE application SET state = 'submitted' WHERE id = ${files[4]}`.execute(db);
    await sql`ALTER TABLE application ENABLE TRIGGER application_moves`.execute(db);
    expect(await page()).not.toContain(t("outcome.received"));
  });
});

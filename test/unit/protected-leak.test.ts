import { sql } from "kysely";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../src/platform/accounts/rights.ts";
import { languages } from "../../src/platform/i18n/languages.ts";
import { sampleOf } from "../../src/portal/register/sample.ts";
import { look } from "../../src/protected/acts.ts";
import { asGuardian } from "../../src/protected/testing.ts";
import { vaultOf } from "../../src/protected/vault/vault.ts";
import { operations } from "../../src/publishing/api/operations.ts";
import { resources } from "../../src/publishing/api/resources.ts";
import { publicFiles } from "../../src/publishing/files.ts";
import { publishFiles } from "../../src/publishing/publication/actions.ts";
import { signingKey } from "../../src/publishing/publication/keys.ts";
import { createWebhook } from "../../src/publishing/webhooks/actions.ts";
import { fanOutTask } from "../../src/publishing/webhooks/fan-out.ts";
import { eventTypes } from "../../src/publishing/webhooks/rules.ts";
import type { KindName } from "../../src/register/kinds.ts";
import { createRecord, moveRecord } from "../../src/register/record/actions.ts";
import { href, hrefOfRecord, pageNames, route } from "../../src/ui/paths.ts";
import { marker, markersOf, planted, plantProtected, plantRegister } from "./leak-plant.ts";
import { filesWith, tablesWith } from "./leak-scan.ts";
import { type Browser, type OfficeSite, openOffice, PASSWORD } from "./office-site.ts";

const clerk: Actor = { id: "clerk", name: "Clerk", role: "administrator" };
const PROTECTED = markersOf("p");
const ANY = /zqx[pio]\d+z/gi;

let site: OfficeSite;
let guardian: Browser;
let persons: string[];
let consents: string[];
let who: Actor;
let publicIds: Partial<Record<KindName, string>>;
const lines: string[] = [];

beforeAll(async () => {
  site = await openOffice();
  (site.services as { log: unknown }).log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
  const { db } = site;
  await createWebhook(db, { name: "Récepteur", url: "https://receiver.example/hook", events: [...eventTypes] }, clerk, true);
  publicIds = await plantRegister(db, site.services.files, clerk);
  guardian = await site.as("guardian", "gaelle");
  const { rows } = await sql<{ id: string }>`SELECT id FROM auth."user" WHERE role = 'guardian'`.execute(db);
  who = { id: rows[0]!.id, name: "gaelle", role: "guardian" };
  ({ persons, consents } = await plantProtected(db, await vaultOf(site.services.config), who));
}, 120_000);
afterAll(() => site.drop());

const visitor = () => site.browser();
const hits = (text: string, words: RegExp) => [...new Set(text.match(words) ?? [])];
/** What a page says of its own address and of what was asked, which is no leak. */
const withoutEcho = (html: string, asked: string) =>
  html
    .replace(/<(?:title|h1)[^>]*>[^<]*<\/(?:title|h1)>/g, "")
    .replace(/(?:href|action|content)="[^"]*"/g, (link) => link.replaceAll(asked, ""))
    .replace(/value="[^"]*"/g, (value) => value.replaceAll(asked, ""))
    .replaceAll(`« ${asked} »`, "")
    .replaceAll(`“${asked}”`, "");

async function body(browser: Browser, path: string): Promise<string> {
  const answer = await browser.send(path, { headers: { "accept-encoding": "identity" } });
  expect([path, answer.status < 500]).toEqual([path, true]);
  return answer.text;
}

/** Everything that a visitor can ask for without knowing anything: by its address. */
async function everythingPublic(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const browser = visitor();
  const get = async (path: string) => void (found.has(path) || found.set(path, await body(browser, path)));
  for (const path of ["/", "/robots.txt", "/sitemap.xml", "/api", "/api/openapi.json"]) await get(path);
  for (const [, path] of found.get("/sitemap.xml")!.matchAll(/<loc>http:\/\/localhost([^<]*)<\/loc>/g)) await get(path!);
  for (const locale of languages) {
    for (const page of pageNames.filter((name) => !route(locale, name).includes(":id"))) await get(href(locale, page));
    for (const [kind, id] of Object.entries(publicIds)) await get(hrefOfRecord(locale, kind, id) ?? href(locale, "home"));
    for (const q of ["zqpublic", "zqx", "zqxp", "zqxi", "zqxo"]) await get(href(locale, "search", { query: { q } }));
    for (const { path } of publicFiles) await get(`/data/${path}?lang=${locale}`);
    for (const feed of ["calls.atom", "calls.ics"]) await get(`/data/${feed}?lang=${locale}`);
  }
  for (const { name, kind } of resources) {
    for (const format of ["json", "ndjson", "csv"]) await get(`/api/v1/${name}?format=${format}`);
    if (kind && publicIds[kind]) await get(`/api/v1/${name}/${publicIds[kind]}`);
  }
  for (const { example } of operations) if (example) await get(example);
  // What these link to: feeds, files, maps, calendars, other languages, other pages of lists.
  for (const html of [...found.values()])
    for (const [, path] of html.matchAll(/(?:href|src)="(\/(?:[^"#?]*|data\/[^"#]*))["#?]/g))
      if (!/^\/(bureau|espace|assets|theme)/.test(path!)) await get(path!.replaceAll("&amp;", "&"));
  return found;
}

const leaks = (found: Map<string, string>, words: RegExp) =>
  [...found].flatMap(([path, text]) => hits(text, words).map((word) => `${path}: ${word}`));

describe("what is protected", () => {
  it("was planted, and is there for a guardian who says why, and only then", async () => {
    expect(planted.p.length).toBeGreaterThan(200);
    expect(planted.i.length).toBeGreaterThan(10);
    expect(planted.o.length).toBeGreaterThan(30);
    const path = `/bureau/protection/${persons[0]}`;
    // Opened by its acts a moment ago: the same person reads on.
    const open = await guardian.get(path);
    expect(hits(open.text, PROTECTED).length).toBeGreaterThan(40);
    expect([open.headers.get("cache-control"), open.headers.get("referrer-policy")]).toEqual(["no-store", "same-origin"]);
    const other = await site.as("guardian", "gaston");
    const gate = await other.get(path);
    expect([gate.status, hits(gate.text, PROTECTED)]).toEqual([200, []]);
    const wrong = await other.post(path, { do: "open", reason: "safety", password: "un autre mot de passe" });
    expect([wrong.status, hits(wrong.text, PROTECTED)]).toEqual([422, []]);
    expect((await other.post(path, { do: "open", reason: "safety", password: PASSWORD })).status).toBe(303);
    expect(hits((await other.get(path)).text, PROTECTED).length).toBeGreaterThan(40);
    expect(hits((await other.get("/bureau/protection")).text, PROTECTED)).toEqual([]);
    expect(hits((await other.get("/bureau/protection/lectures")).text, PROTECTED)).toEqual([]);
  });

  it("is on no public page, in no file, feed, answer of the API or search; nor is what stays in the office", {
    timeout: 60_000,
  }, async () => {
    const found = await everythingPublic();
    expect(found.size).toBeGreaterThan(250);
    expect(leaks(found, ANY)).toEqual([]);
    // Neither is who has a file, by identifier or by the pseudonym of the office.
    const { rows } = await asGuardian(site.db, sql<{ pseudonym: string }>`SELECT pseudonym FROM protected.person`, who);
    expect(leaks(found, new RegExp([...persons, ...rows.map(({ pseudonym }) => pseudonym)].join("|"), "g"))).toEqual([]);
    // The words of one that are published are there, and on the one page that is theirs.
    const out = [...found].filter(([, text]) => text.includes("Parole libre 0")).map(([path]) => path.replace(/\?.*/, ""));
    expect(new Set(out)).toEqual(new Set(["/fr/temoignages", "/en/testimonies"]));
    expect(found.get("/fr/temoignages")).toContain('<meta name="robots" content="noindex"');
    // The test can fail: the same search finds what is public, by its word.
    expect(leaks(found, /zqpublic (?:project|mission|occasion|honour)/g).length).toBeGreaterThan(20);
  });

  it("is found by no search for its own words, and suggested by none", { timeout: 60_000 }, async () => {
    const browser = visitor();
    const asked = [...planted.p, ...planted.i, ...planted.o];
    const wrong: string[] = [];
    for (const [i, word] of asked.entries()) {
      const locale = languages[i % languages.length]!;
      const html = withoutEcho(await body(browser, href(locale, "search", { query: { q: word } })), word);
      if (hits(html, ANY).length > 0) wrong.push(`${word}: ${hits(html, ANY)}`);
    }
    expect(wrong).toEqual([]);
  });

  it("is in no page of the office for whoever is no guardian", { timeout: 60_000 }, async () => {
    for (const role of ["administrator", "officer", "reader"] as const) {
      const browser = await site.as(role, `${role}-one`);
      const seen = new Map<string, string>();
      const queue = ["/bureau", "/bureau/courriers", "/bureau/personnes"];
      while (queue.length > 0 && seen.size < 120) {
        const path = queue.shift()!;
        if (seen.has(path)) continue;
        seen.set(path, await body(browser, path));
        for (const [, link] of seen.get(path)!.matchAll(/href="(\/bureau[^"#?]*)["#]/g))
          if (!/deconnexion|connexion/.test(link!)) queue.push(link!);
      }
      expect(seen.size).toBeGreaterThan(40);
      expect(leaks(seen, PROTECTED)).toEqual([]);
      expect(leaks(seen, new RegExp(persons.join("|"), "g"))).toEqual([]);
      for (const path of ["", "/lectures", "/nouveau", `/${persons[0]}`, `/${persons[0]}/fiche`, `/${persons[0]}/export`]) {
        const refused = await browser.get(`/bureau/protection${path}`);
        expect([path, refused.status, hits(refused.text, PROTECTED)]).toEqual([path, 403, []]);
      }
      expect((await browser.post(`/bureau/protection/${persons[0]}`, { do: "open", reason: "safety", password: PASSWORD })).status).toBe(
        403,
      );
    }
  });

  it("is in no line of the log, whatever goes wrong", { timeout: 60_000 }, async () => {
    const path = `/bureau/protection/${persons[1]}`;
    const typed = () => marker("p");
    // A form that cannot be taken comes back to who typed it, filled in.
    const invalid = await guardian.post("/bureau/protection/nouveau", {
      form: "file",
      do: "file",
      "file.kind": "nothing",
      "file.name": typed(),
      "file.persecution": typed(),
      "file.contacts.count": "1",
      "file.contacts.0.email": typed(),
    });
    expect([invalid.status, hits(invalid.text, PROTECTED).length]).toEqual([422, 3]);
    // What the database refuses: a testimony by a consent that does not cover it.
    const { rows } = await asGuardian(
      site.db,
      sql<{ id: string }>`SELECT id FROM protected.testimony WHERE person = ${persons[1]} AND state = 'draft'`,
      who,
    );
    expect((await guardian.post(path, { do: "publish", id: rows[0]!.id, consent: consents[1]! })).status).toBe(422);
    expect((await guardian.post(path, { do: "publish", id: typed(), consent: typed() })).status).toBeGreaterThanOrEqual(400);
    expect((await guardian.get(`${path}/temoignages/${typed()}`)).status).toBe(404);
    expect((await guardian.post(path, { do: typed() })).status).toBe(400);
    // Faults: an altered byte; a document that is none; a table that is gone.
    const before = lines.length;
    await asGuardian(
      site.db,
      sql`UPDATE protected.person SET content = set_byte(content, 40, get_byte(content, 40) # 1) WHERE id = ${persons[2]}`,
      who,
    );
    expect((await guardian.get(`/bureau/protection/${persons[2]}`)).status).toBe(500);
    await sql`ALTER TABLE protected.person RENAME COLUMN content TO elsewhere`.execute(site.db);
    expect(
      (await guardian.post(`${path}/fiche`, { form: "file", do: "file", version: "1", "file.name": typed(), "file.notes": typed() }))
        .status,
    ).toBe(500);
    expect(
      (await guardian.post("/bureau/protection/nouveau", { form: "file", do: "file", "file.kind": "writer", "file.name": typed() })).status,
    ).toBe(500);
    await sql`ALTER TABLE protected.person RENAME COLUMN elsewhere TO content`.execute(site.db);
    await sql`ALTER TABLE protected.testimony DROP CONSTRAINT testimony_clear_only_while_published, ADD CONSTRAINT never CHECK (signature IS NULL) NOT VALID`.execute(
      site.db,
    );
    const consent = (
      await asGuardian(
        site.db,
        sql<{
          id: string;
        }>`SELECT id FROM protected.consent c WHERE person = ${persons[1]} AND protected.consent_in_force(c) AND 'text' = ANY (scopes)`,
        who,
      )
    ).rows[0]!.id;
    expect((await guardian.post(path, { do: "publish", id: rows[0]!.id, consent })).status).toBe(500);
    expect(lines.slice(before).filter((line) => line.includes("in the protected compartment")).length).toBe(4);
    expect(lines.flatMap((line) => hits(line, PROTECTED))).toEqual([]);
  });

  it("is in no table outside the compartment, and in none inside it that can be read without its key", { timeout: 60_000 }, async () => {
    const { db } = site;
    const tasks = await sql<{
      payload: { transaction: string };
    }>`SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'webhook_fan_out'`.execute(
      db,
    );
    for (const { payload } of tasks.rows) await fanOutTask({ db, baseUrl: "http://localhost" })(payload, {} as never);
    const messages = await sql<{ n: number }>`SELECT count(*)::int AS n FROM webhook_message`.execute(db);
    expect(messages.rows[0]!.n).toBeGreaterThan(5);
    // As the one to whom the database shows the rows.
    expect(await look(db, who, (trx) => tablesWith(trx, /zqxp[0-9]+z/, () => true))).toEqual([]);
    expect((await look(db, who, (trx) => tablesWith(trx, new RegExp(persons[0]!), (schema) => schema === "protected"))).length).toBe(7);
    // Nor who has a file: the general log, the jobs, the mails.
    expect(await tablesWith(db, new RegExp(persons.join("|")), (schema) => schema !== "protected")).toEqual([]);
    // What stays in the office is in no public view, nor in what goes out or is searched.
    const outside = (schema: string, table: string) =>
      schema === "published" || /^(webhook_message|outgoing_mail|search_word|public_change|api_answer)/.test(table);
    expect(await tablesWith(db, /zqx[io][0-9]+z/, outside)).toEqual([]);
    const entries = await sql<{
      row: string;
    }>`SELECT e::text AS row FROM search_entry e WHERE status = 'published' OR e::text ~ 'zqxi'`.execute(db);
    expect(entries.rows.flatMap(({ row }) => hits(row, ANY))).toEqual([]);
    // The test can fail: the log keeps what the office wrote, and the scan finds it there.
    expect((await tablesWith(db, /zqxi[0-9]+z/, (_, table) => table === "event")).length).toBe(1);
  });

  it("is in no file of the data folder, the night's publication and what it signs included", { timeout: 60_000 }, async () => {
    const { db, city, config } = site.services;
    const key = await signingKey({ dataDir: config.dataDir, signingKey: undefined });
    const made = await publishFiles({ db, city, baseUrl: "http://localhost", dataDir: config.dataDir, key }, clerk, {});
    expect(made.outcome).toBe("made");
    expect(await filesWith(config.dataDir, /zqx[pio]\d+z/)).toEqual([]);
    expect((await filesWith(config.dataDir, /zqpublic/)).length).toBeGreaterThan(5);
    for (const path of ["/data/manifest.json", "/data/catalogue.ttl"]) expect(hits(await body(visitor(), path), ANY)).toEqual([]);
  });

  it("would be found if it were public: one marker in a public field is", async () => {
    const word = marker("p");
    const sample = { ...sampleOf("partner", "zqpublic", { place: publicIds.place }), name: { fr: `Ville ${word}` }, wikidata: null };
    const made = await createRecord(site.db, "partner", sample, clerk);
    if (!made.ok) throw new Error(JSON.stringify(made));
    expect(await moveRecord(site.db, "partner", made.id, "publish", clerk)).toMatchObject({ ok: true });
    const paths = [
      "/fr/partenaires",
      "/sitemap.xml",
      "/api/v1/partners",
      "/data/partners.csv",
      "/data/partners.geojson",
      href("en", "search", { query: { q: "ville" } }),
    ];
    const found = new Map<string, string>();
    for (const path of paths) found.set(path, await body(visitor(), path));
    expect(leaks(found, PROTECTED).map((leak) => leak.split(": ")[0])).toEqual(expect.arrayContaining(paths));
    expect((await tablesWith(site.db, /zqxp[0-9]+z/, () => true)).some((hit) => hit.startsWith("public.partner:"))).toBe(true);
  });
});

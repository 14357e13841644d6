import { inflateRawSync } from "node:zlib";
import { sql } from "kysely";
import { XmlDocument } from "libxml2-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { officeHref } from "../../../src/office/addresses.ts";
import { sampleOf } from "../../../src/portal/register/sample.ts";
import { publicFiles } from "../../../src/publishing/files.ts";
import { type KindName, kindNames, kindOf } from "../../../src/register/kinds.ts";
import { createRecord, moveRecord } from "../../../src/register/record/actions.ts";
import { invalid } from "../../support/html.ts";
import { type OfficeSite, openOffice } from "../office-site.ts";
import { acting, linksOf } from "./markup.ts";

/** What breaks out of each place where a text may land: markup, attributes, scripts, XML, tables, documents, calendars. Short enough for a title. */
const HOSTILES = [
  `=1</script></title></textarea><script>zqx()</script><zqx-el>`,
  `"'><img src=x onerror=zqx()> ' onmouseover=zqx() x="]]><!--&zqx;`,
  `@zqx() [x](javascript:zqx()) #eval("zqx") {{zqx}} \u202e<svg/onload=zqx()>`,
];
const MARKER = /zqx/i;
const LISTS_AT_MOST = 150;

let site: OfficeSite;
const made: { kind: KindName; id: string }[] = [];
beforeAll(async () => {
  site = await openOffice();
  const by = { id: "olga", name: "Olga <zqx-el onclick=zqx()>", role: "officer" } as const;
  const file = await site.services.files.put(new TextEncoder().encode("a picture"));
  const kept = { sha256: file, name: "zqx <img onerror=zqx()>.png", mediaType: "image/png", bytes: 9, width: 3, height: 2 };
  await site.db.insertInto("file").values(kept).execute();
  await sql`INSERT INTO country (code, name, continent, latitude, longitude) VALUES ('IT', '{"fr": "Italie", "en": "Italy"}', 'europe', 42.8, 12.5),
    ('SN', '{"fr": "Sénégal", "en": "Senegal"}', 'africa', 14.4, -14.4) ON CONFLICT DO NOTHING`.execute(site.db);
  await sql`INSERT INTO term (vocabulary, code, name) VALUES ('organisation-type', '22', '{"fr": "ONG"}'), ('dac-sector', '14030', '{"fr": "Eau"}'),
    ('budget-source', 'general', '{"fr": "Budget"}'), ('page-section', 'world', '{"fr": "Monde"}') ON CONFLICT DO NOTHING`.execute(site.db);
  const terms = { "organisation-type": "22", "dac-sector": "14030", "budget-source": "general" };
  for (const words of HOSTILES) {
    const ids: Record<string, string> = { "page-section": "world", file, ...terms };
    for (const kind of kindNames) {
      const record = await createRecord(site.db, kind, sampleOf(kind, words, ids), by);
      if (!record.ok) throw new Error(`${kind}: ${JSON.stringify(record)}`);
      made.push({ kind, id: record.id });
      ids[kind] = record.id;
      if (kindOf(kind).office) continue;
      const moved = await moveRecord(site.db, kind, record.id, "publish", by);
      if (!moved.ok) throw new Error(`${kind}: ${JSON.stringify(moved)}`);
    }
  }
});
afterAll(() => site?.drop());

describe("hostile words in every text of a record of every kind", () => {
  it("stay words on every page of the portal that shows them, and of the office, and each is valid HTML", async () => {
    const admin = await site.as("administrator");
    const seen = new Set<string>();
    const wrong: string[] = [];
    let showing = 0;
    const visit = async (path: string): Promise<string> => {
      seen.add(path);
      const { status, text, headers } = await admin.get(path);
      if (status >= 500) wrong.push(`${path}: ${status}`);
      if (!/text\/html/.test(headers.get("content-type") ?? "")) return "";
      if (text.includes("zqx")) showing++;
      wrong.push(...[...acting(text, MARKER), ...(await invalid(text))].map((one) => `${path}: ${one}`));
      const policy = headers.get("content-security-policy") ?? "";
      if (/unsafe|\*|http:/.test(policy.replace("frame-ancestors *", "")) || !policy.includes("base-uri 'none'"))
        wrong.push(`${path}: ${policy}`);
      if (text.includes('<script type="module"') !== /script-src '(self|nonce-)/.test(policy)) wrong.push(`${path}: ${policy}`);
      return text;
    };
    const starts = [
      "/fr",
      "/fr/plan-du-site",
      "/en/site-map",
      "/bureau",
      `/fr/recherche?q=${encodeURIComponent("zqx onerror")}`,
      `/en/search?q=${encodeURIComponent(HOSTILES[0]!)}`,
    ];
    const lists: string[] = [];
    for (const path of starts) lists.push(...linksOf(await visit(path)));
    const records = new Set<string>();
    for (const path of new Set(lists)) {
      if (seen.has(path) || seen.size > LISTS_AT_MOST || /deconnexion|\.\w+$/.test(path)) continue;
      for (const link of linksOf(await visit(path))) if (made.some(({ id }) => link.includes(id))) records.add(link);
    }
    for (const [i, { kind, id }] of made.entries())
      for (const end of i < kindNames.length ? ["", "/historique", "/apercu"] : [""]) records.add(`${officeHref(kind, id)}${end}`);
    for (const path of records) if (!seen.has(path)) await visit(path);
    expect(wrong).toEqual([]);
    expect(showing).toBeGreaterThan(60);
  }, 300_000);

  it("stay words in every file of the open data, its tables run nothing and its XML names nothing outside", async () => {
    const wrong: string[] = [];
    let holding = 0;
    for (const { path } of publicFiles) {
      const response = await site.request(`/data/${path}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const type = response.headers.get("content-type") ?? "";
      if (response.status !== 200) {
        wrong.push(`${path}: ${response.status}`);
        continue;
      }
      const text = /spreadsheet|zip/.test(type) ? sheetsOf(bytes) : new TextDecoder().decode(bytes);
      if (MARKER.test(text)) holding++;
      if (response.headers.get("x-content-type-options") !== "nosniff") wrong.push(`${path}: sniffed`);
      if (/csv/.test(type))
        for (const cell of cellsOf(text))
          if (/^[=+@\t\r]|^-(?!\d+([.,]\d+)?$)/.test(cell) && cell !== "-") wrong.push(`${path}: ${cell.slice(0, 40)}`);
      if (/xml|atom/.test(type) && !/spreadsheet/.test(type)) {
        if (/<!(DOCTYPE|ENTITY)/.test(text.replace(/<!\[CDATA\[.*?\]\]>/gs, ""))) wrong.push(`${path}: declares`);
        XmlDocument.fromString(text).dispose();
      }
      if (/spreadsheet/.test(type) && /<f[ >]/.test(text)) wrong.push(`${path}: a formula`);
      if (/json/.test(type)) JSON.parse(text);
      if (/calendar/.test(type))
        for (const line of text.split("\r\n")) if (/^(BEGIN|END):(?!V)/.test(line) || /[\r\n]/.test(line)) wrong.push(`${path}: ${line}`);
    }
    expect(wrong).toEqual([]);
    expect(holding).toBeGreaterThan(15);
  }, 300_000);
});

/** The parts of a workbook, as text. */
function sheetsOf(bytes: Uint8Array): string {
  const view = Buffer.from(bytes);
  const parts: string[] = [];
  for (let at = view.indexOf("PK\u0001\u0002", 0, "latin1"); at >= 0; at = view.indexOf("PK\u0001\u0002", at + 4, "latin1")) {
    const [method, size, start] = [view.readUInt16LE(at + 10), view.readUInt32LE(at + 20), view.readUInt32LE(at + 42)];
    const from = start + 30 + view.readUInt16LE(start + 26) + view.readUInt16LE(start + 28);
    const part = view.subarray(from, from + size);
    parts.push((method === 8 ? inflateRawSync(part) : part).toString());
  }
  return parts.join("\n");
}

/** The cells of a file of RFC 4180. */
function cellsOf(text: string): string[] {
  return [...text.matchAll(/(?:^|[,;\n])(?:"((?:[^"]|"")*)"|([^",;\r\n]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { projectRoot } from "../../platform/project-root.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { latestChanges, totals } from "../../register/home/store.ts";
import { kindOf } from "../../register/kinds.ts";
import { editRecord } from "../../register/record/actions.ts";
import { findRecord } from "../../register/record/store.ts";
import { count } from "../../ui/format.ts";
import { href } from "../../ui/paths.ts";
import { officer, openPortal, type TestPortal } from "../register/testing.tsx";
import { siteFiles } from "../static/files.ts";
import { homePages } from "./routes.tsx";

let portal: TestPortal;
const app = new Hono<AppEnv>();
const text = async (path: string) => (await app.request(path)).text();
const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

beforeAll(async () => {
  portal = await openPortal({ paris: true });
  app.use(async (c, next) => {
    const locale = c.req.path.startsWith("/en") ? "en" : "fr";
    c.set("services", portal.services);
    c.set("locale", locale);
    c.set("t", translator(locale));
    await next();
  });
  siteFiles(app);
  homePages(app, (_c, next) => next());
});
afterAll(() => portal.drop());

describe.each(languages)("the home page (%s)", (locale) => {
  it("counts what is published, and says what each count means", async () => {
    const t = translator(locale);
    const counts = await totals(portal.services.published);
    const html = words(await text(`/${locale}`));
    for (const name of ["partners", "agreements", "projects", "countries", "networks", "awards"] as const) {
      expect(counts[name]).toBeGreaterThan(0);
      expect(html).toContain(
        `${count(counts[name], locale).replace(/\s/g, " ")} ${t.dynamic(`home.count.${name}`, { count: counts[name] })}`,
      );
    }
    expect(html).toContain(t("home.define.partners"));
  });

  it("stays light, and is drawn from a few queries", async () => {
    const before = portal.queries();
    const html = await text(`/${locale}`);
    expect(portal.queries() - before).toBeLessThan(16);
    expect(brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length).toBeLessThan(15_500);
    // A block of data for search engines is no script.
    expect(html.replace(/<script type="application\/ld\+json">.*?<\/script>/s, "")).not.toContain("<script");
    const [{ potentialAction }] = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)![1]!)["@graph"];
    expect(potentialAction.target.urlTemplate).toBe(`https://monde.example.org${href(locale, "search")}?q={words}`);
  });
});

it("needs less than 24 kB of letters", async () => {
  const fonts = await Promise.all(
    ["serif-600", "sans-400", "sans-700"].map((name) => readFile(join(projectRoot, `assets/fonts/${name}-base.woff2`))),
  );
  expect(fonts.reduce((sum, font) => sum + font.length, 0)).toBeLessThan(24_000);
});

it("says what is new and what changed, and nothing of drafts", async () => {
  const { db, services, make } = portal;
  const isOf = async (id: string) => (await latestChanges(services.published)).find((change) => change.id === id);
  const id = await make("project", { name: { fr: "Un puits" } });
  expect(await isOf(id)).toMatchObject({ kind: "project", isNew: true });
  const record = (await findRecord(db, kindOf("project"), id))!;
  await editRecord(db, "project", id, record.version, { ...record.document, name: { fr: "Deux puits" } }, officer);
  expect(await isOf(id)).toMatchObject({ name: { fr: "Deux puits" }, isNew: false });
  const draft = await make("project", { name: { fr: "Encore secret" } }, []);
  expect(await isOf(draft)).toBeUndefined();
  expect(await text("/fr")).not.toContain("Encore secret");
  expect(words(await text("/fr"))).toContain("Deux puits Projet · mise à jour");
  expect(await text("/sitemap.xml")).not.toContain(draft);
});

it("the map of the site for robots names every published page in both languages", async () => {
  const answer = await app.request("/sitemap.xml");
  expect(answer.headers.get("content-type")).toContain("xml");
  const xml = await answer.text();
  const partners = await portal.services.published.selectFrom("partner").select("id").execute();
  for (const { id } of partners) {
    expect(xml).toContain(`<loc>https://monde.example.org/fr/partenaires/${id}</loc>`);
    expect(xml).toContain(`<loc>https://monde.example.org/en/partners/${id}</loc>`);
  }
  expect(xml).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;)/);
  expect(xml.match(/<url>/g)!.length).toBe(xml.match(/<\/url>/g)!.length);
});

import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLocale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { pageCache } from "../../platform/web/page-cache.ts";
import { sampleOf } from "../register/sample.ts";
import { openPortal, type TestPortal } from "../register/testing.tsx";
import { editorialPages } from "./routes.tsx";

const HOST = "capgeo.maps.arcgis.com";
const ORIGIN = "https://monde.example.org";
const PAGE = "/fr/dossiers/paris-ville-monde";
const HOSTILE = `<script>alert("x")</script>'"&<img src=x onerror=alert(1)> [clic](javascript:alert(1)) ![x](https://ailleurs.example/x.png)`;

let portal: TestPortal;
let app: Hono<AppEnv>;
beforeAll(async () => {
  portal = await openPortal({ paris: true });
  app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const first = c.req.path.split("/")[1] ?? "";
    const locale = isLocale(first) ? first : "fr";
    c.set("services", portal.services);
    c.set("locale", locale);
    c.set("t", translator(locale));
    await next();
  });
  editorialPages(app, pageCache(), (_c, next) => next());
});
afterAll(() => portal?.drop());

const get = (path: string, cookie?: string) => app.request(path, { headers: cookie ? { cookie } : {} });
const choose = (form: Record<string, string>, origin = ORIGIN, cookie = "") =>
  app.request("/fr/contenus-externes", {
    method: "POST",
    headers: { origin, cookie, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });

describe("the content of another site", () => {
  it("is in no page before it is asked for, and what everybody gets is kept like the rest", async () => {
    const answer = await get(PAGE);
    const html = await answer.text();
    expect(html).not.toContain("<iframe");
    expect(html).toContain(`value="${HOST}"`);
    expect(answer.headers.get("content-security-policy")).toBeNull();
    expect(answer.headers.get("cache-control")).toBe("no-cache");
  });

  it("is in the one answer that was asked for, which names it in its policy and is kept by nobody", async () => {
    const chosen = await choose({ host: HOST, choice: "once", page: "paris-ville-monde", block: "8" });
    expect([chosen.status, chosen.headers.get("location")]).toEqual([303, `${PAGE}#bloc-8`]);
    const set = chosen.headers.get("set-cookie")!;
    expect(set).toMatch(
      /^__Host-contenu-une-fois=paris-ville-monde%7Ccapgeo\.maps\.arcgis\.com; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const answer = await get(PAGE, set.split(";")[0]);
    const html = await answer.text();
    expect(html).toMatch(
      /<iframe src="https:\/\/capgeo\.maps\.arcgis\.com\/" title="[^"]+" loading="lazy" referrerpolicy="no-referrer" sandbox="allow-scripts allow-same-origin allow-popups">/,
    );
    expect(answer.headers.get("content-security-policy")).toMatch(/default-src 'none'; .*frame-src https:\/\/capgeo\.maps\.arcgis\.com$/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    // The answer has used the choice up.
    expect(answer.headers.get("set-cookie")).toMatch(/^__Host-contenu-une-fois=; Max-Age=0/);
  });

  it("that is remembered is shown until it is taken back", async () => {
    const set = (await choose({ host: HOST, choice: "remember" })).headers.get("set-cookie")!;
    expect(set).toMatch(/^__Host-contenus=capgeo\.maps\.arcgis\.com; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const cookie = set.split(";")[0]!;
    expect(await (await get(PAGE, cookie)).text()).toContain("<iframe");
    const mine = await get("/fr/contenus-externes", cookie);
    expect(mine.headers.get("cache-control")).toBe("no-store");
    expect(await mine.text()).toContain("Ne plus afficher");
    const back = await choose({ host: HOST, choice: "revoke" }, ORIGIN, cookie);
    expect(back.headers.get("set-cookie")).toMatch(/^__Host-contenus=; Max-Age=0/);
    expect(await (await get("/fr/contenus-externes")).text()).toContain("Toujours afficher");
  });

  it("is never that of a site that the city does not list", async () => {
    expect((await choose({ host: "ailleurs.example", choice: "remember" })).status).toBe(400);
    expect((await choose({ host: HOST, choice: "peut-être" })).status).toBe(400);
    expect((await choose({ host: HOST, choice: "once", page: "x".repeat(3_000) })).status).toBe(413);
    const made = await portal.make("page", {
      name: { fr: "Ailleurs" },
      section: "world",
      blocks: [{ type: "embed", title: { fr: "Une vidéo" }, url: "https://ailleurs.example/v" }],
    });
    const html = await (await get(`/fr/dossiers/${made}`, "__Host-contenus=ailleurs.example")).text();
    expect(html).not.toContain("<iframe");
    expect(html).not.toContain("Afficher cette fois");
    expect(html).toContain('href="https://ailleurs.example/v"');
  });
});

describe("the blocks of a page", () => {
  it("show hostile words as words: no markup, no script, no picture of elsewhere", async () => {
    const ids = { "page-section": "world", network: "c40", document: "declaration-1789", source: "paris-2022", figure: "incubateurs" };
    const id = await portal.make("page", { ...sampleOf("page", HOSTILE, ids), links: [], priorities: [], name: { fr: "Essai hostile" } });
    for (const locale of ["fr/dossiers", "en/in-depth"]) {
      const html = await (await get(`/${locale}/${id}`)).text();
      expect(/<script>|<img [^>]*(src=x|ailleurs)|href="javascript:/.exec(html)?.[0]).toBeUndefined();
      expect(html.includes("&lt;script&gt;")).toBe(true);
      expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    }
  });

  it("take no more queries for many than for a few", async () => {
    const block = (id: string) => ({ type: "records", title: { fr: "Liste" }, kind: "network", ids: [id] });
    const few = await portal.make("page", { name: { fr: "Peu" }, section: "world", blocks: [block("c40")] });
    const many = await portal.make("page", {
      name: { fr: "Beaucoup" },
      section: "world",
      blocks: Array.from({ length: 40 }, () => block("aimf")),
    });
    const counted = async (id: string) => {
      const before = portal.queries();
      expect((await get(`/fr/dossiers/${id}`)).status).toBe(200);
      return portal.queries() - before;
    };
    expect(await counted(many)).toBe(await counted(few));
  });

  it("answer 404 for what is not there", async () => {
    for (const id of ["nulle-part", "%00", "A"]) expect((await get(`/fr/dossiers/${id}`)).status).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApp } from "../../../src/app.tsx";
import { writeRefusals } from "../../../src/platform/refusals/counter.ts";
import { type Browser, type OfficeSite, openOffice, PASSWORD } from "../office-site.ts";

let site: OfficeSite;
let routes: { method: string; path: string }[];
let admin: Browser;
let officer: Browser;
beforeAll(async () => {
  site = await openOffice();
  [admin, officer] = [await site.as("administrator", "Ada"), await site.as("officer", "Odile")];
  routes = makeApp(site.services).routes.filter(({ method }) => !["ALL", "GET", "HEAD", "OPTIONS"].includes(method));
});
afterAll(() => site?.drop());

/** Its parts filled in with what no record is called. */
const addressOf = (path: string) => path.replace(/:\w+(\{[^}]*\})?/g, "zz").replace(/\*/g, "zz");
const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe("what changes something", () => {
  it("is refused from another site's page, from a neighbour's, and where nobody says whose it is, at every address", async () => {
    const foreign: Record<string, string>[] = [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "cross-site", origin: "http://localhost" },
    ];
    const open = new Set(["/desabonnement", "/fr/suivre/arreter", "/en/follow/stop", "/signalements/politique"]);
    const paths = routes.filter(({ path }) => !path.startsWith("/api/") && !open.has(path));
    expect(paths.length).toBeGreaterThan(80);
    const taken: string[] = [];
    for (const { method, path } of paths)
      for (const headers of foreign)
        for (const type of [FORM, { "content-type": "application/json" }, {}] as Record<string, string>[]) {
          const { status } = await site.request(addressOf(path), { method, headers: { ...headers, ...type }, body: "a=b" });
          if (status !== 403) taken.push(`${method} ${path} ${JSON.stringify(headers)}: ${status}`);
        }
    expect(taken).toEqual([]);
    // What stays open takes no session: its link is what it is opened with.
    for (const path of open)
      expect((await site.request(path, { method: "POST", headers: FORM, body: "a=b" })).status).toBeGreaterThanOrEqual(400);
  });

  it("under /api asks for a key, and a session is none", async () => {
    for (const { method, path } of routes.filter(({ path }) => path.startsWith("/api/"))) {
      const { status } = await admin.send(addressOf(path), {
        method,
        headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
        body: "{}",
      });
      expect([method, path, status === 401 || status === 404 || status === 405]).toEqual([method, path, true]);
    }
  });

  it("is not told by a name in the form or a header to be another method", async () => {
    const answer = await admin.send("/bureau/personnes", { method: "GET", headers: { "x-http-method-override": "DELETE" } });
    expect(answer.status).toBe(200);
    expect(
      (await admin.send("/bureau/personnes?_method=DELETE", { method: "DELETE", headers: { "sec-fetch-site": "same-origin" } })).status,
    ).toBe(404);
  });
});

describe("coming back after signing in", () => {
  it("leads to a page of this site and area, whatever was asked for", async () => {
    const elsewhere = [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example/bureau",
      "/bureau/../../evil",
      "/bureau//evil.example/../..",
      "/bureau\r\nSet-Cookie: a=b",
      "/bureau%0d%0aX: y",
      "javascript:alert(1)",
      "/bureau@evil.example",
      "/bureau.evil.example",
      "\t//evil.example",
      "/%2f%2fevil.example",
      "/espace/../bureau",
    ];
    let from = 0;
    for (const retour of elsewhere) {
      for (const area of ["bureau", "espace"]) {
        const email = "Ada@ville.example";
        const answer = await site
          .browser()
          .post(
            `/${area}/connexion`,
            { email, password: PASSWORD, retour },
            { "sec-fetch-site": "same-origin", "x-forwarded-for": `198.51.100.${++from}` },
          );
        expect([retour, answer.headers.get("x"), answer.headers.getSetCookie().some((one) => one.startsWith("a="))]).toEqual([
          retour,
          null,
          false,
        ]);
        if (answer.location === null) continue;
        const led = new URL(answer.location, "https://monde.example.org");
        expect([retour, led.origin, /^\/(bureau|espace)(\/|$)/.test(led.pathname)]).toEqual([retour, "https://monde.example.org", true]);
      }
    }
  }, 120_000);
});

describe("fields that a form does not have", () => {
  it("change nothing: neither a role, nor a state, nor who did it, nor what every object has", async () => {
    const extra = {
      role: "administrator",
      state: "published",
      status: "published",
      createdBy: "Ada",
      version: "99",
      id: "choisi",
      "__proto__.polluted": "1",
      "constructor.prototype.polluted": "1",
      __proto__: "1",
      toString: "1",
    };
    const made = await officer.post("/bureau/reseaux/nouveau", { "name.fr": "Réseau d’essai", ...extra });
    expect(made.status).toBe(303);
    const rows = await site.db.selectFrom("network").selectAll().execute();
    const mine = rows.find(({ name }) => JSON.stringify(name).includes("Réseau d’essai"));
    expect([mine?.id === "choisi", mine?.status]).toEqual([false, "draft"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    await officer.post("/bureau/compte", { name: "Odile", current: PASSWORD, password: "", role: "administrator" });
    expect([403, 404]).toContain((await officer.get("/bureau/personnes")).status);
  });

  it("make nobody more than an applicant", async () => {
    const browser = site.browser();
    await browser.post("/espace/inscription", {
      name: "Nadia",
      email: "nadia@asso.example",
      password: PASSWORD,
      role: "administrator",
      emailVerified: "true",
      verified: "1",
    });
    const { rows } = await site.services.db.executeQuery<{ role: string; emailVerified: boolean }>(
      (await import("kysely"))
        .sql`SELECT role, "emailVerified" AS email_verified FROM auth."user" WHERE email = 'nadia@asso.example'`.compile(site.db),
    );
    expect(rows).toEqual([{ role: "applicant", emailVerified: false }]);
  });
});

describe("what is not text, too long or not whole", () => {
  it("is refused with words, never a fault, at every address that takes a form", async () => {
    const people: [string, Browser][] = [
      ["/bureau", admin],
      ["", site.browser()],
    ];
    const bodies: [string, Record<string, string>, BodyInit][] = [
      ["NUL", FORM, "name=a%00b&email=%00&password=%00&retour=%00&name.fr=%00"],
      ["no UTF-8", FORM, new Uint8Array([0x6e, 0x3d, 0xff, 0xfe, 0xc0, 0x80, 0x26])],
      ["escapes cut short", FORM, "name=%&email=%e&name.fr=%zz%C3"],
      ["a hundred thousand fields", FORM, "a=1&".repeat(100_000)],
      ["no parts", { "content-type": "multipart/form-data" }, "x"],
      ["parts cut short", { "content-type": "multipart/form-data; boundary=x" }, '--x\r\nContent-Disposition: form-data; name="a'],
      ["not a form", { "content-type": "application/json" }, "{"],
    ];
    const wrong: string[] = [];
    for (const [area, browser] of people)
      for (const { method, path } of routes.filter(({ path }) => !path.startsWith("/api/") && path.startsWith(area)))
        for (const [what, type, body] of bodies) {
          const answer = await browser.send(addressOf(path), { method, headers: { ...type, "sec-fetch-site": "same-origin" }, body });
          if (answer.status >= 500) wrong.push(`${what}: ${method} ${path}: ${answer.status}`);
        }
    expect(wrong).toEqual([]);
  }, 300_000);

  it("in an address is refused, never a fault", async () => {
    const wrong: string[] = [];
    const pages = [
      "/fr/projets",
      "/fr/recherche",
      "/en/map",
      "/bureau/projets",
      "/api/v1/projects",
      "/data/projects.csv",
      "/fr/suivre/confirmer",
      "/bureau/connexion",
      "/espace/inscription",
    ];
    const ends = [
      "?q=%00",
      "?q=%ff%fe",
      "?q=%",
      "?q=%ed%a0%80",
      `?q=${"a".repeat(9_000)}`,
      "?page=-1",
      "?page=99999999999999999999",
      "?page=1e9",
      "?page=NaN",
      "?q=a&q=b&q[]=c&q[__proto__]=d",
      "?__proto__=x&constructor=y&toString=z",
      "/%00",
      "/%ff",
      "/..%2f..%2fetc%2fpasswd",
      "/%2e%2e/%2e%2e/etc/passwd",
      "/..;/",
      "?jeton=%27%20OR%201%3D1--",
      "?cursor=AAAA",
      "?langue=../fr",
      "?retour=%00",
    ];
    for (const page of pages)
      for (const end of ends) {
        const { status, text } = await admin.get(page + end);
        if (status >= 500 || /root:x:0/.test(text)) wrong.push(`${page}${end}: ${status}`);
      }
    expect(wrong).toEqual([]);
  }, 120_000);
});

describe("what browsers say that a policy has stopped", () => {
  it("is counted by directive and by few words, and no text of theirs is kept", async () => {
    const report = (body: unknown, from = "198.51.100.200") =>
      site.request("/signalements/politique", {
        method: "POST",
        headers: { "content-type": "application/reports+json", "x-forwarded-for": from },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
    const one = (effectiveDirective: string, blockedURL: string) => ({
      type: "csp-violation",
      url: "https://x/zqx",
      body: { effectiveDirective, blockedURL },
    });
    const many = [
      one("script-src-elem", "inline"),
      one("script-src-elem", "https://zqx.example/a.js"),
      one("zqx-src", "inline"),
      one("img-src", "zqx-extension://a"),
    ];
    expect((await report(many)).status).toBe(204);
    expect((await report({ "csp-report": { "violated-directive": "script-src", "blocked-uri": "inline" } })).status).toBe(204);
    for (const wrong of ["", "zqx", "[]x", { a: 1 }, [1]]) expect((await report(wrong)).status).toBe(400);
    expect((await report("x".repeat(40_000))).status).toBe(413);
    const flood = [];
    for (let i = 0; i < 40; i++) flood.push((await report([], "198.51.100.201")).status);
    expect(flood).toContain(429);
    await writeRefusals(site.db);
    const rows = await site.db
      .selectFrom("refusalCount")
      .select(["sort", "detail", "count"])
      .where("sort", "!=", "foreign")
      .orderBy("detail")
      .execute();
    expect(JSON.stringify(rows)).not.toContain("zqx");
    expect(rows.filter(({ sort }) => sort === "policy")).toEqual([
      { sort: "policy", detail: "img-src extension", count: 1 },
      { sort: "policy", detail: "script-src elsewhere", count: 1 },
      { sort: "policy", detail: "script-src inline", count: 2 },
    ]);
    expect(rows.some(({ sort, detail }) => sort === "limit" && detail === "report")).toBe(true);
  });
});

describe("an answer", () => {
  it("for who is signed in is kept by nothing, framed by nobody, and its cookies are the host's own", async () => {
    for (const path of [
      "/bureau",
      "/bureau/projets",
      "/bureau/style.css",
      "/bureau/x.js",
      "/espace/x.png",
      "/bureau/personnes/logo.svg",
      "/espace",
      "/bureau/connexion",
    ]) {
      const { headers } = await admin.get(path);
      expect([path, headers.get("cache-control")?.includes("no-store"), headers.get("x-frame-options")]).toEqual([path, true, "DENY"]);
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    }
    for (const path of ["/fr", "/fr/projets", "/data/projects.csv", "/api/v1/projects"])
      expect((await site.request(path)).headers.get("set-cookie")).toBeNull();
    const secure = { ...site.services, baseUrl: "https://monde.example.org" };
    const app = makeApp(secure as never);
    const answer = await app.request("https://monde.example.org/bureau/connexion?langue=en");
    const cookies = answer.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/^__Host-langue=en; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
    expect(answer.headers.get("content-security-policy")).toContain("upgrade-insecure-requests");
    const embed = await site.request("/fr/carte/integrer");
    expect([embed.headers.get("x-frame-options"), embed.headers.get("content-security-policy")!.includes("frame-ancestors *")]).toEqual([
      null,
      true,
    ]);
  });

  it("believes no header about where it is: links lead to the configured address", async () => {
    const headers = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "ftp",
      forwarded: "host=evil.example",
      "x-original-url": "/bureau",
      "x-rewrite-url": "/bureau",
    };
    for (const path of [
      "/fr",
      "/fr/projets",
      "/sitemap.xml",
      "/robots.txt",
      "/data/calls.atom",
      "/api/openapi.json",
      "/espace/connexion",
      "/",
    ]) {
      const answer = await site.request(path, { headers });
      expect([path, (await answer.text()).includes("evil.example"), answer.headers.get("location")?.includes("evil") ?? false]).toEqual([
        path,
        false,
        false,
      ]);
    }
    await site
      .browser()
      .post(
        "/espace/inscription",
        { name: "Nadia", email: "hote@asso.example", password: PASSWORD },
        { ...headers, "sec-fetch-site": "same-origin" },
      );
    const mail = await site.db.selectFrom("outgoingMail").selectAll().execute();
    expect(mail.length).toBeGreaterThan(0);
    expect(JSON.stringify(mail)).not.toContain("evil.example");
  });
});

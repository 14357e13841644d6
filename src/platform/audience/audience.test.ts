import { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { sweep } from "../../privacy/retention/testing.ts";
import { type Database, published } from "../database/connect.ts";
import type { AppEnv, Services } from "../web/env.ts";
import { AudienceCounter, keepCounting } from "./counter.ts";
import { countReadings } from "./middleware.ts";
import { deviceClass, referrerClass, type View } from "./rules.ts";
import { audienceMonths, mostRead, viewsBy, viewsOverTime } from "./store.ts";

let test: Awaited<ReturnType<typeof openTestDatabase>>;
let db: Database;
beforeAll(async () => {
  test = await openTestDatabase();
  db = test.db;
});
afterAll(() => test.end());
beforeEach(() => db.deleteFrom("audienceCount").execute());

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const view = (more: Partial<View> = {}): View => ({
  day: "2026-03-02",
  page: "home",
  record: "",
  language: "fr",
  referrer: "none",
  device: "unknown",
  ...more,
});
const rows = () => db.selectFrom("audienceCount").selectAll().orderBy("page").execute();

describe("the middleware", () => {
  const site = (audience: AudienceCounter) => {
    const app = new Hono<AppEnv>();
    app.use(async (c, next) => {
      c.set("services", { audience, baseUrl: "https://monde.example.org" } as Services);
      await next();
    });
    app.use(countReadings((path) => (path.startsWith("/fr/") ? { page: path.slice(4), record: "", language: "fr" } : undefined)));
    app.get("/fr/old", (c) => c.body(null, 304));
    app.get("/fr/gone", (c) => c.notFound());
    app.get("*", (c) => c.html("<p>page</p>"));
    app.post("*", (c) => c.html("<p>page</p>"));
    return (path: string, headers: Record<string, string> = {}, method = "GET") =>
      app.request(path, { method, headers: { "user-agent": FIREFOX, ...headers } });
  };
  it("counts what a person reads, also what the browser holds already, and nothing else", async () => {
    const counter = new AudienceCounter(db);
    const ask = site(counter);
    await ask("/fr/home", { referer: "https://www.google.fr/", "sec-ch-ua-mobile": "?1" });
    await ask("/fr/old");
    for (const headers of [
      { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" },
      { "user-agent": "curl/8.5.0" },
      { "user-agent": "" },
      { "sec-gpc": "1" },
      { dnt: "1" },
      { "sec-purpose": "prefetch;prerender" },
    ] as Record<string, string>[])
      await ask("/fr/home", headers);
    await ask("/fr/home", {}, "HEAD");
    await ask("/fr/home", {}, "POST");
    await ask("/fr/gone");
    await ask("/bureau");
    await counter.flush();
    expect((await rows()).map(({ page, referrer, device, views }) => [page, referrer, device, views])).toEqual([
      ["home", "search", "mobile", 1],
      ["old", "none", "unknown", 1],
    ]);
  });
  it("keeps nothing of who reads", async () => {
    const counter = new AudienceCounter(db);
    await site(counter)("/fr/home", { "x-forwarded-for": "203.0.113.7", cookie: "a=b", referer: "https://asso.example/private?name=zoe" });
    await counter.flush();
    expect(JSON.stringify(await rows())).not.toMatch(/203\.0|Mozilla|asso|zoe/);
  });
});

describe("the counters", () => {
  it("of several processes add up, under concurrency", async () => {
    const nodes = Array.from({ length: 4 }, () => new AudienceCounter(db));
    const pages = ["home", "map", "projects", "partners"];
    for (const [i, node] of nodes.entries()) for (let n = 0; n < 100; n++) node.count(view({ page: pages[(n + i) % 4]! }));
    await Promise.all([...nodes, ...nodes].map((node) => node.flush()));
    expect((await rows()).map(({ views }) => views)).toEqual([100, 100, 100, 100]);
  });
  it("lose nothing while the database is away, and hand over the last at the end", async () => {
    const broken = new AudienceCounter({
      transaction: () => ({ execute: () => Promise.reject(new Error("away")) }),
    } as unknown as Database);
    broken.count(view());
    broken.count(view());
    await expect(broken.flush()).rejects.toThrow("away");
    broken.count(view());
    await expect(broken.flush()).rejects.toThrow("away");
    const counter = new AudienceCounter(db);
    const counting = keepCounting(counter, { warn() {} } as never);
    counter.count(view());
    await counting.stop();
    expect((await rows())[0]).toMatchObject({ views: 1 });
  });
  it("are kept for twenty-five months", async () => {
    const counter = new AudienceCounter(db);
    const months = (n: number) => {
      const at = new Date();
      at.setUTCMonth(at.getUTCMonth() - n);
      return at.toISOString().slice(0, 10);
    };
    counter.count(view({ day: months(26) }));
    counter.count(view({ day: months(24) }));
    await counter.flush();
    await sweep(db, ["audience"]);
    expect(await rows()).toHaveLength(1);
  });
});

describe("what is told", () => {
  it("names no record that fewer than five read in a month, nor one that is not public", async () => {
    await db
      .insertInto("publicChange")
      .values([
        { kind: "project", record: "read", event: 1, at: new Date(), change: "created" },
        { kind: "project", record: "few", event: 2, at: new Date(), change: "created" },
        { kind: "project", record: "withdrawn", event: 3, at: new Date(), change: "withdrawn" },
      ])
      .execute();
    const counter = new AudienceCounter(db);
    const times = (n: number, more: Partial<View>) => {
      for (let i = 0; i < n; i++) counter.count(view(more));
    };
    times(6, { page: "project", record: "read" });
    times(4, { page: "project", record: "few" });
    times(9, { page: "project", record: "withdrawn" });
    times(3, { page: "home", language: "en", referrer: "social" });
    times(2, { page: "file", record: "projects.csv", language: "" });
    await counter.flush();
    const shown = published(db);
    expect(await audienceMonths(shown)).toEqual([
      { month: "2026-03", page: "file", record: "projects.csv", views: 2 },
      { month: "2026-03", page: "home", record: "", views: 3 },
      { month: "2026-03", page: "project", record: "", views: 13 },
      { month: "2026-03", page: "project", record: "read", views: 6 },
    ]);
    const most = await mostRead(shown, "2026-01", 10);
    expect(most.records).toMatchObject([{ page: "project", record: "read", views: 6 }]);
    expect(most.files).toMatchObject([{ record: "projects.csv", views: 2 }]);
    // Files are no pages.
    expect(await viewsOverTime(shown, "month", 5)).toEqual([{ period: "2026-03-01", views: 22 }]);
    expect((await viewsBy(shown, "2026-01-01")).language).toEqual([
      { value: "fr", views: 19 },
      { value: "en", views: 3 },
    ]);
  });
});

describe("the classes", () => {
  it.each([
    [undefined, "none"],
    ["", "none"],
    ["no address", "none"],
    ["https://monde.example.org/fr", "own"],
    ["https://www.google.co.uk/", "search"],
    ["https://duckduckgo.com/", "search"],
    ["https://fr.search.yahoo.com/x", "search"],
    ["https://l.facebook.com/", "social"],
    ["https://t.co/abc", "social"],
    ["https://notgoogle.fr/", "other"],
    ["https://www.paris.fr/", "other"],
  ])("of %s is %s", (referer, of) => {
    expect(referrerClass(referer, "https://monde.example.org")).toBe(of);
  });
  it("of devices are what browsers say unasked", () => {
    expect(["?1", "?0", undefined, "x"].map(deviceClass)).toEqual(["mobile", "desktop", "unknown", "unknown"]);
  });
});

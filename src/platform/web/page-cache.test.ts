import { Readable } from "node:stream";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { expect, it } from "vitest";
import type { AppEnv } from "./env.ts";
import { pageCache } from "./page-cache.ts";

function site(cacheControl?: string) {
  const app = new Hono<AppEnv>();
  let made = 0;
  app.use(async (c, next) => {
    c.set("services", { content: { version: 1, fresh: true } } as never);
    await next();
  });
  app.get("/page", pageCache(), (c) =>
    c.html(`<p>${++made} ${"words ".repeat(2_000)}</p>`, 200, cacheControl ? { "Cache-Control": cacheControl } : {}),
  );
  return {
    get: (encoding = "br") => app.request("/page", { headers: { "accept-encoding": encoding } }),
    made: () => made,
  };
}

it("makes a page once and gives it compressed", async () => {
  const { get, made } = site();
  const [first, second] = [await get(), await get()];
  expect([first.headers.get("content-encoding"), second.headers.get("cache-control"), made()]).toEqual(["br", "no-cache", 1]);
});

it("compresses a page that is not to be kept, and keeps no copy of it", async () => {
  const { get, made } = site("no-store");
  const [first, second] = [await get(), await get()];
  expect([first.headers.get("content-encoding"), second.headers.get("cache-control"), made()]).toEqual(["br", "no-store", 2]);
  expect((await second.arrayBuffer()).byteLength).toBeLessThan(500);
});

it("gives the copy in whatever encoding is asked for, also once it was pressed harder", async () => {
  const { get, made } = site();
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync, identity: (body: Uint8Array) => Buffer.from(body) };
  const texts = new Set<string>();
  const tags = new Set<string | null>();
  for (let round = 0; round < 3; round++)
    for (const encoding of ["br", "gzip", "identity"] as const) {
      const response = await get(encoding);
      expect(response.headers.get("content-encoding")).toBe(encoding === "identity" ? null : encoding);
      tags.add(response.headers.get("etag"));
      texts.add(unpack[encoding](new Uint8Array(await response.arrayBuffer())).toString());
    }
  expect([texts.size, tags.size, made()]).toEqual([1, 1, 1]);
});

it("passes on what is too long to be kept as it is made, compressed", async () => {
  const app = new Hono<AppEnv>();
  let made = 0;
  app.use(async (c, next) => {
    c.set("services", { content: { version: 1, fresh: true } } as never);
    await next();
  });
  // Nothing makes them shorter.
  const parts = Array.from({ length: 60 }, () => crypto.getRandomValues(new Uint8Array(60_000)));
  app.get("/long", pageCache(), (c) => {
    made++;
    return c.body(Readable.toWeb(Readable.from(parts, { objectMode: false })) as ReadableStream<Uint8Array<ArrayBuffer>>);
  });
  for (const encoding of ["br", "identity"]) {
    const response = await app.request("/long", { headers: { "accept-encoding": encoding } });
    const body = new Uint8Array(await response.arrayBuffer());
    expect((encoding === "br" ? brotliDecompressSync(body) : body).length).toBe(60 * 60_000);
  }
  expect(made).toBe(2);
});

it("gives what it has for an hour while the database is away, but not what was known to be stale", async () => {
  const content: { version: number; fresh: boolean; lostAt?: number } = { version: 1, fresh: true };
  const app = new Hono<AppEnv>();
  let [made, away] = [0, false];
  app.use(async (c, next) => {
    c.set("services", { content } as never);
    await next();
  });
  app.get("/page", pageCache(), (c) => (away ? c.text("away", 503) : c.text(String(++made))));
  const get = async () => (await app.request("/page")).text();
  expect(await get()).toBe("1");
  Object.assign(content, { fresh: false, lostAt: Date.now() });
  away = true;
  expect(await get()).toBe("1");
  content.lostAt = Date.now() - 3_700_000;
  expect(await get()).toBe("away");
  content.lostAt = Date.now();
  content.version++;
  expect(await get()).toBe("away");
});

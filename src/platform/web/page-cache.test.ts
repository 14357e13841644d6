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
  return { get: () => app.request("/page", { headers: { "accept-encoding": "br" } }), made: () => made };
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

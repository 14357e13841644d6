import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeApp } from "../app.tsx";
import { readCity } from "../platform/city.ts";
import { readConfig } from "../platform/config.ts";
import { connect, published } from "../platform/database/connect.ts";
import { projectRoot } from "../platform/project-root.ts";
import type { Services } from "../platform/web/env.ts";

// A database that nobody answers for: port 1 of this machine.
const { db, close } = connect("postgres://nobody:nothing@127.0.0.1:1/nothing", { max: 1 });
let app: ReturnType<typeof makeApp>;
beforeAll(async () => {
  app = makeApp({
    config: readConfig({}),
    city: await readCity(join(projectRoot, "data/paris")),
    assets: { url: (source: string) => `/assets/${source}`, styles: () => [], routes: new Hono() },
    content: { version: 1, fresh: false, touch: () => {}, stop: async () => {} },
    log: { error: () => {}, warn: () => {} },
    db,
    published: published(db),
    baseUrl: "https://monde.example.org",
  } as unknown as Services);
});
afterAll(() => close());

it.each(["/fr/contact", "/en/privacy", "/en/legal-notice", "/fr/accessibilite", "/fr/plan-du-site"])(
  "%s is given while the database is away, and not kept",
  async (path) => {
    const answer = await app.request(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).toContain("<h1");
  },
);

it.each(["/fr", "/fr/projets", "/sitemap.xml", "/data/projects.csv"])("%s says that it is not there now, whole", async (path) => {
  const answer = await app.request(path);
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("10");
  expect(await answer.text()).not.toContain("<urlset");
});

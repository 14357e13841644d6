import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import { testDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { readCity } from "../../platform/city.ts";
import { connect, type Database, published } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import { filesOnDisk } from "../../platform/files.ts";
import { isLocale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { projectRoot } from "../../platform/project-root.ts";
import type { AppEnv, Services } from "../../platform/web/env.ts";
import { pageCache } from "../../platform/web/page-cache.ts";
import type { KindName } from "../../register/kinds.ts";
import { createRecord, moveRecord } from "../../register/record/actions.ts";
import type { Transition } from "../../register/record/states.ts";
import { detailPage, type PagedKind } from "./detail-pages.tsx";
import { registerPages } from "./routes.tsx";

export const officer: Actor = { id: "olga", name: "Olga", role: "officer" };

/** The pages of the register on a database of their own, with the number of queries that each answer took. */
export interface TestPortal {
  db: Database;
  services: Services;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  text(path: string): Promise<string>;
  /** Queries since the last request began. */
  queries(): number;
  /** Makes a record; published unless said otherwise. Its identifier. */
  make(kind: KindName, document: unknown, then?: Transition[]): Promise<string>;
  drop(): Promise<void>;
}

export async function openPortal(options: { paris?: boolean } = {}): Promise<TestPortal> {
  const database = await testDatabase(options);
  const { pool, close, db } = connect(database.url);
  let count = 0;
  const counted = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin()],
    log: (event) => {
      if (event.level === "query") count++;
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-portal-"));
  const services = {
    city: await readCity(join(projectRoot, "data/paris")),
    db,
    published: published(counted),
    files: filesOnDisk(folder),
    // Never fresh: each request is answered by the pages, not from memory.
    content: { version: 0, fresh: false, async touch() {}, stop: async () => {} },
    assets: { url: (source: string) => `/assets/${source}`, styles: () => [], routes: new Hono() },
    baseUrl: "https://monde.example.org",
  } as unknown as Services;
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const first = c.req.path.split("/")[1] ?? "";
    const locale = isLocale(first) ? first : "fr";
    c.set("services", services);
    c.set("locale", locale);
    c.set("t", translator(locale));
    await next();
  });
  registerPages(app, pageCache());
  // As the office shows a draft.
  app.get("/preview/:kind/:id", async (c) => {
    const page = await detailPage(c, db, c.req.param("kind") as PagedKind, c.req.param("id"));
    return page ? c.html(page) : c.notFound();
  });
  const get = async (path: string, headers: Record<string, string> = {}) => {
    count = 0;
    return app.request(path, { headers });
  };
  return {
    db,
    services,
    get,
    text: async (path) => (await get(path)).text(),
    queries: () => count,
    async make(kind, document, then = ["publish"]) {
      const made = await createRecord(db, kind, document, officer);
      if (!made.ok) throw new Error(`${kind}: ${JSON.stringify(made)}`);
      for (const transition of then) {
        const moved = await moveRecord(db, kind, made.id, transition, officer);
        if (!moved.ok) throw new Error(`${kind} ${transition}: ${JSON.stringify(moved)}`);
      }
      return made.id;
    },
    async drop() {
      await close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

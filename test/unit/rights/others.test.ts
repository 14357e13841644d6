import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApp } from "../../../src/app.tsx";
import { must } from "../../../src/funding/acts.ts";
import { startApplication } from "../../../src/funding/application/actions.ts";
import { beginUpload } from "../../../src/funding/upload/actions.ts";
import { createKey } from "../../../src/platform/api-keys/actions.ts";
import { scopeNames } from "../../../src/platform/api-keys/rules.ts";
import { keyedOperations } from "../../../src/publishing/api/write/operations.ts";
import type { Browser } from "../office-site.ts";
import { addressOf, openWorld, type World } from "./world.ts";

/** What belongs to another: each applicant's rows asked for by another applicant, each operation by a key without its scope. */

let world: World;
let owner: Browser;
let stranger: Browser;
beforeAll(async () => {
  world = await openWorld();
  const { site, ids } = world;
  [owner, stranger] = [await site.as("applicant", "owner"), await site.as("applicant", "stranger")];
  const { rows } = await sql<{ id: string }>`SELECT id FROM auth."user" WHERE email = 'owner@ville.example'`.execute(site.db);
  const by = { id: rows[0]!.id, name: "owner", role: "applicant", email: "owner@ville.example" } as const;
  // The owner has a hand in every body of the demonstration, the stranger in none.
  await sql`INSERT INTO applicant_member (applicant, user_id, role) SELECT id, ${by.id}, 'representative' FROM applicant`.execute(site.db);
  const { rows: bodies } = await sql<{ id: string }>`SELECT id FROM applicant LIMIT 1`.execute(site.db);
  const draft = await startApplication(site.db, "demo-edition-eau-ouverte", bodies[0]!.id, by, { now: new Date() });
  if (!draft.ok) throw new Error(JSON.stringify(draft));
  for (const step of [":section", "envoi", "supprimer"]) ids[`/espace/demandes/:id/${step}`] = { id: draft.id, section: "projet" };
  const { id, piece } = ids["/espace/demandes/:id/pieces"]!;
  const upload = must(await beginUpload(site.db, id!, { requirement: null, piece: piece! }, { name: "a.pdf", bytes: 9 }, by));
  ids["/espace/televersements"] = { upload: upload.id };
}, 180_000);
afterAll(() => world.site.drop());

const empty = (method: string): RequestInit => ({
  method,
  headers: {
    "content-type": method === "PATCH" ? "application/offset+octet-stream" : "application/x-www-form-urlencoded",
    "content-length": "0",
    "tus-resumable": "1.0.0",
    "upload-offset": "0",
    "sec-fetch-site": "same-origin",
    origin: "http://localhost",
  },
  ...(["GET", "HEAD", "OPTIONS"].includes(method) ? {} : { body: "" }),
});

describe("what belongs to one applicant", () => {
  it("is not there for another, at any address, by any method; and is for its own", { timeout: 120_000 }, async () => {
    const routes = [...new Set(makeApp(world.site.services).routes.map(({ method, path }) => `${method} ${path}`))]
      .map((one) => one.split(" ") as [string, string])
      // Of a call, which is public, an edition is named.
      .filter(([method, path]) => !["ALL", "OPTIONS"].includes(method) && path.startsWith("/espace/") && /:(?!edition)/.test(path));
    expect(routes.length).toBeGreaterThan(30);
    const before = await changes();
    const seen: string[] = [];
    for (const [method, path] of routes) {
      const { status, location } = await stranger.send(addressOf(world.ids, path), empty(method));
      // A form's address that is asked for like a page leads to the page of the file, which is not there either.
      const led = status === 302 && method === "GET" && (await stranger.get(location!)).status === 404;
      if (status !== 404 && !led) seen.push(`${method} ${path}: ${status}`);
    }
    expect(seen).toEqual([]);
    expect(await changes()).toBe(before);
    // The same addresses, for who has a hand in them: the test asked for rows that are there.
    const mine: string[] = [];
    for (const [, path] of routes.filter(([method]) => method === "GET")) {
      const { status } = await owner.get(addressOf(world.ids, path));
      if (![200, 302, 303].includes(status) && !noFile.includes(path)) mine.push(`${path}: ${status}`);
    }
    expect(mine).toEqual([]);
  });

  it("is on no page of another's", async () => {
    for (const page of ["/espace", "/espace/organismes", "/espace/demandes/nouvelle"]) {
      const [own, others] = [(await owner.get(page)).text, (await stranger.get(page)).text];
      const rows = (text: string) => [...text.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].map(([id]) => id);
      expect([page, rows(own).length > 0, rows(others)]).toEqual([page, true, []]);
    }
  });
});
/** Files that the fictional year has not: sent to the address of nothing, they are not there for anybody. */
const noFile = ["/espace/demandes/:id/accuse.pdf", "/espace/demandes/:id/rapports/:report/fichiers/:file"];
const changes = async () => (await sql<{ n: number }>`SELECT coalesce(max(id), 0)::int AS n FROM event`.execute(world.site.db)).rows[0]!.n;

describe("the operations of the API that ask for a key", () => {
  it("are each for the keys of their scope, for no session of the office, and for nobody without", { timeout: 120_000 }, async () => {
    const by = { id: "ada", name: "Ada", role: "administrator" } as const;
    const keys = new Map<string, string>();
    for (const scope of scopeNames) {
      const made = await createKey(world.site.db, { name: scope, scopes: [scope], days: 1 }, by);
      if (made.ok) keys.set(scope, made.token);
    }
    expect(keys.size).toBe(scopeNames.length);
    const admin = await world.site.as("administrator", "admin");
    const before = await changes();
    const wrong: string[] = [];
    for (const { method, path, scope } of keyedOperations) {
      const address = path
        .replace("{kind}", "project")
        .replace("{id}", path.includes("records") ? world.ids["/bureau/:kind"]!.id! : "00000000-0000-4000-8000-000000000000")
        .replaceAll(/\{\w+\}/g, "X-1");
      const ask = async (browser: Browser, token?: string) =>
        (
          await browser.send(address, {
            method: method.toUpperCase(),
            headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
            ...(method === "get" ? {} : { body: "{}" }),
          })
        ).status;
      for (const [held, token] of keys) {
        const status = await ask(world.site.browser(), token);
        const good = held === scope ? status < 500 && status !== 401 && status !== 403 : status === 403;
        if (!good) wrong.push(`${method} ${path} with ${held}: ${status}`);
      }
      const without = [await ask(world.site.browser()), await ask(admin), await ask(world.site.browser(), `vm_${"x".repeat(43)}`)];
      if (without.some((status) => status !== 401)) wrong.push(`${method} ${path} without: ${without}`);
    }
    expect(wrong).toEqual([]);
    expect(await changes()).toBe(before);
  });
});

import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApp } from "../../../src/app.tsx";
import { type Role, roles } from "../../../src/platform/accounts/rights.ts";
import { invalid } from "../../support/html.ts";
import type { Answer, Browser } from "../office-site.ts";
import { whoMay } from "./expected.ts";
import { addressOf, openWorld, type World } from "./world.ts";

/** Every route that the router knows, asked as every role and as nobody. */

type Who = Role | "nobody";
const everyone: readonly Who[] = [...roles, "nobody"];
interface Route {
  method: string;
  path: string;
}

let world: World;
let routes: Route[];
const browsers = {} as Record<Who, Browser>;
beforeAll(async () => {
  world = await openWorld();
  const seen = new Map<string, Route>();
  // Middleware is registered for all methods; a page, a form for one.
  for (const { method, path } of makeApp(world.site.services).routes)
    if (method !== "ALL" && /^\/(bureau|espace)(\/|$)/.test(path)) seen.set(`${method} ${path}`, { method, path });
  routes = [...seen.values()];
  for (const role of roles) browsers[role] = await world.site.as(role, `test-${role}`);
  browsers.nobody = world.site.browser();
}, 180_000);
afterAll(() => world.site.drop());

/** The pages that were given to somebody. */
const given = new Set<string>();
/** What of the pages that these saw is not valid HTML. */
const lookedAt: readonly Who[] = ["administrator", "applicant"];
const looked: [page: string, faults: string[]][] = [];
/** The fictional year has no such row: they are asked with an identifier of nothing. */
const noRow = new Set([
  "/bureau/aide/:guide",
  "/bureau/journal/:id{[0-9]{1,15}}",
  "/bureau/echanges/scdl/:id{[0-9a-f-]{36}}",
  "/bureau/echanges/scdl/:id{[0-9a-f-]{36}}/refusees.csv",
  "/bureau/echanges/iati/:id{[0-9a-f-]{36}}",
  "/bureau/echanges/iati/:id{[0-9a-f-]{36}}/fichier",
  "/bureau/echanges/publications/:number{[0-9]{1,9}}",
  "/bureau/echanges/webhooks/:id",
  "/bureau/missions/:id/ordre.pdf",
  "/bureau/dossiers/:id/recepisse",
  "/bureau/evaluations/interets/:edition",
  "/bureau/recits/images/:sha256",
  "/bureau/recits/:id",
  "/bureau/pages/:id/propositions",
  ...["", "/texte", "/apercu", "/etat", "/reprendre"].map((step) => `/bureau/propositions/:id${step}`),
  "/bureau/demandes-donnees/:id",
  "/bureau/demandes-donnees/:id/copie",
  "/bureau/demandes-donnees/:id/copie.json",
  "/bureau/fichiers/:sha256",
  "/bureau/fichiers/:sha256/:width{[0-9]+}/:format{webp|jpeg}",
]);

/** These end a session, whoever sends them: asked last, by others. */
const ends = (path: string) => path.endsWith("/deconnexion");
const ask = (who: Who, { method, path }: Route): Promise<Answer> => {
  const address = addressOf(world.ids, path);
  return method === "GET" ? browsers[who].get(address) : browsers[who].send(address, sent(method));
};
const sent = (method: string): RequestInit => ({
  method,
  headers: {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": "0",
    "sec-fetch-site": "same-origin",
    origin: "http://localhost",
  },
  ...(method === "HEAD" || method === "OPTIONS" ? {} : { body: "" }),
});
const isDoor = ({ status, location, text }: Answer) =>
  /^\/(bureau|espace)\/connexion/.test(location ?? "") || ((status === 401 || status === 200) && /name="password"/.test(text));

/** All that is written down of what people do, and what acts leave behind. */
async function traces(): Promise<unknown> {
  const { rows } = await sql`SELECT (SELECT coalesce(max(id), 0) FROM event) AS event, (SELECT count(*) FROM outgoing_mail) AS mails,
    (SELECT count(*) FROM auth."user") AS people, (SELECT count(*) FROM auth.invitation) AS invitations, (SELECT count(*) FROM api_key) AS keys,
    (SELECT count(*) FROM webhook) AS hooks, (SELECT count(*) FROM application) AS files, (SELECT count(*) FROM applicant) AS bodies`.execute(
    world.site.db,
  );
  return rows[0];
}

describe("the routes of the office and of the space", () => {
  it("all have a line that says who may", () => {
    expect(routes.length).toBeGreaterThan(200);
    expect(routes.filter(({ method, path }) => !whoMay(method, path)).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it.each(everyone)("answer %s as the table says, and do nothing for who may not", { timeout: 240_000 }, async (who) => {
    const open = (route: Route) => whoMay(route.method, route.path)?.has(who === "nobody" ? "anyone" : who) ?? false;
    const asked = routes.filter(({ path }) => !ends(path));
    const wrong: string[] = [];
    const check = async (route: Route, fault: (answer: Answer) => string | undefined) => {
      const answer = await ask(who, route);
      const found = fault(answer);
      if (found) wrong.push(`${route.method} ${route.path}: ${found} (${answer.status} ${answer.location ?? ""})`);
      else if (route.method === "GET" && who !== "nobody" && [200, 302, 303].includes(answer.status)) given.add(route.path);
      if (lookedAt.includes(who) && /^<!doctype html/i.test(answer.text))
        looked.push([`${who}: ${route.path}`, await invalid(answer.text)]);
    };
    const before = await traces();
    for (const route of asked.filter((one) => !open(one))) await check(route, who === "nobody" ? faultAtTheDoor : faultOfRefused);
    expect(await traces()).toEqual(before);
    for (const route of asked.filter(open)) await check(route, faultOfAllowed);
    expect(wrong).toEqual([]);
  });

  it("give pages that are valid HTML", () => {
    expect(looked.length).toBeGreaterThan(150);
    expect(looked.filter(([, faults]) => faults.length > 0)).toEqual([]);
  });

  it("are there: a page of a row that is there is given to who may read it", () => {
    const pages = routes.filter(
      ({ method, path }) => method === "GET" && path.startsWith("/bureau") && !whoMay("GET", path)?.has("anyone"),
    );
    const missing = pages.filter(({ path }) => !given.has(path)).map(({ path }) => path);
    expect(missing.filter((path) => !noRow.has(path))).toEqual([]);
  });
});

const faultOfAllowed = ({ status }: Answer) => (status >= 500 ? "fails" : status === 403 ? "is refused" : undefined);
const faultOfRefused = ({ status }: Answer) => (status === 403 || status === 404 ? undefined : "is not refused");
const faultAtTheDoor = (answer: Answer) =>
  answer.status < 500 && (isDoor(answer) || [401, 403, 404].includes(answer.status)) ? undefined : "is let in";

import { Validator } from "@seriousme/openapi-schema-validator";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { listAgreements, readAgreementFilter } from "../../register/agreement/store.ts";
import { listAwards, readAwardFilter } from "../../register/award/store.ts";
import { publicKindNames } from "../../register/kinds.ts";
import { listNetworks, readNetworkFilter } from "../../register/network/store.ts";
import { listOrganisations, readOrganisationFilter } from "../../register/organisation/store.ts";
import { listPartners, readPartnerFilter } from "../../register/partner/store.ts";
import { listProgrammes, readProgrammeFilter } from "../../register/programme/store.ts";
import { readProjectFilter } from "../../register/project/filters.ts";
import { listProjects } from "../../register/project/store.ts";
import { makeAwkwardRows, openRegister, type Register } from "../testing.ts";
import { openapi } from "./openapi.ts";
import { problemSchema } from "./problem.ts";
import { readOperations } from "./read-operations.ts";
import { resources } from "./resources.ts";
import { rowSchema } from "./row-schema.ts";

let register: Register;
const MARKER = "zzbrouillonzz";
beforeAll(async () => {
  register = await openRegister();
  await makeAwkwardRows(register);
  await makeTheRest(register);
});
afterAll(() => register?.drop());

/** A record of each kind that the awkward rows have none of, and a draft of each kind that bears the marker. */
async function makeTheRest({ make }: Register) {
  const call = await make("call", { name: { fr: "Appel" }, programme: "solidarite-eau", contact: "appels@example.org" });
  const edition = (name: string, rest: object, status?: "draft") =>
    make(
      "edition",
      {
        name: { fr: name },
        call,
        fiscalYear: 2026,
        countryRule: "any",
        procedure: "call",
        opensAt: "2026-01-01T00:00:00Z",
        closesAt: "2199-01-01T00:00:00Z",
        ...rest,
      },
      status,
    );
  await edition("Édition ouverte", { code: "OUV-2026" });
  await edition("Édition close", { code: "CLOS-2020", opensAt: "2020-01-01T00:00:00Z", closesAt: "2020-02-01T00:00:00Z" });
  const funder = await make("organisation", { name: { fr: "Région" }, type: "11", siren: "237500079" });
  await make("subsidy", { name: { fr: "Autre aide" }, funder, organisation: funder, agreedOn: "2022-01", amountCents: 12_345 });
  await make("project", { name: { fr: "Rapporté" }, reportedBy: funder, countries: [{ country: "SN" }], budgetCents: 777 });
  const name = { name: { fr: `Brouillon ${MARKER}`, en: MARKER }, description: { fr: MARKER } };
  const source = await make("source", { ...name, publisher: MARKER }, "draft");
  await make("document", { ...name, type: "report", url: `https://example.org/${MARKER}`, source }, "draft");
  const place = await make("place", { ...name, country: "SN", latitude: 1, longitude: 1 }, "draft");
  const organisation = await make("organisation", { ...name, type: "22", noIdentifier: "unknown" }, "draft");
  const partner = await make("partner", { ...name, type: "city", country: "SN", place, organisation }, "draft");
  await make("network", name, "draft");
  await make(
    "occasion",
    { ...name, type: "summit", startsOn: "2027", protocol: MARKER, notes: MARKER, followUps: [{ task: MARKER }] },
    "draft",
  );
  await make("mission", { ...name, type: "training", startsOn: "2024", safetyNote: MARKER, notes: MARKER }, "draft");
  await make("honour", { ...name, type: "honorary_citizenship", state: "voted", votedOn: "2024", atRisk: true }, "draft");
  await make("prize", { ...name, laureates: [{ year: 2024, person: MARKER }] }, "draft");
  await make("agreement", { ...name, partner, type: "twinning" }, "draft");
  const programme = await make("programme", { ...name, type: "scheme" }, "draft");
  const project = await make(
    "project",
    { ...name, programme, countries: [{ country: "SN" }], places: [{ place }], budgetCents: 1 },
    "draft",
  );
  await make("award", { ...name, organisation, project, awardedOn: "2020", amountCents: 99_887_766 }, "draft");
  await make("subsidy", { ...name, funder: organisation, organisation, agreedOn: "2020", amountCents: 1 }, "draft");
  await make("call", { ...name, programme }, "draft");
  await edition(`Édition ${MARKER}`, { code: "BROUILLON" }, "draft");
}

const json = async (path: string, headers: Record<string, string> = {}) => {
  const response = await register.get(path, headers);
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
};
const ids = (body: any) => body.data.map((one: any) => one.id ?? one.code);
/** Every row of a list, page by page. */
async function walk(path: string): Promise<any[]> {
  const rows: any[] = [];
  for (let next: string | null = path; next; ) {
    const { status, body } = await json(next.replace("https://monde.example.org", ""));
    expect(status).toBe(200);
    rows.push(...body.data);
    next = body.next;
  }
  return rows;
}

describe("every operation", () => {
  it("answers what its schema says, and no more", async () => {
    for (const resource of resources.filter(({ table }) => table !== "term")) {
      const rows = await walk(`/api/v1/${resource.name}?limit=3`);
      if (resource.name !== "media") expect(rows.length, resource.name).toBeGreaterThan(0);
      const strict = z.array(rowSchema(resource).strict());
      expect(strict.safeParse(rows).error?.issues ?? [], resource.name).toEqual([]);
      for (const row of rows.slice(0, 4)) {
        const id = row[resource.id];
        expect((await json(`/api/v1/${resource.name}/${id}`)).body).toEqual(row);
      }
    }
  });

  it("answers its example, in the form of the document", async () => {
    for (const { example, answers } of readOperations.filter((one) => one.example)) {
      const { status, body, headers } = await json(example!);
      expect(status, example).toBe(200);
      expect(answers[0]!.schema!.safeParse(body).error?.issues ?? [], example).toEqual([]);
      expect(headers.get("content-type")).toContain("application/json");
    }
  });

  it("is in a document that the standard takes, in each language", async () => {
    for (const locale of ["fr", "en"] as const) {
      const document = openapi(register.services, locale);
      const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
      expect(errors ?? []).toEqual([]);
      expect(valid).toBe(true);
      // No words are missing.
      expect(JSON.stringify(document).match(/"api\.(op|param|tag|answer|problem)\.[\w.]+"/g) ?? []).toEqual([]);
      expect(Object.keys(document.paths).length).toBeGreaterThan(35);
    }
    expect((await json("/api/openapi.json")).body.openapi).toBe("3.1.0");
  });

  it("has every kind of the register", () => {
    expect(resources.flatMap(({ kind }) => kind ?? []).sort()).toEqual([...publicKindNames].sort());
  });
});

describe("a list", () => {
  it("holds what the page with the same filters lists", async () => {
    const { published } = register.services;
    const parts = [
      "",
      "country=SN",
      "theme=water",
      "q=eau",
      "country=SN&country=IT",
      "type=city",
      "year=2021",
      "state=planned",
      "min=1000",
      "agreement=yes",
      "grants=yes",
      "dated=yes",
    ];
    const lists: [string, (query: Record<string, string[]>) => Promise<{ id: string }[]>][] = [
      ["projects", (query) => listProjects(published, readProjectFilter(query), "fr").then(({ rows }) => rows)],
      ["partners", (query) => listPartners(published, readPartnerFilter(query), "fr")],
      ["agreements", (query) => listAgreements(published, readAgreementFilter(query), "fr")],
      ["organisations", (query) => listOrganisations(published, readOrganisationFilter(query), "fr")],
      ["programmes", (query) => listProgrammes(published, readProgrammeFilter(query), "fr")],
      ["networks", (query) => listNetworks(published, readNetworkFilter(query), "fr")],
      ["awards", (query) => listAwards(published, readAwardFilter(query), "fr")],
    ];
    let compared = 0;
    for (const [name, list] of lists) {
      const known = resources.find((one) => one.name === name)!.filters.map((one) => one.name);
      for (const part of parts) {
        const params = new URLSearchParams(part);
        if ([...params.keys()].some((one) => !known.includes(one) || (name === "awards" && one === "min"))) continue;
        if (name === "organisations" && params.get("type") === "city") continue;
        if (name === "programmes" && params.get("type") === "city") continue;
        if (name === "agreements" && (params.get("type") === "city" || params.get("state") === "planned")) continue;
        const query = Object.fromEntries([...new Set(params.keys())].map((one) => [one, params.getAll(one)]));
        const expected = (await list(query)).map(({ id }) => id).sort();
        expect(ids((await json(`/api/v1/${name}?limit=500&${part}`)).body).sort(), `${name}?${part}`).toEqual(expected);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(25);
  });

  it("gives the fields asked for, one language, what is named and what names it", async () => {
    const { body } = await json("/api/v1/projects?fields=name,countries&lang=en&include=programme,awards&sort=id&limit=500");
    const one = body.data.find((row: any) => row.included.programme);
    expect(Object.keys(one)).toEqual(["id", "name", "countries", "included"]);
    expect(one.name).toBe("Access to <water>");
    expect(one.included.programme).toMatchObject({ id: "solidarite-eau", name: "Solidarité & eau" });
    expect(one.included.awards).toHaveLength(3);
    expect(one.included.awards[0]).not.toHaveProperty("tranches");
  });

  it("counts when asked, and leaves what partners report apart", async () => {
    const count = async (query: string) => (await json(`/api/v1/projects?count=true&limit=1${query}`)).body;
    expect(await count("")).toMatchObject({ count: 6, countIsCapped: false });
    expect((await count("&reporter=partners")).count).toBe(1);
    expect((await count("&reporter=all")).count).toBe(7);
    expect((await json("/api/v1/projects")).body).not.toHaveProperty("count");
  });

  it("tells the editions that are open at this moment, without a tag that would outlive it", async () => {
    const open = await json("/api/v1/editions?state=open");
    expect(ids(open.body)).toEqual(["edition-ouverte"]);
    expect(open.headers.get("etag")).toBeNull();
    expect(open.headers.get("cache-control")).toBe("no-store");
    expect(ids((await json("/api/v1/editions?state=closed&state=open")).body).sort()).toEqual(["edition-close", "edition-ouverte"]);
  });

  it("goes out whole as NDJSON and CSV, by the address or by Accept", async () => {
    const all = await walk("/api/v1/awards");
    const ndjson = await register.get("/api/v1/awards", { Accept: "application/x-ndjson" });
    expect(ndjson.headers.get("content-type")).toBe("application/x-ndjson");
    expect(
      (await ndjson.text())
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(all);
    const csv = await (await register.get("/api/v1/projects?format=csv&fields=name,countries,themes,budgetCents")).text();
    const [head, ...lines] = csv.trimEnd().split("\r\n");
    expect(head).toBe("id,name_fr,name_en,countries,themes,budgetCents");
    expect(csv).toContain("'=1+1");
    expect(csv).toContain("water|hiv,10000001");
    expect(lines.length).toBeGreaterThanOrEqual(6);
    expect((await (await register.get("/api/v1/projects?format=ndjson&limit=2")).text()).trimEnd().split("\n")).toHaveLength(2);
  });
});

describe("what is not published", () => {
  it("is in no answer, in no order, by no filter", async () => {
    const addresses = [
      ...readOperations.flatMap(({ example }) => example ?? []),
      ...resources
        .filter(({ table }) => table !== "term")
        .flatMap(({ name, sorts, filters }) => [
          `/api/v1/${name}?limit=500`,
          `/api/v1/${name}?format=ndjson`,
          `/api/v1/${name}?format=csv`,
          ...sorts.map((sort) => `/api/v1/${name}?limit=500&sort=${sort}`),
          ...(filters.some((one) => one.name === "q") ? [`/api/v1/${name}?q=${MARKER}`] : []),
          `/api/v1/${name}?limit=500&count=true`,
        ]),
      "/api/v1/projects?include=programme,agreement,reportedBy,source,awards,figures&limit=500&reporter=all",
      "/api/v1/organisations?include=awards,subsidies,place&limit=500",
      "/api/v1/changes?limit=500",
      "/api/v1/map",
      "/api/v1/map?zoom=10",
      ...["country", "year", "programme", "theme", "source"].map((by) => `/api/v1/money?by=${by}`),
    ];
    for (const address of addresses) {
      const response = await register.get(address);
      const text = await response.text();
      expect(response.status, address).toBe(200);
      expect(text, address).not.toContain(MARKER);
      expect(text, address).not.toContain("99887766");
      expect(text, address).not.toContain("BROUILLON");
    }
    for (const { name, table } of resources.filter(({ kind }) => kind)) {
      const { rows } = await sql<{ id: string }>`SELECT id FROM ${sql.table(table)} WHERE status <> 'published' LIMIT 3`.execute(
        register.db,
      );
      for (const { id } of rows) expect((await json(`/api/v1/${name}/${id}`)).status).toBe(404);
    }
  });
});

describe("over HTTP", () => {
  it("answers 304 to who has the state, and again once something is published", async () => {
    const first = await register.get("/api/v1/partners");
    const tag = first.headers.get("etag")!;
    expect(tag).toMatch(/^"[\w-]+"$/);
    expect(first.headers.get("last-modified")).toBeTruthy();
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const again = await register.get("/api/v1/partners", { "If-None-Match": known });
      expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, tag, ""]);
    }
    const coded = await register.get("/api/v1/partners", { "Accept-Encoding": "br" });
    expect(coded.headers.get("content-encoding")).toBe("br");
    expect(coded.headers.get("etag")).toBe(tag.replace(/"$/, '-br"'));
    expect((await register.get("/api/v1/partners", { "If-None-Match": coded.headers.get("etag")! })).status).toBe(304);
    await register.make("partner", { name: { fr: "Brouillon de plus" }, type: "ngo" }, "draft");
    expect((await register.get("/api/v1/partners", { "If-None-Match": tag })).status).toBe(304);
    const id = await register.make("partner", { name: { fr: "Un de plus" }, type: "ngo" });
    const changed = await register.get("/api/v1/partners?limit=500", { "If-None-Match": tag });
    expect(changed.status).toBe(200);
    expect(ids(await changed.json())).toContain(id);
  });

  it("may be read from any site, and by HEAD", async () => {
    const preflight = await register.get(
      "/api/v1/projects",
      { Origin: "https://other.example", "Access-Control-Request-Method": "GET" },
      "OPTIONS",
    );
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
    const head = await register.get("/api/v1/projects", { Origin: "https://other.example" }, "HEAD");
    expect([head.status, await head.text(), head.headers.get("access-control-allow-origin")]).toEqual([200, "", "*"]);
    expect((await register.get("/api/v1/projects?limit=1")).headers.get("link")).toMatch(
      /^<https:\/\/monde\.example\.org\/api\/v1\/projects\?.*cursor=.*>; rel="next"$/,
    );
  });

  it("refuses with the field, what is wrong and the remedy, in the language of the reader", async () => {
    const cases: [string, number, string, string?][] = [
      ["/api/v1/projects?countri=SN", 400, "unknown_parameter", "country"],
      ["/api/v1/projects?state=runing", 400, "invalid_parameter", "running"],
      ["/api/v1/projects?limit=501", 400, "invalid_parameter", "500"],
      ["/api/v1/projects?limit=1e2", 400, "invalid_parameter"],
      ["/api/v1/projects?fields=nam", 400, "invalid_parameter", "name"],
      ["/api/v1/projects?sort=budget", 400, "invalid_parameter"],
      ["/api/v1/projects?year=2020&year=2021", 400, "repeated_parameter"],
      ["/api/v1/projects?cursor=abc", 400, "bad_cursor"],
      ["/api/v1/projects?cursor=@@", 400, "bad_cursor"],
      [`/api/v1/projects?sort=amount&cursor=${Buffer.from('["amount","x","y"]').toString("base64url")}`, 400, "bad_cursor"],
      [`/api/v1/projects?sort=name&cursor=${Buffer.from('["amount","1","y"]').toString("base64url")}`, 400, "bad_cursor"],
      ["/api/v1/changes?cursor=abc", 400, "bad_cursor"],
      ["/api/v1/money", 400, "invalid_parameter"],
      ["/api/v1/map?bbox=1,2,3", 400, "invalid_parameter"],
      ["/api/v1/projects/nothing", 404, "not_found"],
      ["/api/v1/projet", 404, "unknown_path", "/api/v1/projects"],
      ["/api/v1", 404, "unknown_path"],
    ];
    for (const [path, status, code, remedy] of cases) {
      const answer = await json(path);
      expect([answer.status, answer.headers.get("content-type")], path).toEqual([status, "application/problem+json"]);
      expect(problemSchema.parse(answer.body).type, path).toBe(`https://monde.example.org/api#${code}`);
      if (remedy) expect(answer.body.remedy, path).toContain(remedy);
      expect(JSON.stringify(answer.body), path).not.toContain("api.problem");
    }
    expect((await json("/api/v1/projects?x=1", { "Accept-Language": "en" })).body.title).toBe("Unknown parameter");
    expect((await json("/api/v1/projects?x=1", { "Accept-Language": "fr" })).body.title).toBe("Paramètre inconnu");
    const method = await register.get("/api/v1/projects", {}, "POST");
    expect([method.status, method.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect((await json("/api/v1/projects", { Accept: "image/png" })).status).toBe(406);
  });

  it("limits each address, and says what is left", async () => {
    const { config } = register.services as unknown as { config: { apiRate?: number } };
    const { appOf } = await import("../testing.ts");
    config.apiRate = 3;
    const app = appOf(register.services);
    const answers = await Promise.all([1, 2, 3, 4].map(() => app.request("/api/v1/places")));
    delete config.apiRate;
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429]);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit-policy")).toBe('"address";q=3;w=60');
  });
});

describe("the changes", () => {
  it("tell a mirror each record once, by its last change, and nothing of drafts", async () => {
    const start = (await json("/api/v1/changes?limit=500")).body.cursor as string;
    const since = async (cursor: string) => (await json(`/api/v1/changes?cursor=${cursor}`)).body;
    expect((await since(start)).data).toEqual([]);
    expect((await since(start)).cursor).toBe(start);
    const made = await register.make("network", { name: { fr: "Réseau suivi" } });
    const draft = await register.make("network", { name: { fr: "Réseau caché" } }, "draft");
    await register.move("network", draft, "archive");
    const first = await since(start);
    expect(first.data).toMatchObject([
      { kind: "network", id: made, change: "created", url: `https://monde.example.org/api/v1/networks/${made}` },
    ]);
    await register.move("network", made, "withdraw");
    const second = await since(first.cursor);
    expect(second.data).toMatchObject([{ id: made, change: "withdrawn", url: null }]);
    await register.move("network", made, "publish");
    expect((await since(start)).data).toMatchObject([{ id: made, change: "created" }]);
    expect((await json("/api/v1/changes?kind=partner&limit=500")).body.data.every((one: any) => one.kind === "partner")).toBe(true);
  });

  it("lead to the same records as the lists", async () => {
    const changes = (await walk("/api/v1/changes?limit=7")).filter(({ change }) => change !== "withdrawn");
    const listed: string[] = [];
    for (const { name, table } of resources.filter((one) => one.id === "id"))
      for (const row of await walk(`/api/v1/${name}?limit=500${table === "project" ? "&reporter=all" : ""}`))
        listed.push(`${table} ${row.id}`);
    expect(changes.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(listed.sort());
  });
});

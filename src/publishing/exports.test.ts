import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { read, utils } from "@e965/xlsx";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { datasetNames, datasets } from "./datasets.ts";
import { appOf, makeAwkwardRows, openRegister, type Register } from "./testing.ts";

let register: Register;
let ids: string[];
beforeAll(async () => {
  register = await openRegister();
  ids = (await makeAwkwardRows(register)).published.sort();
});
afterAll(() => register.drop());

const text = async (path: string) => (await register.get(path)).text();
const rowsOfCsv = async (path: string): Promise<Record<string, string>[]> => parse(await text(path), { columns: true });
const rowsOfJson = async (name: string, query = ""): Promise<any[]> => JSON.parse(await text(`/data/${name}.json${query}`))[name];
const workbook = async (path: string) => read(new Uint8Array(await (await register.get(path)).arrayBuffer()), { cellDates: true });
const rowsOfXlsx = async (path: string, sheet = /data\/(\w+)/.exec(path)![1]!): Promise<any[]> =>
  utils.sheet_to_json((await workbook(path)).Sheets[sheet]!, { defval: null });

describe("every file", () => {
  it("holds the published projects, no draft and nothing archived", async () => {
    const csv = (await rowsOfCsv("/data/projects.csv")).map((row) => row.id);
    const json = (await rowsOfJson("projects")).map((row) => row.id);
    const xlsx = (await rowsOfXlsx("/data/projects.xlsx")).map((row) => row.id);
    const geojson = JSON.parse(await text("/data/projects.geojson")).features.map((one: any) => one.properties.id);
    const iati = [...(await text("/data/iati.xml")).matchAll(/<iati-identifier>FR-RCS-217500016-(?!PROGRAMME-)([^<]+)</g)].map(
      (match) => match[1],
    );
    for (const found of [csv, json, xlsx, [...new Set(geojson)], iati]) expect([...found].sort()).toEqual(ids);
  });

  it.each(datasetNames)("counts the same rows of %s in each format", async (name) => {
    const { count } = JSON.parse(await text(`/data/${name}.json`));
    expect(count).toBeGreaterThan(0);
    expect((await rowsOfCsv(`/data/${name}.csv`)).length).toBe(count);
    expect((await rowsOfXlsx(`/data/${name}.xlsx`)).length).toBe(count);
    const schema = JSON.parse(await text(`/data/${name}.schema.json?lang=en`));
    expect(schema.fields.map((field: any) => field.name)).toEqual(datasets[name].columns.map((column) => column.name));
    expect(new Set(schema.fields.map((field: any) => field.name)).size).toBe(schema.fields.length);
  });

  it("follows what is published and what is withdrawn at once", async () => {
    const id = await register.make("project", { name: { fr: "De passage" } });
    expect((await rowsOfCsv("/data/projects.csv")).some((row) => row.id === id)).toBe(true);
    await register.move("project", id, "withdraw");
    expect(await text("/data/projects.csv")).not.toContain("De passage");
    expect(await text("/data/iati.xml")).not.toContain("De passage");
    // The copies of what no longer stands are gone from the disk too.
    const kept = readdirSync(join(register.services.config.dataDir, "exports")).filter((name) => name.startsWith("projects.csv~"));
    expect(kept).toHaveLength(3);
  });

  it("is narrowed by the filters of the list", async () => {
    expect((await rowsOfCsv("/data/projects.csv?country=IT")).map((row) => row.id).sort()).toEqual([
      "deja-fini-a-venir",
      "fin-connue-debut-inconnu",
    ]);
    expect((await rowsOfXlsx("/data/projects.xlsx?theme=water")).length).toBe(1);
    expect(await rowsOfJson("projects", "?q=dakar")).toHaveLength(1);
    expect(JSON.parse(await text("/data/projects.geojson?state=planned")).features).toHaveLength(1);
    expect((await rowsOfCsv("/data/projects.csv?sort=name&page=3")).length).toBe(ids.length);
    expect((await rowsOfCsv("/data/projects.csv?theme=none")).length).toBe(0);
  });
});

describe("CSV", () => {
  it("reads back with quotes, commas, line ends and accents, without a byte order mark", async () => {
    const bytes = Buffer.from(await (await register.get("/data/projects.csv")).arrayBuffer());
    expect(bytes.subarray(0, 3).toString()).toBe("id,");
    expect(
      bytes
        .toString()
        .split("\n")
        .every((line, i, all) => i === all.length - 1 || line.endsWith("\r") || !line.startsWith("id,")),
    ).toBe(true);
    const row = (await rowsOfCsv("/data/projects.csv")).find((one) => one.name_en === "Access to <water>")!;
    expect(row.name_fr).toBe('\'=1+1; accès à l’eau, à "Dakar"');
    expect(row.description_en).toBe('Text, with "quotes"; and\nlines');
    expect(row).toMatchObject({
      budget: "100000.01",
      currency: "EUR",
      countries: "SN|ML|FJ",
      countries_fr: "Sénégal|Mali|Fidji",
      themes_fr: "Eau|Lutte contre le VIH/sida",
      country_shares: "",
      sector_shares: "33.3333|66.6667",
      planned_start: "2021",
      actual_start: "2021-03-15",
      humanitarian: "true",
      demo: "false",
      grants: "3",
      granted: "12500.50",
      quote: "'+33 1 23",
      state: "running",
      page_en: `https://monde.example.org/en/projects/${row.id}`,
      iati_identifier: `FR-RCS-217500016-${row.id}`,
    });
    expect(row.funders).toBe("Solidarités <i>&</i> Cie 5.00 EUR (received)|Ville de Dakar (refused)");
  });
});

describe("XLSX", () => {
  it("keeps the types, freezes the line of names and documents itself", async () => {
    const book = await workbook("/data/projects.xlsx");
    expect(book.SheetNames).toEqual(["projects", "metadata"]);
    const [row] = (await rowsOfXlsx("/data/projects.xlsx")).filter((one) => one.name_en === "Access to <water>");
    expect(row).toMatchObject({
      budget: 100_000.01,
      grants: 3,
      humanitarian: true,
      name_fr: '=1+1; accès à l’eau, à "Dakar"',
      planned_start: "2021",
      adaptation_marker: 2,
    });
    expect(row.updated_at).toBeInstanceOf(Date);
    expect(Math.abs(row.updated_at.getTime() - Date.now())).toBeLessThan(86_400_000);
    const formulas = Object.values(book.Sheets.projects!).filter((cell: any) => cell?.f);
    expect(formulas).toEqual([]);
    const about = JSON.stringify(await rowsOfXlsx("/data/projects.xlsx", "metadata"));
    for (const said of ["Licence Ouverte 2.0", "https://monde.example.org/data/projects.xlsx", "sector_shares", "GeoNames"])
      expect(about).toContain(said);
  });
});

describe("GeoJSON", () => {
  it("keeps to RFC 7946: longitude first, within bounds, a box around", async () => {
    for (const path of ["/data/projects.geojson", "/data/partners.geojson"]) {
      const { type, features, bbox } = JSON.parse(await text(path));
      expect(type).toBe("FeatureCollection");
      const points = features.filter((one: any) => one.geometry).map((one: any) => one.geometry.coordinates);
      for (const [longitude, latitude] of points) {
        expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
        expect(Math.abs(latitude)).toBeLessThanOrEqual(90);
        expect(String(longitude).split(".")[1]?.length ?? 0).toBeLessThanOrEqual(5);
      }
      const [x, y] = [points.map((one: number[]) => one[0]), points.map((one: number[]) => one[1])];
      expect(bbox).toEqual([Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)]);
    }
  });

  it("says how well each point is known, and names in the language asked for", async () => {
    const { features } = JSON.parse(await text("/data/projects.geojson?lang=en"));
    const of = (name: string) => features.filter((one: any) => one.properties.name === name);
    expect(of("Access to <water>").map((one: any) => [one.properties.place, one.properties.precision, one.geometry.coordinates])).toEqual([
      ["Dakar", "exact", [-17.44406, 14.69371]],
      ["Suva", "approximate", [178.4421, -18.1415]],
    ]);
    expect(of("English only, one country, nothing spent")[0]).toMatchObject({
      geometry: { coordinates: [10.12346, 14.4] },
      properties: { precision: "country", country: "SN", amount: 0, currency: "EUR", href: expect.stringMatching(/^\/en\/projects\//) },
    });
    expect(of("Rien que des vides")[0]).toMatchObject({ geometry: null });
    const partners = JSON.parse(await text("/data/partners.geojson")).features;
    expect(partners).toHaveLength(3);
    expect(partners.find((one: any) => one.properties.name === "Ville de Dakar").properties).toMatchObject({
      kind: "partner",
      type: "city",
      precision: "exact",
      themes: ["water"],
      agreements: [{ type: "friendship_pact", state: "in_force" }],
      networks: [],
    });
  });
});

describe("an answer", () => {
  it.each(["/data/projects.csv", "/data/projects.csv?country=SN", "/data/iati.xml", "/data/partners.geojson"])(
    "says when %s has not changed",
    async (path) => {
      const first = await register.get(path);
      const [tag, date] = [first.headers.get("etag")!, first.headers.get("last-modified")!];
      await first.text();
      expect((await register.get(path, { "If-None-Match": tag })).status).toBe(304);
      expect((await register.get(path, { "If-None-Match": '"other"' })).status).toBe(200);
      expect((await register.get(path, { "If-Modified-Since": date })).status).toBe(304);
      expect((await register.get(path, { "If-Modified-Since": new Date(0).toUTCString() })).status).toBe(200);
      await register.make("source", { name: { fr: `Autre ${crypto.randomUUID()}` }, publisher: "x" });
      const next = await register.get(path, { "If-None-Match": tag });
      expect(next.status).toBe(200);
      expect(next.headers.get("etag")).not.toBe(tag);
    },
  );

  it("does not change with the work on drafts", async () => {
    const tag = (await register.get("/data/projects.csv")).headers.get("etag")!;
    await register.make("project", { name: { fr: "Encore un brouillon" } }, "draft");
    expect((await register.get("/data/projects.csv", { "If-None-Match": tag })).status).toBe(304);
  });

  it("may be read by any site, has a good name and is compressed", async () => {
    const plain = await text("/data/awards.csv");
    const answer = await register.get("/data/awards.csv", { Origin: "https://elsewhere.example", "Accept-Encoding": "gzip, br;q=0" });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "content-encoding": "gzip",
      vary: expect.stringContaining("Accept-Encoding"),
      "content-disposition": expect.stringMatching(/^attachment; filename="ville-de-paris-awards-\d{4}-\d\d-\d\d\.csv"$/),
      "content-type": "text/csv; charset=utf-8; header=present",
    });
    expect(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe(plain);
    const part = await register.get("/data/projects.csv?country=SN", { "Accept-Encoding": "gzip" });
    expect(part.headers.get("content-disposition")).toMatch(/ville-de-paris-projects-selection-/);
    expect(gunzipSync(Buffer.from(await part.arrayBuffer())).toString()).toMatch(/^id,/);
    const head = await register.get("/data/projects.xlsx", {}, "HEAD");
    expect(Number(head.headers.get("content-length"))).toBe((await (await register.get("/data/projects.xlsx")).arrayBuffer()).byteLength);
    expect(
      (await register.get("/data/projects.csv", { Origin: "https://elsewhere.example", "Access-Control-Request-Method": "GET" }, "OPTIONS"))
        .status,
    ).toBe(204);
  });

  it("comes all the same when nothing can be kept", async () => {
    const { config } = register.services;
    const answer = await appOf({ ...register.services, config: { ...config, dataDir: "/dev/null/nowhere" } }).request("/data/partners.csv");
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(await text("/data/partners.csv"));
  });
});

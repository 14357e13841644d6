import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readCity } from "../../src/platform/city.ts";
import { CityInForce } from "../../src/platform/city-settings/in-force.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { type Browser, type OfficeSite, openOffice, valueIn } from "./office-site.ts";

let site: OfficeSite;
let admin: Browser;
let other: CityInForce;
// Another node of the same site: it hears that something changed, and reads.
const heard = { version: 0, fresh: true };

beforeAll(async () => {
  site = await openOffice({ paris: true });
  const folder = await readCity(join(projectRoot, "data/paris"));
  const cities = new CityInForce({ folder, db: site.db, content: site.services.content });
  Object.defineProperty(site.services, "city", { get: () => cities.current });
  site.services.cities = cities;
  other = new CityInForce({ folder, db: site.db, content: heard });
  admin = await site.as("administrator");
}, 60_000);
afterAll(() => site.drop());

const identity = {
  "name.fr": "Ville de Brume",
  "name.en": "City of Brume",
  "title.fr": "Brume au monde",
  "title.en": "Brume in the world",
  "tagline.fr": "Ce que fait Brume.",
  "tagline.en": "What Brume does.",
  "service.fr": "Relations",
  "service.en": "Relations",
  email: "monde@brume.example",
};
const states = (page: string) =>
  [...page.matchAll(/<h2>([^<]+) <span class="badge[^"]*">([^<]+)</g)].map(([, step, state]) => `${step}: ${state}`);

it("leads an administrator through the first hour, each step as the database knows it", async () => {
  expect((await admin.get("/bureau")).text).toContain("il reste 4 étapes");
  expect(states((await admin.get("/bureau/premiers-pas")).text).every((state) => state.endsWith("à faire"))).toBe(true);

  // What is at fault comes back as it was typed, at its field.
  const wrong = await admin.post("/bureau/ville/identite", { ...identity, "title.en": "", from: "first-steps" });
  expect(wrong.status).toBe(422);
  expect(valueIn(wrong.text, "name.fr")).toBe("Ville de Brume");
  expect(valueIn(wrong.text, "from")).toBe("first-steps");
  expect(wrong.text).toContain('href="#f-title-en"');

  const named = await admin.post("/bureau/ville/identite", { ...identity, from: "first-steps" });
  expect(named.location).toBe("/bureau/premiers-pas?fait=identity");
  // It holds at once: on this node, and on the others once they have heard.
  expect((await site.request("/fr")).status).toBe(200);
  expect(await (await site.request("/fr")).text()).toContain("Brume au monde");
  expect(other.current.title.fr).not.toBe("Brume au monde");
  heard.version++;
  await other.refresh();
  expect(other.current.title.fr).toBe("Brume au monde");
});

const coloursOf = (page: string) =>
  Object.fromEntries(
    ["light", "dark"].flatMap((scheme) =>
      ["paper", "ink", "accent", "muted", "line"].map((name) => [`${scheme}.${name}`, valueIn(page, `${scheme}.${name}`)!]),
    ),
  );

it("shows colours before they are kept, and keeps none that cannot be read", async () => {
  const colours = coloursOf((await admin.get("/bureau/ville")).text);
  const before = /href="(\/theme\.[^"]+)"/.exec(await (await site.request("/fr")).text())![1]!;

  const pale = await admin.post("/bureau/ville/couleurs", { ...colours, "light.accent": "#D9A441", do: "save" });
  expect(pale.status).toBe(422);
  expect(valueIn(pale.text, "light.accent")).toBe("#D9A441");
  expect(pale.text).toContain("trop proche");
  const none = await admin.post("/bureau/ville/couleurs", { ...colours, "dark.ink": "white", do: "preview" });
  expect(valueIn(none.text, "dark.ink")).toBe("white");
  expect(none.status).toBe(422);
  expect(none.text).toMatch(/<a href="#f-dark-ink">De nuit, [^<]+<\/a>/);

  const seen = await admin.post("/bureau/ville/couleurs", { ...colours, "light.accent": "0A5C8A", do: "preview" });
  expect(seen.status).toBe(200);
  expect(seen.text).toContain('fill="#0a5c8a"');
  expect(await (await site.request("/fr")).text()).toContain(before);

  expect((await admin.post("/bureau/ville/couleurs", { ...colours, "light.accent": "0A5C8A", do: "save" })).status).toBe(303);
  const after = /href="(\/theme\.[^"]+)"/.exec(await (await site.request("/fr")).text())![1]!;
  expect(after).not.toBe(before);
  expect(await (await site.request(after)).text()).toContain("--accent:#0a5c8a");
});

it("knows a record that somebody brought and published, and can be put away", async () => {
  const csv = new File(["id;name.fr;type;country\nbrume-soeur;Sœur;city;FR\n"], "partenaires.csv");
  const report = await admin.post("/bureau/import/partenaires", { file: csv });
  const [confirm, digest] = [valueIn(report.text, "confirm")!, valueIn(report.text, "digest")!];
  const done = await admin.post("/bureau/import/partenaires", { confirm, digest });
  expect(done.text).toContain("Revenir aux premiers pas");
  expect(states((await admin.get("/bureau/premiers-pas")).text)).toEqual([
    "Nommer la ville: fait",
    "Choisir ses couleurs: fait",
    "Apporter vos données: fait",
    "Publier les premières fiches: à faire",
  ]);
  expect((await admin.get("/bureau")).text).toContain("il reste une étape");
  expect((await admin.post("/bureau/premiers-pas", {})).location).toBe("/bureau");
  expect((await admin.get("/bureau")).text).not.toContain("il reste");
  const rows = await site.db.selectFrom("event").select("action").where("kind", "=", "city").orderBy("id").execute();
  expect(rows.map(({ action }) => action)).toEqual(["named", "coloured", "guide_closed"]);
});

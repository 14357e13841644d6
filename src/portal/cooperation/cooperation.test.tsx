import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPortal, type TestPortal } from "../register/testing.tsx";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openPortal({ paris: true });
});
afterAll(() => portal.drop());

const INTERNAL = "mot-du-bureau";
const mission = (change: Record<string, unknown> = {}) => ({
  name: { fr: "Fuites à Lisbonne", en: "Leaks in Lisbon" },
  type: "expertise",
  state: "done",
  partner: "lisbonne",
  country: "PT",
  startsOn: "2024-05-13",
  endsOn: "2024-05-17",
  skills: ["water"],
  themes: ["water"],
  work: [{ service: "Service de l’eau", people: 2, days: 7, dayCents: 42_000 }],
  costs: [{ type: "travel", amountCents: 186_000 }],
  funders: [{ organisation: "afd", amountCents: 150_000, status: "received" }],
  orderedOn: "2024-04-02",
  orderedBy: INTERNAL,
  safety: "normal",
  safetyOn: "2024-04-01",
  safetyNote: INTERNAL,
  notes: INTERNAL,
  ...change,
});

describe("missions", () => {
  it("are listed and narrowed by what one looks for; a draft is nowhere", async () => {
    const id = await portal.make("mission", mission());
    await portal.make("mission", mission({ name: { fr: "Projet secret" } }), []);
    for (const query of ["", "?country=PT", "?skill=water", "?theme=water", "?year=2024", "?state=done", "?q=fuites", "?type=expertise"]) {
      const list = await portal.text(`/fr/missions${query}`);
      expect(list).toContain(`/fr/missions/${id}`);
      expect(list).not.toContain("Projet secret");
    }
    for (const query of ["?country=SN", "?year=2023", "?state=planned", "?skill=housing"])
      expect(await portal.text(`/fr/missions${query}`)).not.toContain(`/fr/missions/${id}`);
    expect(await portal.text("/fr/missions?year=abc&state=%00&page=9999999")).toContain("<h1>");
  });

  it("say what the work is worth beside what is paid, and never who went, on any page", async () => {
    const expert = await portal.make("expert", { name: { fr: `Personne ${INTERNAL}` } }, []);
    const id = await portal.make("mission", mission({ experts: [{ expert }], project: "radio-erena-2017" }));
    const pages = [`/fr/missions/${id}`, `/en/missions/${id}`, "/fr/missions", "/fr/partenaires/lisbonne", "/fr/projets/radio-erena-2017"];
    for (const page of pages) {
      const text = await portal.text(page);
      expect(text).not.toContain(INTERNAL);
      expect(text.replace(/[\u00a0\u202f,]/g, " ")).toMatch(/5 ?880/);
    }
    expect(await portal.text(`/fr/missions/${id}`)).toContain("Coût pour la ville");
    expect(await portal.text("/fr/projets/radio-erena-2017")).toContain("ne s’y ajoute pas");
    expect((await portal.get(`/fr/experts/${expert}`)).status).toBe(404);
  });
});

describe("programmes in depth", () => {
  it("the waste scheme shows the review that led to it, and the water scheme what it led to", async () => {
    const waste = await portal.text("/fr/programmes/un-pour-cent-dechets");
    expect(waste).toContain("Évaluations et décisions");
    expect(waste).toContain('href="/fr/programmes/solidarite-eau-assainissement"');
    const water = await portal.text("/fr/programmes/solidarite-eau-assainissement");
    expect(water).toContain("A conduit à");
    expect(water).toContain('href="/fr/programmes/un-pour-cent-dechets"');
  });
  it("the climate plan shows its axes", async () => {
    const plan = await portal.text("/fr/programmes/plan-climat");
    for (const axis of ["Déplacements", "Habitat", "Urbanisme", "Gestion des ressources et des déchets", "Alimentation"])
      expect(plan).toContain(axis);
  });
  it("a fund shows its envelope as it was said, its period and that it is over, its territories", async () => {
    const fse = await portal.text("/fr/programmes/fse-2014-2020");
    expect(fse).toMatch(/plus de 25\smillions d’euros/);
    expect(fse).toContain("2014–2020");
    expect(fse).toContain("Période échue");
    const iti = await portal.text("/en/programmes/iti-2014-2020");
    expect(iti).toContain("Priority districts of the 19th arrondissement");
    expect(iti).toContain("Period over");
  });
  it("a label shows the laureates published of each year beside the grants of the register", async () => {
    const label = await portal.text("/fr/programmes/label-paris-europe");
    const table = label.slice(label.indexOf('id="laureates"'), label.indexOf('id="awards"'));
    for (const figure of ["label-europe-laureats-2017", "label-europe-laureats-2020", "label-europe-laureats-2024"])
      expect(table).toContain(`/fr/chiffres/${figure}`);
    expect(table).toContain("/fr/subventions?programme=label-paris-europe&amp;year=2021");
  });
});

describe("the section of climate", () => {
  it.each(["/fr/climat", "/en/climate"])("%s is made of the rows of the register, air apart", async (path) => {
    const page = await portal.text(path);
    const locale = path.slice(1, 3);
    for (const href of ["programmes/plan-climat", "programmes/reinventing-cities", "programmes/qualite-de-l-air"])
      expect(page).toContain(`/${locale}/${href}`);
    expect(page).toMatch(/(reseaux|networks)\/c40/);
    expect(page).toMatch(/id="air"/);
  });
});

describe("the section of Europe", () => {
  it("shows the 23 agreements on a map and in a table, and leads to the map narrowed to them", async () => {
    const page = await portal.text("/fr/europe");
    const section = page.slice(page.indexOf('id="agreements"'), page.indexOf('id="funds"'));
    expect(new Set(section.match(/\/fr\/partenaires\/[a-z-]+/g)).size).toBe(23);
    expect(section.match(/map-mark-agreement/g)).toHaveLength(23);
    expect(section).toContain("/fr/carte?layer=agreements&amp;region=europe&amp;type=european_agreement");
    expect(section).toContain("/fr/accords?type=european_agreement");
    expect(await portal.text("/fr/accords?type=european_agreement")).toContain("23 résultats");
    for (const href of [
      "programmes/fse-2014-2020",
      "programmes/europe-2020",
      "reseaux/eurocities",
      "reseaux/ccre",
      "organismes/maison-de-l-europe",
    ])
      expect(page).toContain(`/fr/${href}`);
  });
  it("says how many asked for advice by year and nothing of any case", async () => {
    await portal.make(
      "advice",
      { name: { fr: INTERNAL }, type: "legal", askedOn: "2023-05-02", applicant: INTERNAL, answer: INTERNAL },
      [],
    );
    const page = await portal.text("/fr/europe");
    expect(page).toContain("Demandes de conseil reçues");
    expect(page).toContain("2023");
    expect(page).not.toContain(INTERNAL);
  });
});

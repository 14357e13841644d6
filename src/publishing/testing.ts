import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { testDatabase } from "../../test/support/database.ts";
import type { Actor } from "../platform/accounts/rights.ts";
import { type City, readCity } from "../platform/city.ts";
import { connect, type Database, published } from "../platform/database/connect.ts";
import { projectRoot } from "../platform/project-root.ts";
import type { AppEnv, Services } from "../platform/web/env.ts";
import type { KindName } from "../register/kinds.ts";
import { createRecord, moveRecord } from "../register/record/actions.ts";
import type { Transition } from "../register/record/states.ts";
import { openFor, plainStory, publishedStory } from "../register/story/testing.ts";
import { publishing } from "./routes.ts";

const officer: Actor = { id: "test", name: "Test", role: "administrator" };

/** A register for one test file: some countries and terms, and what makes, moves and asks for files. */
export interface Register {
  db: Database;
  city: City;
  services: Services;
  app: Hono<AppEnv>;
  /** Makes a record and publishes it, unless `status` says otherwise. Gives its identifier. */
  make(kind: KindName, input: Record<string, unknown>, status?: "draft" | "published" | "archived"): Promise<string>;
  move(kind: KindName, id: string, transition: Transition): Promise<void>;
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Response>;
  drop(): Promise<void>;
}

const countries: [string, string, string, number | null][] = [
  ["SN", "Sénégal", "africa", 14.4],
  ["IT", "Italie", "europe", 42.8],
  ["ML", "Mali", "africa", 17.5],
  ["FJ", "Fidji", "oceania", -17.8],
  ["AQ", "Antarctique", "antarctica", null],
];
const terms: [string, string, string][] = [
  ["theme", "water", "Eau"],
  ["theme", "hiv", "Lutte contre le VIH/sida"],
  ["skill", "water", "Eau"],
  ["page-section", "world", "Monde"],
  ["priority", "solidarity", "Solidarité"],
  ["sdg-goal", "6", "Eau propre"],
  ["sdg-target", "6.1", "Eau potable"],
  ["dac-sector", "14031", "Eau potable"],
  ["dac-sector", "14032", "Assainissement"],
  ["dac-sector", "13040", "Lutte contre les MST"],
  ["organisation-type", "22", "ONG nationale"],
  ["organisation-type", "11", "Collectivité locale"],
  ["budget-source", "general", "Budget général"],
  ["budget-source", "water", "1 % eau"],
];

/** The files alone, without the pages. */
export function appOf(services: Services): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use((c, next) => {
    c.set("services", services);
    return next();
  });
  return app.route("/", publishing(services.db));
}

export async function openRegister(options: { paris?: boolean } = {}): Promise<Register> {
  const database = await testDatabase(options);
  const { db, close } = connect(database.url);
  const city = await readCity(join(projectRoot, "data/paris"));
  if (!options.paris) {
    for (const [code, fr, continent, latitude] of countries)
      await db
        .insertInto("country")
        .values({
          code,
          name: JSON.stringify({ fr, en: `${fr} (en)` }) as never,
          continent,
          latitude,
          longitude: latitude === null ? null : 10.1234567,
        })
        .onConflict((c) => c.doNothing())
        .execute();
    for (const [vocabulary, code, fr] of terms)
      await db
        .insertInto("term")
        .values({ vocabulary, code, name: JSON.stringify({ fr }) as never })
        .onConflict((c) => c.doNothing())
        .execute();
    await db
      .insertInto("odaList")
      .values({ id: "test-list", name: JSON.stringify({ fr: "Liste" }) as never, validFrom: "2000-01-01", source: "test" } as never)
      .onConflict((c) => c.doNothing())
      .execute();
    await db
      .insertInto("odaRecipient")
      .values(["SN", "ML"].map((country) => ({ list: "test-list", country, dacCode: "1", incomeGroup: "ldc" })))
      .onConflict((c) => c.doNothing())
      .execute();
  }
  const dataDir = mkdtempSync(join(tmpdir(), "vm-publishing-"));
  const services = {
    db,
    published: published(db),
    city,
    baseUrl: "https://monde.example.org",
    config: { dataDir },
    log: { warn() {} },
    mail: { secret: "0".repeat(40) },
    content: { version: 0, fresh: false, async touch() {}, async stop() {} },
  } as unknown as Services;
  const app = appOf(services);
  const done = <T extends { ok: boolean }>(result: T) => {
    if (!result.ok) throw new Error(JSON.stringify(result));
    return result as Extract<T, { ok: true }>;
  };
  return {
    db,
    city,
    services,
    app,
    async make(kind, input, status = "published") {
      const { id } = done(await createRecord(db, kind, input, officer));
      if (status !== "draft") done(await moveRecord(db, kind, id, "publish", officer));
      if (status === "archived") done(await moveRecord(db, kind, id, "archive", officer));
      return id;
    },
    async move(kind, id, transition) {
      done(await moveRecord(db, kind, id, transition, officer));
    },
    get: async (path, headers = {}, method = "GET") => app.request(path, { headers, method }),
    async drop() {
      await close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The awkward rows that every export must bear. Gives the identifiers of the projects published. */
export async function makeAwkwardRows({ db, make }: Register): Promise<{ published: string[]; organisation: string; partner: string }> {
  const source = await make("source", {
    name: { fr: "Délibérations; 2023" },
    publisher: 'Ville "de" Paris',
    url: "https://example.org/s?a=1&b=2",
  });
  const place = await make("place", {
    name: { fr: "Dakar", en: "Dakar" },
    country: "SN",
    latitude: 14.6937123,
    longitude: -17.4440612,
    geonamesId: 2253354,
  });
  const other = await make("place", {
    name: { fr: "Suva" },
    country: "FJ",
    latitude: -18.1415,
    longitude: 178.4421,
    exactness: "approximate",
  });
  const organisation = await make("organisation", { name: { fr: "Solidarités <i>&</i> Cie" }, type: "22", siren: "389515180" });
  const rna = await make("organisation", { name: { fr: "Association sans SIREN" }, type: "22", rna: "W751234567" });
  const network = await make("network", {
    name: { fr: "Réseau", en: "Network" },
    memberships: [{ role: "member" }],
    mandates: [{ role: "president", holder: 'Camille ; "Exemple"', since: "2016" }],
    contributions: [{ year: 2020, amountCents: 163_300_050, deliberation: "2020 DGRI 4" }],
  });
  const partner = await make("partner", {
    name: { fr: "Ville de Dakar", en: "City of Dakar" },
    type: "city",
    country: "SN",
    place,
    themes: ["water"],
  });
  await make("partner", { name: { fr: "Partenaire sans lieu" }, type: "ngo", country: "ML" });
  await make("partner", { name: { fr: "Partenaire de nulle part" }, type: "institution" });
  await make("partner", { name: { fr: "Partenaire en préparation" }, type: "city", country: "IT" }, "draft");
  const programme = await make("programme", { name: { fr: "Solidarité & eau" }, type: "scheme" });
  const agreement = await make("agreement", {
    name: { fr: "Pacte d’amitié" },
    partner,
    type: "friendship_pact",
    state: "in_force",
    signedOn: "2003",
  });
  const document = await make("document", {
    name: { fr: "Délibération 2023 DGRI 12" },
    type: "deliberation",
    url: "https://example.org/d.pdf?x=<1>",
    datedOn: "2023-07-04",
    language: "fr",
  });
  const full = {
    description: { fr: "=cmd|'/C calc'!A0 \n<script>alert(1)</script> & 😀 \u0001 « é »", en: 'Text, with "quotes"; and\nlines' },
    programme,
    agreement,
    plannedStart: "2021",
    plannedEnd: "2023-06",
    actualStart: "2021-03-15",
    countries: [{ country: "SN" }, { country: "ML" }, { country: "FJ" }],
    places: [{ place }, { place: other }],
    partners: [
      { partner, role: "beneficiary" },
      { partner, role: "lead" },
      { organisation, role: "implementer" },
      { network, role: "partner" },
    ],
    themes: ["water", "hiv"],
    priorities: ["solidarity"],
    goals: ["6"],
    targets: ["6.1"],
    sectors: [
      { sector: "14031", percentage: 33.3333 },
      { sector: "14032", percentage: 66.6667 },
    ],
    genderMarker: 0,
    mitigationMarker: 1,
    adaptationMarker: 2,
    humanitarian: true,
    budgetCents: 10_000_001,
    funders: [
      { organisation, amountCents: 500, status: "received" },
      { partner, status: "refused" },
    ],
    results: [
      {
        indicator: { fr: "Branchements" },
        unit: { fr: "foyers" },
        baselineValue: 0,
        baselineYear: 2020,
        targetValue: 1500,
        targetOn: "2023",
        actualValue: 1620.5,
        actualOn: "2023-06-30",
      },
      { indicator: { fr: "Part desservie" }, unit: { fr: "%" }, actualValue: 80, actualOn: "2022" },
      { indicator: { fr: "Sans valeur" } },
    ],
    website: "https://example.org/projet",
    documents: [{ document }],
    source,
    quote: "+33 1 23",
  };
  const ids = [
    await make("project", {
      name: { fr: '=1+1; accès à l’eau, à "Dakar"', en: "Access to <water>" },
      reference: "2021/DGRI|12 & ?",
      ...full,
    }),
    await make("project", {
      name: { en: "English only, one country, nothing spent" },
      countries: [{ country: "SN" }],
      sectors: [{ sector: "13040" }],
      plannedStart: "2022-02",
      state: "planned",
      budgetCents: 0,
    }),
    await make("project", { name: { fr: "Rien que des vides" } }),
    await make("project", {
      name: { fr: "Fin connue, début inconnu" },
      actualEnd: "2019",
      state: "finished",
      countries: [{ country: "IT" }],
      sectors: [{ sector: "14031" }],
    }),
    await make("project", {
      name: { fr: `Très ${"long ".repeat(50)}` },
      description: { fr: "x & y < z ".repeat(1_990) },
      countries: [{ country: "AQ" }],
      budgetCents: 99_999_999_999_999,
      plannedStart: "1990",
      plannedEnd: "2050",
    }),
    await make("project", {
      name: { fr: "😀 Déjà fini à venir" },
      actualStart: "2199",
      actualEnd: "2199-12",
      countries: [
        { country: "SN", percentage: 12.5 },
        { country: "IT", percentage: 87.5 },
      ],
    }),
  ];
  await make("project", { name: { fr: "Brouillon" }, countries: [{ country: "SN" }] }, "draft");
  await make("project", { name: { fr: "Archivé" }, countries: [{ country: "SN" }] }, "archived");
  await openFor(db, ids[0]);
  const awkward = { ...plainStory, partner: null, themes: [], title: null, words: `"Ligne", ligne ;\n\n=SOMME(A1) – كان جسرًا` };
  await publishedStory(db, awkward, { project: ids[0]! });
  const award = (input: Record<string, unknown>) => make("award", { organisation, programme, amountCents: 1_000_000, ...input });
  await award({ name: { fr: "Subvention datée" }, project: ids[0], awardedOn: "2021-07-06" });
  await award({
    name: { fr: "Subvention de l’année" },
    project: ids[0],
    awardedOn: "2022",
    amountCents: 250_050,
    tranches: [
      { year: 2022, budgetSource: "water", amountCents: 100_000 },
      { year: 2023, budgetSource: "general", amountCents: 150_050 },
    ],
  });
  await award({ name: { fr: "Subvention sans SIREN" }, project: ids[0], organisation: rna, awardedOn: "2022-05", amountCents: 0 });
  await award({ name: { fr: "Subvention à venir" }, project: ids[1], awardedOn: "2199-01-01" });
  await award({ name: { fr: "@Total de l’année" }, awardedOn: "2020", aggregate: true, aggregatedCount: 3 });
  await award({ name: { fr: "Brouillon" }, awardedOn: "2020" });
  await make("subsidy", {
    name: { fr: "Aide d’une autre collectivité" },
    funder: rna,
    organisation,
    agreedOn: "2023-04-05",
    amountCents: 4_200_050,
  });
  await make("occasion", {
    name: { fr: "Sommet ; « des villes »\nde l’eau", en: "Summit" },
    type: "summit",
    state: "confirmed",
    startsOn: "2027-05-14",
    startsAt: "2027-05-14T07:00:00Z",
    endsAt: "2027-05-14T16:00:00Z",
    attendance: 120,
  });
  await make("mission", {
    name: { fr: "Fuites ; « réseau »\nde l’est" },
    type: "expertise",
    state: "done",
    country: "SN",
    startsOn: "2024-05-13",
    endsOn: "2024-05-17",
    skills: ["water"],
    themes: ["water"],
    work: [{ service: "=Service;eau", skill: "water", people: 2, days: 7, dayCents: 42_000 }],
    costs: [{ type: "travel", amountCents: 186_000 }],
    orderedOn: "2024-04-22",
    orderedBy: "Qui ne sort pas",
    notes: "Qui ne sort pas",
  });
  await make("honour", {
    name: { fr: "Quelqu’un ; « à l’honneur »" },
    type: "honorary_citizenship",
    state: "withdrawn",
    country: "SN",
    votedOn: "2004",
    withdrawnOn: "2018-12",
    withdrawal: { fr: "Motif,\nsur deux lignes" },
  });
  await make("prize", {
    name: { fr: "Prix", en: "Prize" },
    editions: [{ year: 2021, heldOn: "2021-10-07" }],
    laureates: [{ year: 2021, person: "Awa | Exemple", country: "ML" }],
  });
  await make("page", {
    name: { fr: "Dossier ; « de l’eau »", en: "In depth" },
    section: "world",
    themes: ["water"],
    blocks: [{ type: "text", text: { fr: "Des mots *penchés* & <b>crus</b>" } }],
    links: [{ network }],
  });
  await make("figure", {
    name: { fr: "Membres" },
    description: { fr: "Villes membres" },
    series: "members",
    value: -12.5,
    unit: { fr: "villes" },
    asOf: "2019-10",
    perimeter: { fr: "Monde" },
    source,
    quote: "plus de 12",
    network,
  });
  return { published: ids, organisation, partner };
}

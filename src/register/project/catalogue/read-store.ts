import { type Kysely, sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";
import { locatedCountries } from "../../map/countries-store.ts";
import { type Catalogue, CatalogueBuilder, type Entry, type Named } from "./catalogue.ts";

/** Projects read at once: others are answered between two batches. */
const BATCH = 8_000;

/**
 * Reads the catalogue of the projects that `db` sees. A batch comes as one row of long texts, a line for each project:
 * ten times as fast as a row for each.
 */
export async function readCatalogue(db: Database): Promise<Catalogue> {
  const any = db as unknown as Kysely<any>;
  const { n } = await any
    .selectFrom("project")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  const countries = await locatedCountries(db);
  const byCode = new Map(countries.map((one) => [one.code, one]));
  const builder = new CatalogueBuilder(n, (code) => byCode.get(code));
  const intern = new Map<string, string>();
  const same = (text: string) => {
    if (!intern.has(text)) intern.set(text, text);
    return intern.get(text)!;
  };
  const codes = (text: string) => (text === "" ? [] : text.split(" ").map(same));
  for (let after = "", left = n; left > 0; ) {
    const columns = await readProjects(any, after);
    const ids = lines(columns.ids);
    if (ids.length === 0) break;
    const [themes, goals, inCountries, programmes] = [columns.themes, columns.goals, columns.countries, columns.programmes].map(lines);
    const [states, amounts, first, last, own] = [columns.states, columns.amounts, columns.first, columns.last, columns.own].map(lines);
    const placesOf = Map.groupBy(await readPlaces(any, after, ids.at(-1)!, same), ({ project }) => project);
    for (const [i, id] of ids.entries())
      builder.add({
        id,
        codes: {
          theme: codes(themes![i]!),
          goal: codes(goals![i]!),
          country: codes(inCountries![i]!),
          programme: codes(programmes![i]!),
          state: codes(states![i]!),
        },
        amountCents: number(amounts![i]!),
        firstYear: number(first![i]!),
        lastYear: number(last![i]!),
        own: own![i] === "true",
        places: placesOf.get(id) ?? [],
      });
    after = ids.at(-1)!;
    left -= ids.length;
  }
  return builder.build({
    ...(await readNames(any)),
    country: countries.map(({ code, name }) => ({ value: code, name })),
  });
}

const lines = (text: string | null) => text?.split("\n") ?? [];
const number = (text: string) => (text === "" ? null : Number(text));
/** A column as one text. Codes and identifiers hold neither spaces nor line breaks. */
const column = (expression: ReturnType<typeof sql>) => sql<string | null>`string_agg(coalesce((${expression})::text, ''), chr(10))`;

function readProjects(db: Kysely<any>, after: string) {
  const batch = db
    .selectFrom("project")
    .innerJoin("projectSummary", "projectSummary.id", "project.id")
    .select(["project.id", "project.themes", "project.goals", "project.programme", "project.state", "project.reportedBy"])
    .select(["projectSummary.amountCents", "projectSummary.firstYear", "projectSummary.lastYear"])
    .select((eb) =>
      eb
        .selectFrom("projectCountry")
        .select(sql`string_agg(country, ' ' ORDER BY position)`.as("codes"))
        .whereRef("projectCountry.project", "=", "project.id")
        .as("countries"),
    )
    .where("project.id", ">", after)
    // Said of both: neither index is then read from its start.
    .where("projectSummary.id", ">", after)
    .orderBy("project.id")
    .limit(BATCH);
  return db
    .selectFrom(batch.as("one"))
    .select([
      column(sql`id`).as("ids"),
      column(sql`array_to_string(themes, ' ')`).as("themes"),
      column(sql`array_to_string(goals, ' ')`).as("goals"),
      column(sql`countries`).as("countries"),
      column(sql`programme`).as("programmes"),
      column(sql`state`).as("states"),
      column(sql`amount_cents`).as("amounts"),
      column(sql`first_year`).as("first"),
      column(sql`last_year`).as("last"),
      column(sql`reported_by IS NULL`).as("own"),
    ])
    .executeTakeFirstOrThrow();
}

type PlaceRead = Entry["places"][number] & { project: string };

/** The places of the projects of a batch, then their own sites, each in the order of its record. */
async function readPlaces(db: Kysely<any>, after: string, to: string, same: (text: string) => string): Promise<PlaceRead[]> {
  const places = db
    .selectFrom("projectPlace")
    .innerJoin("place", "place.id", "projectPlace.place")
    .select(["projectPlace.project", "projectPlace.position", "place.latitude", "place.longitude", "place.country", "place.exactness"])
    .select(sql<number>`0`.as("kind"))
    .where("projectPlace.project", ">", after)
    .where("projectPlace.project", "<=", to);
  const sites = db
    .selectFrom("projectSite")
    .select(["projectSite.project", "projectSite.position", "projectSite.latitude", "projectSite.longitude"])
    .select([sql<null>`null::text`.as("country"), "projectSite.exactness", sql<number>`1`.as("kind")])
    .where("projectSite.project", ">", after)
    .where("projectSite.project", "<=", to);
  const { text } = await db
    .selectFrom(places.unionAll(sites as never).as("one"))
    .select(
      sql<
        string | null
      >`string_agg(concat_ws(' ', project, latitude, longitude, exactness, country), chr(10) ORDER BY project, kind, position)`.as("text"),
    )
    .executeTakeFirstOrThrow();
  return lines(text).map((line) => {
    const [project, latitude, longitude, exactness, country] = line.split(" ") as [string, string, string, string, string?];
    return {
      project,
      latitude: Number(latitude),
      longitude: Number(longitude),
      exactness: same(exactness),
      country: country === undefined ? null : same(country),
    };
  });
}

async function readNames(db: Kysely<any>): Promise<Pick<Catalogue["named"], "theme" | "goal" | "programme">> {
  const terms = (vocabulary: string) =>
    db
      .selectFrom("term")
      .select(["code as value", "name"])
      .where("vocabulary", "=", vocabulary)
      .orderBy("position")
      .orderBy("code")
      .execute() as Promise<Named[]>;
  return {
    theme: await terms("theme"),
    goal: await terms("sdg-goal"),
    programme: (await db.selectFrom("programme").select(["id as value", "name"]).orderBy("id").execute()) as Named[],
  };
}

import { sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";
import type { Localised } from "../../../platform/localised.ts";
import type { KnownBody } from "../../../register/organisation/body-index.ts";
import { knownBodies } from "../../../register/organisation/body-store.ts";
import type { Status } from "../../../register/record/states.ts";
import type { KnownOther } from "./organisations.ts";
import type { KnownPlace } from "./places.ts";
import type { KnownCodes } from "./values.ts";

/** What a file is read against: a query a table, once for the file. */
export async function readKnown(db: Database): Promise<{
  codes: KnownCodes;
  organisations: KnownBody[];
  others: KnownOther[];
  places: KnownPlace[];
  programmes: Map<string, Status>;
  themes: ReadonlySet<string>;
}> {
  const [countries, terms, organisations, partners, networks, places, programmes] = await Promise.all([
    db.selectFrom("country").select("code").execute(),
    db
      .selectFrom("term")
      .select(["vocabulary", "code"])
      .where("vocabulary", "in", [
        "dac-sector",
        "sdg-goal",
        "sdg-target",
        "organisation-type",
        "collaboration-type",
        "aid-type",
        "channel",
        "theme",
      ])
      .execute(),
    knownBodies(db),
    db.selectFrom("partner").select(["id", "name", "aliases", "status"]).orderBy("id").execute(),
    db.selectFrom("network").select(["id", "name", "aliases", "acronym", "status"]).orderBy("id").execute(),
    db
      .selectFrom("place")
      .select(["id", "name", "aliases", "status", "country", "latitude", "longitude", "geonamesId"])
      .orderBy("id")
      .execute(),
    db.selectFrom("programme").select(["id", "status"]).execute(),
  ]);
  const byVocabulary = Map.groupBy(terms, ({ vocabulary }) => vocabulary);
  const codes = new Map([...byVocabulary].map(([name, list]) => [name, new Set(list.map(({ code }) => code))]));
  return {
    codes: { countries: new Set(countries.map(({ code }) => code)), terms: codes },
    organisations,
    others: [
      ...partners.map((one) => ({ ...one, kind: "partner" as const })),
      ...networks.map(({ acronym, ...one }) => ({
        ...one,
        aliases: [...one.aliases, ...(acronym ? [acronym] : [])],
        kind: "network" as const,
      })),
    ] as KnownOther[],
    places: places as KnownPlace[],
    programmes: new Map(programmes.map(({ id, status }) => [id, status as Status])),
    themes: codes.get("theme") ?? new Set(),
  };
}

/** The activity as it came in before, and how its record stands now. */
export interface Before {
  identifier: string;
  kind: "project" | "programme";
  record: string;
  digest: string;
  recordVersion: number;
  version: number;
  status: Status;
  own: boolean;
  reporterRef: string;
}

/** The activities of a batch that are in the register, their records locked when they are about to be written. */
export async function activitiesBefore(db: Database, identifiers: readonly string[], lock: boolean): Promise<Map<string, Before>> {
  const { rows } = await sql<Before>`
    SELECT a.identifier, CASE WHEN a.project IS NULL THEN 'programme' ELSE 'project' END AS kind, coalesce(a.project, a.programme) AS record,
           a.digest, a.record_version, coalesce(p.version, g.version) AS version, coalesce(p.status, g.status) AS status, a.own, a.reporter_ref
    FROM reported_activity a LEFT JOIN project p ON p.id = a.project LEFT JOIN programme g ON g.id = a.programme
    WHERE a.identifier = ANY (${identifiers})`.execute(db);
  if (lock && rows.length > 0) {
    const ids = (kind: string) => rows.flatMap((row) => (row.kind === kind ? [row.record] : []));
    // A version read a moment ago may have moved: read again, under the lock.
    const { rows: locked } = await sql<{ kind: string; id: string; version: number; status: Status }>`
      WITH p AS (SELECT id, version, status FROM project WHERE id = ANY (${ids("project")}) ORDER BY id FOR UPDATE),
           g AS (SELECT id, version, status FROM programme WHERE id = ANY (${ids("programme")}) ORDER BY id FOR UPDATE)
      SELECT 'project' AS kind, * FROM p UNION ALL SELECT 'programme', * FROM g`.execute(db);
    const now = new Map(locked.map((row) => [`${row.kind} ${row.id}`, row]));
    for (const row of rows) Object.assign(row, { version: now.get(`${row.kind} ${row.record}`)!.version });
  }
  return new Map(rows.map((row) => [row.identifier, row]));
}

/** Of these identifiers of records and office numbers, those that are taken. */
export async function takenProjects(
  db: Database,
  ids: readonly string[],
  references: readonly string[],
): Promise<{ ids: Set<string>; references: Map<string, string> }> {
  const { rows } = await sql<{ id: string; reference: string | null }>`
    SELECT id, reference FROM project WHERE id = ANY (${ids}) OR reference = ANY (${references})`.execute(db);
  return {
    ids: new Set(rows.map(({ id }) => id)),
    references: new Map(rows.flatMap(({ id, reference }) => (reference === null ? [] : [[reference, id] as const]))),
  };
}
export type TakenProjects = Awaited<ReturnType<typeof takenProjects>>;

/** Projects of other files or of the city that have the same title and a country in common. */
export async function sameTitles(
  db: Database,
  candidates: readonly { identifier: string; titles: string[]; countries: string[] }[],
  importId: string | null,
): Promise<{ identifier: string; record: string }[]> {
  // Asked of a table that grows under it, in a transaction: one look in the index a title, whatever the statistics say.
  const { rows } = await sql<{ identifier: string; record: string }>`
    WITH twin AS MATERIALIZED (
      SELECT c.identifier, c.countries, e.record
      FROM json_to_recordset(${JSON.stringify(candidates)}::json) AS c (identifier text, titles text[], countries text[])
      CROSS JOIN LATERAL unnest(c.titles) AS t
      CROSS JOIN LATERAL (SELECT record FROM search_entry WHERE kind = 'project' AND md5(folded) = md5(fold(t)) LIMIT 20) AS e
    )
    SELECT DISTINCT ON (identifier) identifier, record FROM twin
    WHERE (SELECT true FROM project_country pc WHERE pc.project = record AND pc.country = ANY (countries) LIMIT 1)
      AND (SELECT a.identifier = twin.identifier OR a.import = ${importId} FROM reported_activity a WHERE a.project = record) IS NOT TRUE
    ORDER BY identifier, record`.execute(db);
  return rows;
}

/** The city's own projects among these: records never reported by another, by their identifier, and activities of the city's. */
export async function cityProjects(
  db: Database,
  ids: readonly string[],
  identifiers: readonly string[],
): Promise<{ ids: Set<string>; identifiers: Map<string, string> }> {
  const [records, activities] = await Promise.all([
    ids.length === 0 ? [] : db.selectFrom("project").select("id").where("id", "in", ids).where("reportedBy", "is", null).execute(),
    identifiers.length === 0
      ? []
      : db
          .selectFrom("reportedActivity")
          .select(["identifier", "project"])
          .where("identifier", "in", identifiers)
          .where("own", "=", true)
          .where("project", "is not", null)
          .execute(),
  ]);
  return {
    ids: new Set(records.map(({ id }) => id)),
    identifiers: new Map(activities.map(({ identifier, project }) => [identifier, project!])),
  };
}

export interface Near {
  key: string;
  id: string;
  name: Localised;
}

/** Organisations of the register whose name looks like one of these, the nearest first, three at most. */
export async function nearOrganisations(db: Database, names: readonly { key: string; name: string }[]): Promise<Near[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<Near>`
    SELECT n.key, o.id, o.name FROM json_to_recordset(${JSON.stringify(names)}::json) AS n (key text, name text)
    CROSS JOIN LATERAL (
      SELECT e.record, max(similarity(e.folded, fold(n.name))) AS likeness FROM search_entry e
      WHERE e.kind = 'organisation' AND e.folded % fold(n.name) AND similarity(e.folded, fold(n.name)) > 0.6
      GROUP BY e.record ORDER BY likeness DESC, e.record LIMIT 3
    ) near JOIN organisation o ON o.id = near.record AND o.status <> 'archived'
    ORDER BY n.key, near.likeness DESC`.execute(db);
  return rows;
}

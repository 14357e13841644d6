import { type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { dayOf } from "../../platform/instants.ts";
import { matchingAgreements } from "../../register/agreement/store.ts";
import { narrowAwards } from "../../register/award/store.ts";
import { readFigureFilter, subjects } from "../../register/figure/store.ts";
import { honourDate, narrowHonours } from "../../register/honour/store.ts";
import { matchingMissions } from "../../register/mission/store.ts";
import { matchingOccasions } from "../../register/occasion/store.ts";
import { matchingOrganisations } from "../../register/organisation/store.ts";
import { matchingPartners } from "../../register/partner/store.ts";
import { matchingPrizes } from "../../register/prize/store.ts";
import { matchingProjects, type ProjectFilter } from "../../register/project/filters.ts";
import { firstDay, isPartialDate, lastDay } from "../../register/record/partial-date.ts";
import { matchesWords } from "../../register/search/words-store.ts";
import type { Values } from "./query.ts";
import type { Resource } from "./resources.ts";

export type Matching = SelectQueryBuilder<any, any, object>;
type Narrow = (query: any, values: Values, locale: Locale) => any;

const list = (value: Values[string]) => (value ?? []) as string[];
const asAny = (query: unknown) => query as any;
const overlaps = (column: string, codes: string[]) => sql<boolean>`${sql.ref(column)} && ${sql.val(codes)}::text[]`;

/** A column that must have one of the values given, where some are. */
const among =
  (column: string, name: string): Narrow =>
  (query, values) =>
    list(values[name]).length > 0 ? query.where(column, "in", list(values[name])) : query;
const holds =
  (kind: string): Narrow =>
  (query, { q }, locale) =>
    q ? query.where(matchesWords(kind, `${kind}.id`, locale, q as string)) : query;
const themed =
  (kind: string): Narrow =>
  (query, { theme }) =>
    list(theme).length > 0 ? query.where(overlaps(`${kind}.themes`, list(theme))) : query;
const equal =
  (column: string, name: string): Narrow =>
  (query, values) =>
    values[name] === undefined ? query : query.where(column, "=", values[name]);
const amount: Narrow = (query, { min, max }) => {
  let narrowed = query;
  if (min !== undefined) narrowed = narrowed.where("award.amountCents", ">=", Math.round((min as number) * 100));
  if (max !== undefined) narrowed = narrowed.where("award.amountCents", "<=", Math.round((max as number) * 100));
  return narrowed;
};
const yearOf =
  (column: string): Narrow =>
  (query, { year }) =>
    year === undefined ? query : query.where(sql`year_of(${sql.ref(column)})`, "=", year);

/** Where an edition stands now, by its instants: the same rule as `phaseOf`. */
const phase: Narrow = (query, { state }) => {
  if (list(state).length === 0) return query;
  const now = new Date().toISOString().replace(/\.\d+/, "");
  return query.where(
    sql`CASE WHEN edition.cancelled_on IS NOT NULL THEN 'cancelled' WHEN ${now} < edition.opens_at THEN 'announced' WHEN ${now} <= edition.closes_at THEN 'open' ELSE 'closed' END`,
    "in",
    list(state),
  );
};
const ofProgramme: Narrow = (query, { programme }) =>
  list(programme).length > 0
    ? query.where((eb: any) =>
        eb.exists(
          eb.selectFrom("call").select("call.id").whereRef("call.id", "=", "edition.call").where("call.programme", "in", list(programme)),
        ),
      )
    : query;
const aboutRecord: Narrow = (query, { about }) => {
  if (about === undefined) return query;
  const read = readFigureFilter({ about: [about as string] }).about;
  // What names no kind of record has no figures.
  if (!read) return query.where(sql<boolean>`false`);
  return read.kind === "city"
    ? subjects.reduce((narrowed, subject) => narrowed.where(`figure.${subject}`, "is", null), query)
    : query.where(`figure.${read.kind}`, "=", read.id);
};
/** What the list of a page is asked: any number of each of `several`, at most one of each of `single`. */
function asked<F>(values: Values, several: readonly (keyof F & string)[], single: readonly (keyof F & string)[]): F {
  const given = [...several.map((name) => [name, list(values[name])]), ...single.map((name) => [name, values[name]])];
  return Object.fromEntries(given) as F;
}

/** The filters of the list of projects as its page reads them. */
export const projectFilterOf = (values: Values): Omit<ProjectFilter, "sort" | "page"> => ({
  ...asked<ProjectFilter>(values, ["theme", "country", "programme", "goal", "state"], ["q", "year", "min", "max"]),
  reporter: (values.reporter ?? "city") as ProjectFilter["reporter"],
});

/** The projects that match, joined with their summary: those of the page's list with the same filters. */
export function projectsThatMatch(db: Database, values: Values, locale: Locale): Matching {
  return asAny(matchingProjects(db, projectFilterOf(values), locale));
}

/** The days between which something takes place, as far as they are days: "2027", "2027-05" and "2027-05-09" are. */
function daysBetween({ from, to }: Values): { from?: string; to?: string } {
  const [first, last] = [from, to].map((value) => (typeof value === "string" && isPartialDate(value) ? value : undefined));
  return { ...(first ? { from: firstDay(first) } : {}), ...(last ? { to: lastDay(last) } : {}) };
}

/** What each list is narrowed by: where a page lists the same, by the very same query. */
const starts: Record<string, (db: Database, values: Values, locale: Locale) => Matching> = {
  project: projectsThatMatch,
  partner: (db, values, locale) => asAny(matchingPartners(db, asked(values, ["type", "country"], ["q", "agreement"]), locale)),
  agreement: (db, values, locale) => asAny(matchingAgreements(db, asked(values, ["type", "state", "country"], ["q", "dated"]), locale)),
  organisation: (db, values, locale) => asAny(matchingOrganisations(db, asked(values, ["type", "country"], ["q", "grants"]), locale)),
  honour: (db, values, locale) =>
    asAny(narrowHonours(asked(values, ["type", "recipient", "state", "country"], ["q", "year"]), locale)(asAny(db.selectFrom("honour")))),
  prize: (db, values, locale) => asAny(matchingPrizes(db, asked(values, ["role", "theme", "country"], ["q", "year"]), locale)),
  occasion: (db, values, locale) =>
    asAny(
      matchingOccasions(
        db,
        {
          ...asked(values, ["type", "state", "theme", "country", "partner", "organisation", "programme"], ["q", "when", "year"]),
          ...daysBetween(values),
        },
        locale,
        dayOf(new Date()),
      ),
    ),
  mission: (db, values, locale) =>
    asAny(
      matchingMissions(
        db,
        asked(values, ["state", "type", "country", "skill", "theme", "partner", "project", "programme"], ["q", "year"]),
        locale,
      ),
    ),
  award: (db, values, locale) =>
    narrowAwards(asked(values, ["organisation", "programme"], ["q", "year"]), locale)(asAny(db.selectFrom("award"))),
};

const narrowing: Record<string, Narrow[]> = {
  programme: [holds("programme"), among("programme.type", "type"), themed("programme")],
  agreement: [among("agreement.partner", "partner")],
  network: [holds("network"), themed("network")],
  organisation: [equal("organisation.siret", "siret"), equal("organisation.siren", "siren"), equal("organisation.rna", "rna")],
  award: [among("award.project", "project"), amount],
  subsidy: [among("subsidy.organisation", "organisation"), among("subsidy.funder", "funder"), yearOf("subsidy.agreedOn")],
  figure: [among("figure.series", "series"), aboutRecord],
  call: [among("call.programme", "programme")],
  edition: [among("edition.call", "call"), ofProgramme, phase],
  honour: [themed("honour")],
  page: [holds("page"), themed("page"), among("page.section", "section")],
  document: [holds("document"), among("document.type", "type")],
  place: [among("place.country", "country")],
  story: [among("story.partner", "partner"), among("story.language", "language"), themed("story")],
  country: [among("country.continent", "continent")],
  term: [equal("term.vocabulary", "vocabulary")],
};

/** The rows of a resource that match, under the name of its table: the caller selects, sorts and cuts. */
export function matching(db: Database, resource: Resource, values: Values, locale: Locale): Matching {
  const { table } = resource;
  let query: any = starts[table]?.(db, values, locale) ?? db.selectFrom(table as "project");
  for (const narrow of narrowing[table] ?? []) query = narrow(query, values, locale);
  if (list(values.id).length > 0) query = query.where(`${table}.id`, "in", list(values.id));
  if (values.demo !== undefined) query = query.where(`${table}.demo`, "=", values.demo);
  if (values.updatedSince !== undefined) query = query.where(`${table}.updatedAt`, ">=", new Date(values.updatedSince as string));
  return query;
}

export interface SortKey {
  expression: RawBuilder<unknown>;
  /** Of PostgreSQL: the key travels as a text. */
  type: string;
  /** May be absent: such rows stand last in either order. */
  nullable?: boolean;
}

/** What a list may be sorted by; every order ends with the identifier. */
export function sortKey({ table }: Resource, name: string): SortKey {
  const own: Record<string, [column: string | RawBuilder<unknown>, type: string, nullable?: boolean]> = {
    "project.recent": ["projectSummary.lastYear", "integer", true],
    "project.amount": ["projectSummary.amountCents", "bigint", true],
    "project.start": ["projectSummary.firstYear", "integer", true],
    "agreement.date": ["agreement.signedOn", "text", true],
    "occasion.date": ["occasion.startsOn", "text"],
    "honour.date": [honourDate, "text", true],
    "award.recent": ["award.awardedOn", "text"],
    "award.amount": ["award.amountCents", "bigint"],
    "mission.recent": ["mission.startsOn", "text"],
    "subsidy.recent": ["subsidy.agreedOn", "text"],
    "subsidy.amount": ["subsidy.amountCents", "bigint"],
    "figure.date": ["figure.asOf", "text"],
    "edition.closes": ["edition.closesAt", "text"],
    "document.date": ["document.datedOn", "text", true],
    "source.date": ["source.datedOn", "text", true],
    "term.position": ["term.position", "integer"],
  };
  if (name === "updated") return { expression: sql`${sql.ref(`${table}.updatedAt`)}`, type: "timestamptz" };
  // The name in the first language that has one: the same order for every reader, and an index serves.
  if (name === "name")
    return {
      expression: sql`fold(coalesce(${sql.ref(`${table}.name`)} ->> 'fr', ${sql.ref(`${table}.name`)} ->> 'en', ''))`,
      type: "text",
    };
  const [column, type, nullable = false] = own[`${table}.${name}`]!;
  return { expression: typeof column === "string" ? sql`${sql.ref(column)}` : column, type, nullable };
}

import { type SelectQueryBuilder, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { matchingAgreements, readAgreementFilter } from "../agreement/store.ts";
import { narrowAwards, readAwardFilter } from "../award/store.ts";
import { matchingOrganisations, readOrganisationFilter } from "../organisation/store.ts";
import { matchingPartners, readPartnerFilter } from "../partner/store.ts";
import { matchingProjects, readProjectFilter } from "../project/filters.ts";
import { type Query, several, words } from "../record/filter-values.ts";
import { sortKey } from "../record/parts-store.ts";
import { matchesWords } from "../search/words-store.ts";
import type { ListedKind } from "./blocks.ts";

/** A block lists this many records at most; the rest are a link away, on their own list. */
export const MOST_LISTED = 60;

/** A record as a block lists it: what it is, where it stands and when, as far as its kind says so. */
export interface Listed {
  id: string;
  name: Localised;
  demo: boolean;
  type: string | null;
  state: string | null;
  day: string | null;
  /** How many match in all. */
  total: number;
}

// Columns of each kind that a reader wants beside a name. They are typed by `Listed`, where the rows come back.
const beside: Record<ListedKind, { type?: string; state?: string; day?: string }> = {
  partner: { type: "type" },
  agreement: { type: "type", state: "state", day: "signed_on" },
  network: { day: "founded_on" },
  programme: { type: "type", day: "started_on" },
  project: { state: "state" },
  award: { day: "awarded_on" },
  organisation: {},
  document: { type: "type", day: "dated_on" },
  occasion: { type: "type", state: "state", day: "starts_on" },
  honour: { type: "type", state: "state" },
  prize: { day: "since" },
  mission: { type: "type", state: "state", day: "starts_on" },
};

type Rows = SelectQueryBuilder<any, any, Listed>;
const asAny = (query: unknown) => query as any;

/** The records that a list narrowed by `query` shows: by the very query of its page where that has one. */
function matching(db: Database, kind: ListedKind, query: Query, locale: Locale): any {
  switch (kind) {
    case "partner":
      return matchingPartners(db, readPartnerFilter(query), locale);
    case "agreement":
      return matchingAgreements(db, readAgreementFilter(query), locale);
    case "organisation":
      return matchingOrganisations(db, readOrganisationFilter(query), locale);
    case "project":
      return matchingProjects(db, readProjectFilter(query), locale);
    case "award":
      return narrowAwards(readAwardFilter(query), locale)(db.selectFrom("award"));
    default:
      return narrowed(asAny(db.selectFrom(kind)), kind, query, locale);
  }
}

/** The filters that the other lists have in common. */
function narrowed(rows: any, kind: ListedKind, query: Query, locale: Locale): any {
  const [q, type, theme] = [words.parse(query.q), several.parse(query.type), several.parse(query.theme)];
  let result = rows;
  if (q) result = result.where(matchesWords(kind, `${kind}.id`, locale, q));
  if (type.length > 0 && beside[kind].type) result = result.where(`${kind}.type`, "in", type);
  if (theme.length > 0 && themed.has(kind)) result = result.where(sql<boolean>`${sql.ref(`${kind}.themes`)} && ${sql.val(theme)}::text[]`);
  return result;
}
const themed = new Set<ListedKind>(["network", "programme", "occasion", "honour", "prize", "mission"]);

/** The records of a block, as one part of a SELECT: those named, in the order in which they are named, or those that a list would show. */
export function listedRows(
  db: Database,
  block: { kind: ListedKind; ids: readonly string[]; query: Query | undefined },
  locale: Locale,
): Rows {
  const { kind, ids, query } = block;
  const column = (name: "type" | "state" | "day") =>
    (beside[kind][name] ? sql<string | null>`${sql.ref(`${kind}.${beside[kind][name]}`)}` : sql<string | null>`null::text`).as(name);
  const rows = query ? matching(db, kind, query, locale) : asAny(db.selectFrom(kind)).where(`${kind}.id`, "in", [...ids]);
  const selected = rows
    .select([`${kind}.id`, `${kind}.name`, `${kind}.demo`])
    .select([column("type"), column("state"), column("day"), sql<number>`count(*) over ()`.as("total")]);
  const ordered = query
    ? selected.orderBy(sortKey(`${kind}.name`, locale))
    : selected.orderBy(sql`array_position(${sql.val([...ids])}::text[], ${sql.ref(`${kind}.id`)}::text)`);
  return ordered.orderBy(`${kind}.id`).limit(MOST_LISTED);
}

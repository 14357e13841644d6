import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Localised } from "../../platform/localised.ts";
import { type Named, named, type Point, pointOf, type Who, who } from "../record/parts-store.ts";

/** Where a part of an occasion takes place. */
export interface OccasionPlace {
  venue: Localised;
  point: Point | null;
}
/** Who has a part in an occasion: a record, or a public person by name. */
export interface OccasionActor {
  role: string;
  person: string | null;
  note: Localised;
  who: Who | null;
}

/** An occasion as lists, calendars and the pages of other records show it. */
export interface OccasionBrief {
  id: string;
  name: Localised;
  type: string;
  state: string;
  direction: string;
  startsOn: string;
  endsOn: string | null;
  startsAt: string | null;
  endsAt: string | null;
  demo: boolean;
  parent: Named | null;
  places: OccasionPlace[];
}

const columns = ["id", "name", "type", "state", "direction", "startsOn", "endsOn", "startsAt", "endsAt", "demo"] as const;
export const occasionColumns = columns.map((column) => `occasion.${column}` as const);

type Builder = ExpressionBuilder<any, any>;

/** The places of the row of "occasion" that `id` names, in order. */
export function placesOf(eb: Builder, id = "occasion.id") {
  return jsonArrayFrom(
    eb
      .selectFrom("occasionPlace")
      .select(["occasionPlace.venue"])
      .select((line) => pointOf(line, "occasionPlace.place").as("point"))
      .whereRef("occasionPlace.occasion", "=", id)
      .orderBy("occasionPlace.position"),
  ) as unknown as RawBuilder<OccasionPlace[]>;
}

/** Who has a part in the row of "occasion", in order. */
export function actorsOf(eb: Builder) {
  return jsonArrayFrom(
    eb
      .selectFrom("occasionActor")
      .select(["occasionActor.role", "occasionActor.person", "occasionActor.note"])
      .select((line) => who(line, "occasionActor").as("who"))
      .whereRef("occasionActor.occasion", "=", "occasion.id")
      .orderBy("occasionActor.position"),
  ) as unknown as RawBuilder<OccasionActor[]>;
}

/** What every list shows of the row of "occasion" beside its own columns. */
export function occasionParts(eb: Builder) {
  return [named(eb, "occasion", "occasion.parent").as("parent"), placesOf(eb).as("places")] as const;
}

/** How many occasions the page of another record lists: the latest. */
export const OCCASIONS_SHOWN = 100;

/** The occasions ("brief") that `narrow` keeps, latest first: one part of a SELECT, on a page of occasions too. */
export function occasionBriefs(eb: Builder, narrow: (query: any) => any, options: { limit?: number; earliest?: true } = {}) {
  const query = eb
    .selectFrom("occasion as brief")
    .select(columns.map((column) => `brief.${column}`))
    .select((one: Builder) => [named(one, "occasion", "brief.parent").as("parent"), placesOf(one, "brief.id").as("places")]);
  return jsonArrayFrom(
    narrow(query)
      .orderBy("brief.startsOn", options.earliest ? "asc" : "desc")
      .orderBy("brief.id")
      .limit(options.limit ?? OCCASIONS_SHOWN),
  ) as unknown as RawBuilder<OccasionBrief[]>;
}

/** The occasions of which a line names, in `column`, the record whose identifier is `id`: occasionsNaming(eb, "actor", "partner", "partner.id"). */
export function occasionsNaming(eb: Builder, lines: "actor" | "link", column: string, id: string) {
  const table = lines === "actor" ? "occasionActor" : "occasionLink";
  return occasionBriefs(eb, (query) =>
    query.where("brief.id", "in", (one: Builder) =>
      one.selectFrom(`${table} as line`).select("line.occasion").whereRef(`line.${column}`, "=", id),
    ),
  );
}

/** The last day, month or year of an occasion, as precisely as it is known. */
export const lastOf = sql<string>`coalesce(${sql.ref("occasion.endsOn")}, ${sql.ref("occasion.startsOn")})`;

import { type ExpressionBuilder, type Kysely, type RawBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { totals } from "../home/totals-store.ts";
import { type Query, single } from "../record/filter-values.ts";
import { named, pageColumns, type SourceCited, sourceOf } from "../record/parts-store.ts";
import type { counters } from "./rules.ts";

/** A published figure with all that it needs to be read: date, definition, perimeter, source and the words it was read from. */
export interface Figure {
  id: string;
  name: Localised;
  description: Localised;
  series: string;
  /** In the unit named; money in whole currency units. */
  value: number;
  qualifier: string;
  measure: string;
  currency: string | null;
  unit: Localised;
  asOf: string;
  periodStart: string | null;
  periodEnd: string | null;
  perimeter: Localised;
  interpreted: boolean;
  interpretation: Localised;
  quote: string | null;
  sourceLocator: string | null;
  source: SourceCited | null;
  counter: string | null;
  demo: boolean;
}
export type Counter = (typeof counters)[number];

export const figureColumns = [
  "figure.id",
  "figure.name",
  "figure.description",
  "figure.series",
  "figure.value",
  "figure.qualifier",
  "figure.measure",
  "figure.currency",
  "figure.unit",
  "figure.asOf",
  "figure.periodStart",
  "figure.periodEnd",
  "figure.perimeter",
  "figure.interpreted",
  "figure.interpretation",
  "figure.quote",
  "figure.sourceLocator",
  "figure.counter",
  "figure.demo",
] as const;

/** What a figure may be about. */
export const subjects = ["network", "programme", "project", "partner"] as const;
export type Subject = (typeof subjects)[number];

/** The figures about a record of the kind `subject`, as one part of a SELECT, newest first within a series. */
export function figuresAbout(eb: ExpressionBuilder<any, any>, subject: Subject): RawBuilder<Figure[]> {
  return jsonArrayFrom(
    eb
      .selectFrom("figure")
      .select([...figureColumns])
      .select((one: ExpressionBuilder<any, any>) => sourceOf(one, "figure").as("source"))
      .whereRef(`figure.${subject}`, "=", `${subject}.id`)
      .orderBy("figure.series")
      .orderBy("figure.asOf", "desc")
      .orderBy("figure.id"),
  ) as unknown as RawBuilder<Figure[]>;
}

// "network.c40": the kind and the record that figures are about; "city" for those about no record.
const about = single.transform((value) => {
  if (value === "city") return { kind: "city" as const };
  const [kind, id] = value?.split(".") ?? [];
  return id && (subjects as readonly string[]).includes(kind!) ? { kind: kind as Subject, id } : undefined;
});
const schema = z.object({ about });
export type FigureFilter = z.infer<typeof schema>;

export function readFigureFilter(query: Query): FigureFilter {
  return schema.parse(query);
}

export function selectFigures(db: Database) {
  return db
    .selectFrom("figure")
    .select(figureColumns)
    .select((eb) => [
      sourceOf(eb, "figure").as("source"),
      named(eb, "network", "figure.network").as("network"),
      named(eb, "programme", "figure.programme").as("programme"),
      named(eb, "project", "figure.project").as("project"),
      named(eb, "partner", "figure.partner").as("partner"),
    ]);
}
export type FigureWithSubject = Awaited<ReturnType<typeof listFigures>>[number];

/** Every figure that matches, series by series, newest first. */
export async function listFigures(db: Database, filter: FigureFilter) {
  let query = selectFigures(db);
  const { about } = filter;
  if (about?.kind === "city") for (const subject of subjects) query = query.where(`figure.${subject}`, "is", null);
  else if (about) query = query.where(`figure.${about.kind}`, "=", about.id);
  return query.orderBy("figure.series").orderBy("figure.asOf", "desc").orderBy("figure.id").execute();
}

/** What figures are about, with how many: the choices of the filter. */
export async function figureSubjects(
  db: Database,
): Promise<{ kind: Subject | "city"; id: string | null; name: Localised | null; count: number }[]> {
  const any = db as Kysely<any>;
  const columns = (kind: string, id: string, name: string) => [
    sql.lit(kind).as("kind"),
    sql.raw(id).as("id"),
    sql.raw(name).as("name"),
    sql`count(*)`.as("count"),
  ];
  const of = (subject: Subject) =>
    any
      .selectFrom("figure")
      .innerJoin(`${subject} as subject`, "subject.id", `figure.${subject}`)
      .select(columns(subject, "subject.id", "subject.name"))
      .groupBy(["subject.id", "subject.name"]);
  let city = any
    .selectFrom("figure")
    .select(columns("city", "null::text", "null::jsonb"))
    .having(sql`count(*)`, ">", 0);
  for (const subject of subjects) city = city.where(`figure.${subject}`, "is", null);
  return subjects.reduce((union, subject) => union.unionAll(of(subject)), city).execute() as never;
}

/** One figure with the others of its series; undefined when there is none. */
export async function loadFigure(db: Database, id: string) {
  const figure = await selectFigures(db)
    .select(pageColumns.map((column) => `figure.${column}` as const))
    .select((eb) => [
      (
        jsonArrayFrom(
          eb
            .selectFrom("figure as other")
            .select(figureColumns.map((column) => column.replace("figure.", "other.") as never))
            .select((one) => sourceOf(one, "other").as("source"))
            .whereRef("other.series", "=", "figure.series")
            .whereRef("other.id", "<>", "figure.id")
            .orderBy("other.asOf", "desc")
            .orderBy("other.id"),
        ) as unknown as RawBuilder<Figure[]>
      ).as("others"),
    ])
    .where("figure.id", "=", id)
    .executeTakeFirst();
  return figure;
}
export type FigureRecord = NonNullable<Awaited<ReturnType<typeof loadFigure>>>;

/** What counts records, and not money. */
export type RecordCounter = Exclude<Counter, "awarded" | "awarded_year">;

/**
 * What the register itself counts: the same counts as the front page, not what others report. Never stands in for a
 * published figure, only beside it.
 */
export async function countRegister(db: Database): Promise<Record<RecordCounter, number>> {
  const { partners, agreements, networks, projects, countries, awards } = await totals(db);
  return { partners, agreements, networks, projects, countries, awards };
}

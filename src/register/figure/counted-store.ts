import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { isMoneyCounter } from "./rules.ts";
import { type Counter, countRegister, type RecordCounter } from "./store.ts";

/** What the register counts today of what a published figure counted on its own day. */
export interface Counted {
  counter: Counter;
  /** Records; for money, integer cents of the currency of the figure, as voted. */
  value: number;
  money: boolean;
  /** Of the programme of the figure and those under it; else of the whole register. */
  programme: string | null;
  /** The years whose money is added up; null at an end that is open. Counts of records are of all years. */
  years: [first: number | null, last: number | null];
}

interface Published {
  id: string;
  counter: string | null;
  currency: string | null;
  asOf: string;
  periodStart: string | null;
  periodEnd: string | null;
  programme: { id: string } | null;
}

const yearOf = (day: string) => Number(day.slice(0, 4));

/** The years of a figure of money: those of its period; for a yearly amount, the year of its date. */
function yearsOf({ counter, asOf, periodStart, periodEnd }: Published): Counted["years"] {
  if (counter === "awarded_year") return [yearOf(asOf), yearOf(asOf)];
  return [periodStart === null ? null : yearOf(periodStart), periodEnd === null ? null : yearOf(periodEnd)];
}

/** For each figure that asks to be compared, by its identifier, what the register counts: four queries, however many figures. */
export async function countedFor(db: Database, figures: readonly Published[]): Promise<Map<string, Counted>> {
  const asked = figures.filter((figure) => figure.counter !== null);
  if (asked.length === 0) return new Map();
  const programmes = [...new Set(asked.flatMap(({ programme }) => programme?.id ?? []))];
  const [whole, under, money] = await Promise.all([
    countRegister(db),
    countUnder(db, programmes),
    asked.some(({ counter }) => isMoneyCounter(counter!)) ? votedByYear(db) : [],
  ]);
  return new Map(
    asked.map((figure): [string, Counted] => {
      const counter = figure.counter as Counter;
      const programme = figure.programme?.id ?? null;
      const tree = programme === null ? undefined : under.get(programme);
      const years = yearsOf(figure);
      const [first, last] = years;
      const value = isMoneyCounter(counter)
        ? money
            .filter(
              (row) => row.currency === figure.currency && (!tree || (row.programme !== null && tree.programmes.includes(row.programme))),
            )
            .filter(({ year }) => (first === null || year >= first) && (last === null || year <= last))
            .reduce((sum, { cents }) => sum + cents, 0)
        : ((tree?.counts as Partial<Record<Counter, number>> | undefined)?.[counter] ?? whole[counter as RecordCounter]);
      return [figure.id, { counter, value, money: isMoneyCounter(counter), programme: tree ? programme : null, years }];
    }),
  );
}

/** Projects, their countries and grants of each programme and all that stand under it. */
async function countUnder(db: Database, roots: readonly string[]) {
  if (roots.length === 0)
    return new Map<string, { programmes: string[]; counts: { projects: number; countries: number; awards: number } }>();
  const { rows } = await sql<{ root: string; programmes: string[]; projects: number; countries: number; awards: number }>`
    WITH RECURSIVE tree (root, id) AS (
      SELECT p.id, p.id FROM published.programme p WHERE p.id = ANY (${sql.val([...roots])}::text[])
      UNION SELECT tree.root, p.id FROM tree JOIN published.programme p ON p.parent = tree.id
    )
    SELECT t.root, t.programmes,
      (SELECT count(*)::integer FROM published.project p WHERE p.programme = ANY (t.programmes) AND p.reported_by IS NULL) AS projects,
      (SELECT count(DISTINCT c.country)::integer FROM published.project p JOIN published.project_country c ON c.project = p.id WHERE p.programme = ANY (t.programmes) AND p.reported_by IS NULL) AS countries,
      (SELECT count(*)::integer FROM published.award a WHERE a.programme = ANY (t.programmes)) AS awards
    FROM (SELECT root, array_agg(id::text) AS programmes FROM tree GROUP BY root) t`.execute(db);
  return new Map(rows.map(({ root, programmes, ...counts }) => [root, { programmes, counts }]));
}

/** What was voted, without the fictional examples: the sums of `money_flow`, as everywhere. */
async function votedByYear(db: Database) {
  const { rows } = await sql<{ programme: string | null; year: number; currency: string; cents: number }>`
    SELECT programme, year, currency, sum(cents)::bigint AS cents FROM published.money_flow WHERE measure = 'voted' AND NOT demo GROUP BY 1, 2, 3`.execute(
    db,
  );
  return rows;
}

/** What the register has counted day by day, by counter. */
export async function counterDays(db: Database) {
  return db
    .selectFrom("counterDay")
    .select(["counter", sql<string>`day::text`.as("day"), "value"])
    .orderBy("counter")
    .orderBy("day")
    .execute();
}

/** Keeps what the register counts today; the last count of a day stays. `db` writes, `published` is what is counted. */
export async function keepCounts(db: Database, published: Database, today: string): Promise<void> {
  const [counts, money] = await Promise.all([countRegister(published), votedByYear(published)]);
  const voted = money.filter(({ currency }) => currency === "EUR").reduce((sum, { cents }) => sum + cents, 0);
  const rows = [...Object.entries(counts), ["awarded", voted] as const].map(([counter, value]) => ({
    day: today,
    counter,
    value: Number(value),
  }));
  await db
    .insertInto("counterDay")
    .values(rows as never)
    .onConflict((conflict) => conflict.columns(["counter", "day"]).doUpdateSet({ value: (eb) => eb.ref("excluded.value") }))
    .execute();
}

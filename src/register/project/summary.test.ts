import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";

let pool: pg.Pool;
let drop: () => Promise<void>;
const query = (text: string, values: unknown[] = []) => pool.query(text, values);

beforeAll(async () => {
  const database = await testDatabase();
  drop = database.drop;
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  // The database is dropped as soon as the last test ends.
  pool.on("error", () => {});
  await query(`INSERT INTO organisation (id, name, status, published_at) SELECT 'o', '{"fr":"O"}', 'published', now()`);
});
afterAll(async () => {
  await pool.end();
  await drop();
});

/** The summary as a query that adds up everything each time: what the kept one must always equal. */
const asked = (schema: "public" | "published") => `
  SELECT p.id, a.awarded_cents, coalesce(p.budget_cents, a.awarded_cents) AS amount_cents,
         least(year_of(coalesce(p.actual_start, p.planned_start)), a.first_year) AS first_year,
         greatest(year_of(coalesce(p.actual_end, p.planned_end, p.actual_start, p.planned_start)), a.last_year) AS last_year
  FROM ${schema}.project p
  LEFT JOIN (
    SELECT project, sum(amount_cents)::bigint AS awarded_cents, min(year_of(awarded_on)) AS first_year, max(year_of(awarded_on)) AS last_year
    FROM ${schema}.award WHERE project IS NOT NULL GROUP BY project
  ) a ON a.project = p.id`;

async function expectExact() {
  for (const schema of ["public", "published"] as const) {
    const kept = `SELECT id, awarded_cents, amount_cents, first_year, last_year FROM ${schema}.project_summary`;
    const { rows } = await query(`(${kept} EXCEPT ${asked(schema)}) UNION ALL (${asked(schema)} EXCEPT ${kept})`);
    expect(rows, schema).toEqual([]);
  }
}

const year = fc.integer({ min: 2001, max: 2030 }).map(String);
const project = fc.integer({ min: 0, max: 3 }).map((n) => `p${n}`);
const award = fc.integer({ min: 0, max: 7 }).map((n) => `a${n}`);
const status = fc.constantFrom("draft", "published", "archived");
const cents = fc.integer({ min: 0, max: 9_999_999 });
const step = fc.oneof(
  fc.tuple(project, fc.option(year), fc.option(cents)).map(([id, start, budget]) => ({
    text: `INSERT INTO project (id, name, planned_start, budget_cents) VALUES ($1, '{"fr":"P"}', $2, $3) ON CONFLICT (id) DO UPDATE SET planned_start = excluded.planned_start, budget_cents = excluded.budget_cents`,
    values: [id, start, budget],
  })),
  fc.tuple(project, status).map((values) => ({ text: "UPDATE project SET status = $2, published_at = now() WHERE id = $1", values })),
  fc.tuple(project, fc.option(year)).map((values) => ({
    text: "UPDATE project SET actual_end = $2, actual_start = $2 WHERE id >= $1",
    values,
  })),
  fc.tuple(award, fc.option(project), year, cents).map((values) => ({
    text: `INSERT INTO award (id, name, organisation, project, awarded_on, amount_cents) VALUES ($1, '{"fr":"A"}', 'o', $2, $3, $4)
           ON CONFLICT (id) DO UPDATE SET project = excluded.project, awarded_on = excluded.awarded_on, amount_cents = excluded.amount_cents`,
    values,
  })),
  fc.tuple(award, status).map((values) => ({ text: "UPDATE award SET status = $2, published_at = now() WHERE id = $1", values })),
  fc.tuple(award).map((values) => ({ text: "DELETE FROM award WHERE id = $1", values })),
  fc.tuple(project).map((values) => ({ text: "DELETE FROM project WHERE id = $1", values })),
);

describe("the summary of projects", () => {
  it("is what adding up everything gives, after any changes", () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        // What the schema refuses (a project that has grants, a public grant of a draft) changes nothing.
        for (const { text, values } of steps) await query(text, values).catch(() => {});
        await expectExact();
      }),
      { numRuns: 20 },
    ));

  it("is right when many write grants of one project at once", async () => {
    await query(`INSERT INTO project (id, name, status, published_at) VALUES ('busy', '{"fr":"P"}', 'published', now())`);
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        query(
          `INSERT INTO award (id, name, organisation, project, awarded_on, amount_cents, status, published_at) VALUES ($1, '{"fr":"A"}', 'o', 'busy', $2, 100, 'published', now())`,
          [`busy-${i}`, String(2000 + i)],
        ),
      ),
    );
    const { rows } = await query("SELECT awarded_cents::int, first_year, last_year FROM published.project_summary WHERE id = 'busy'");
    expect(rows).toEqual([{ awarded_cents: 2400, first_year: 2000, last_year: 2023 }]);
    await expectExact();
  });

  it("costs a bulk load one pass, not one query a row", async () => {
    await query(
      `INSERT INTO project (id, name, status, published_at, planned_start) SELECT 'bulk-' || i, '{"fr":"P"}', 'published', now(), '2020' FROM generate_series(1, 2000) i`,
    );
    await query(
      `INSERT INTO award (id, name, organisation, project, awarded_on, amount_cents, status, published_at)
       SELECT 'bulk-' || i || '-' || k, '{"fr":"A"}', 'o', 'bulk-' || i, (2015 + k)::text, i, 'published', now() FROM generate_series(1, 2000) i, generate_series(1, 2) k`,
    );
    await expectExact();
  });
});

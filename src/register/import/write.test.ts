import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { kindOf } from "../kinds.ts";
import { editRecord, putRecord } from "../record/actions.ts";
import { changedFields } from "../record/history.ts";
import { parseDocument } from "../record/parse.ts";
import { findRecord } from "../record/store.ts";
import type { PlannedRow } from "./plan.ts";
import { writeRows } from "./write.ts";

const alice: Actor = { id: "alice", name: "Alice", role: "officer" };
let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase({ paris: true }));
});
afterAll(() => end());

const kind = kindOf("project");
const words = fc.string({ unit: fc.constantFrom("a", "é", "’", " ", "œ", "\n", "-", "北"), minLength: 1, maxLength: 30 });
const document = fc.record({
  name: fc.record({ fr: words.map((text) => `N${text}`), en: words }),
  description: fc.record({ fr: words }),
  state: fc.constantFrom("running", "finished"),
  budgetCents: fc.option(fc.nat()),
  themes: fc.subarray(["water", "culture"].slice(0, 1)),
  countries: fc.constantFrom(
    [],
    [{ country: "SN", percentage: null }],
    [
      { country: "SN", percentage: 62.5 },
      { country: "ML", percentage: 37.5 },
    ],
  ),
  results: fc.array(fc.record({ indicator: fc.record({ fr: words.map((text) => `I${text}`) }), targetValue: fc.option(fc.integer()) }), {
    maxLength: 3,
  }),
  humanitarian: fc.boolean(),
});

/** All that the database keeps of a record, but what must differ: identifiers, hours, hashes, numbers of entries. */
async function kept(id: string) {
  const record = (await findRecord(db, kind, id))!;
  const events =
    await sql`SELECT action, kind, version, changed, document, actor FROM event WHERE kind = 'project' AND record = ${id} ORDER BY id`.execute(
      db,
    );
  const entries =
    await sql`SELECT locale, status, title, body, words::text FROM search_entry WHERE kind = 'project' AND record = ${id} ORDER BY locale`.execute(
      db,
    );
  const { id: _, createdAt, updatedAt, publishedAt, ...rest } = record;
  return { rest, events: events.rows, entries: entries.rows };
}

const parsed = (input: unknown) => {
  const read = parseDocument(kind, input, true);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.document;
};
const planned = (id: string, document: Record<string, unknown>, rest: Partial<PlannedRow> = {}): PlannedRow => ({
  line: 2,
  id,
  name: id,
  outcome: "created",
  changed: [],
  version: 0,
  status: "draft",
  document,
  ...rest,
});

it("writes by hundreds what is written one by one: rows, history, words of the search", async () => {
  let n = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(document, document), { minLength: 1, maxLength: 6 }), async (pairs) => {
      const run = ++n;
      const before = pairs.map(([one]) => parsed(one));
      const after = pairs.map(([, two]) => parsed(two));
      const ids = pairs.map((_, i) => `p-${run}-${i}`);
      const rowsOf = (documents: Record<string, unknown>[], rest: (i: number) => Partial<PlannedRow>) =>
        documents.map((one, i) => planned(`bulk-${ids[i]}`, one, rest(i)));
      expect(
        await writeRows(
          db,
          "project",
          rowsOf(before, () => ({})),
          alice,
        ),
      ).toEqual({ written: true });
      const changed = await Promise.all(ids.map(async (id) => (await findRecord(db, kind, `bulk-${id}`))!));
      const second = rowsOf(after, (i) => {
        const fields = changedFields(kind, changed[i]!.document, after[i]!);
        return { outcome: fields.length > 0 ? "changed" : "unchanged", changed: fields, version: 1 };
      });
      expect(await writeRows(db, "project", second, alice)).toEqual({ written: true });
      for (const documents of [before, after])
        await db.transaction().execute(async (trx) => {
          for (const [i, one] of documents.entries())
            expect(await putRecord(trx, "project", `single-${ids[i]}`, one, alice, { lenient: true, overwrite: true })).toMatchObject({
              ok: true,
            });
        });
      for (const id of ids) expect(await kept(`bulk-${id}`)).toEqual(await kept(`single-${id}`));
    }),
    { numRuns: 8 },
  );
});

it("says the line that the database refuses, of hundreds, and writes none", async () => {
  const rows = Array.from({ length: 300 }, (_, i) => planned(`v-${i}`, { ...parsed({ name: { fr: `V ${i}` } }) }, { line: i + 2 }));
  // Past the rules: the schema of the database knows no such state.
  rows[217]!.document = { ...rows[217]!.document, state: "nowhere" };
  const refused = await writeRows(db, "project", rows, alice);
  expect(refused).toMatchObject({ written: false, problems: [{ line: 219, warning: false }] });
  expect(await findRecord(db, kind, "v-0")).toBeUndefined();
});

it("writes nothing over what was saved since the file was read", async () => {
  const make = parsed({ name: { fr: "Lu puis changé" } });
  expect(await writeRows(db, "project", [planned("lu-puis-change", make)], alice)).toEqual({ written: true });
  const record = (await findRecord(db, kind, "lu-puis-change"))!;
  await editRecord(db, "project", record.id, record.version, { ...record.document, budgetCents: 5 }, alice);
  const late = planned(record.id, { ...make, budgetCents: 7 }, { outcome: "changed", changed: ["budgetCents"], version: record.version });
  expect(await writeRows(db, "project", [planned("avec-lui", make), late], alice)).toEqual({ written: false, stale: true });
  expect((await findRecord(db, kind, record.id))!.document).toMatchObject({ budgetCents: 5 });
  expect(await findRecord(db, kind, "avec-lui")).toBeUndefined();
});

import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";
import { actorsNamed, ENTRIES_PER_PAGE, findEntry, type JournalFilter, journalQuery, journalWords, searchJournal } from "./store.ts";

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
  for (let i = 0; i < 60; i++)
    await logEvent(
      db,
      { kind: i % 3 === 0 ? "project" : "partner", id: `r${i % 5}`, document: { i } },
      i % 2 === 0 ? "edited" : "published",
      {
        ...(i % 4 === 0 ? { id: "ada", name: "Ada 100 %" } : { id: "bob", name: "Bob" }),
        role: "officer",
      },
    );
});
afterAll(() => end());

const ids = async (filter: JournalFilter) => (await searchJournal(db, filter, [])).map(({ id }) => id);
const those = (want: (i: number) => boolean) =>
  Array.from({ length: 60 }, (_, i) => i)
    .filter(want)
    .map((i) => i + 1)
    .reverse();

it("is searched by who, what, on what and when, alone and together, and walked page by page", async () => {
  expect(await ids({ actors: ["ada"] })).toEqual(those((i) => i % 4 === 0));
  expect(await ids({ kind: "project", action: "published" })).toEqual(those((i) => i % 3 === 0 && i % 2 === 1));
  expect(await ids({ record: "r3" })).toEqual(those((i) => i % 5 === 3));
  expect(await ids({ record: "r3", kind: "project", actors: ["bob"] })).toEqual(those((i) => i % 5 === 3 && i % 3 === 0 && i % 4 !== 0));
  expect(await ids({ actors: [] })).toEqual([]);
  expect(await ids({ from: new Date(0), to: new Date(Date.now() + 60_000) })).toHaveLength(ENTRIES_PER_PAGE + 1);
  expect(await ids({ to: new Date(0) })).toEqual([]);
  const first = (await ids({})).slice(0, ENTRIES_PER_PAGE);
  expect([...first, ...(await ids({ after: first.at(-1)! }))]).toEqual(those(() => true));
});

it("knows people by a part of their name as it is typed, or by their identifier", async () => {
  expect(await actorsNamed(db, "ADA")).toEqual(["ada"]);
  expect(await actorsNamed(db, "100 %")).toEqual(["ada"]);
  expect(await actorsNamed(db, "%")).toEqual(["ada"]);
  expect(await actorsNamed(db, "bob")).toEqual(["bob"]);
  expect(await actorsNamed(db, "nobody")).toEqual([]);
  expect(await journalWords(db)).toEqual({ kinds: ["partner", "project"], actions: ["edited", "published"] });
});

it("shows nothing of a file in which its reader declared an interest", async () => {
  const hidden = ["00000000-0000-4000-8000-000000000001"];
  expect(await searchJournal(db, { kind: "project" }, hidden)).toHaveLength(20);
  expect((await findEntry(db, 1, hidden))?.document).toEqual({ i: 0 });
});

it("reads the log by an index, whatever is asked", async () => {
  const at = new Date();
  const asked: JournalFilter[] = [
    {},
    { after: 30 },
    { actors: ["ada"] },
    { kind: "project" },
    { record: "r1" },
    { kind: "project", record: "r1" },
    { action: "edited" },
    { from: at, to: at },
    { actors: ["ada", "bob"], kind: "project", action: "edited", record: "r1", from: at, to: at, after: 30 },
  ];
  await db.transaction().execute(async (trx) => {
    // So few rows would be read whole: what counts is whether there is another way.
    await sql`SET LOCAL enable_seqscan = off`.execute(trx);
    for (const filter of asked) {
      const query = journalQuery(filter).compile(trx);
      const { rows } = await trx.executeQuery<Record<string, string>>({ ...query, sql: `EXPLAIN ${query.sql}` });
      expect(rows.map((row) => Object.values(row)[0]).join("\n")).not.toMatch(/Seq Scan on event/);
    }
  });
});

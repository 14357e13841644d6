import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { type Database, published } from "../../platform/database/connect.ts";
import { kindOf } from "../kinds.ts";
import { createRecord, editRecord, moveRecord } from "../record/actions.ts";
import { parseDocument } from "../record/parse.ts";
import { honourStates, honourTypes, recipients, stateDates } from "./rules.ts";
import { listHonours, loadHonour, readHonourFilter } from "./store.ts";

const officer: Actor = { id: "olga", name: "Olga", role: "officer" };
const base = { name: { fr: "Quelqu’un" }, type: "honorary_citizenship", recipient: "person" };
const wrong = (input: object) => {
  const parsed = parseDocument(kindOf("honour"), { ...base, ...input });
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path} ${code}`);
};

describe("the states of an honour", () => {
  it("ask for their date, and refuse that of a later state", () => {
    expect(wrong({ state: "voted" })).toEqual(["votedOn date_of_state"]);
    expect(wrong({ state: "voted", votedOn: "2018-09-24", handedOn: "2019" })).toEqual(["handedOn date_beyond_state"]);
    expect(wrong({ state: "handed", votedOn: "2018-09-24", handedOn: "2019-11-30" })).toEqual([]);
    expect(wrong({ state: "handed", handedOn: "2019" })).toEqual(["votedOn date_of_state"]);
    expect(wrong({ type: "medal", state: "handed", handedOn: "2019" })).toEqual([]);
    expect(wrong({ state: "withdrawn", votedOn: "2004", withdrawnOn: "2018" })).toEqual(["withdrawal reason_of_withdrawal"]);
  });

  it("come in order: nothing is handed over before it is voted, nor withdrawn before", () => {
    expect(wrong({ state: "handed", votedOn: "2019", handedOn: "2018" })).toEqual(["handedOn before_start"]);
    expect(wrong({ state: "withdrawn", votedOn: "2019", withdrawnOn: "2018", withdrawal: { fr: "Motif" } })).toEqual([
      "withdrawnOn before_start",
    ]);
  });

  it("keep apart what the city gives from what it receives and what it claims", () => {
    expect(wrong({ type: "claim", state: "voted", votedOn: "2020" })).toEqual([
      "recipient recipient_of_distinction",
      "state state_of_distinction",
    ]);
    expect(wrong({ type: "claim", recipient: "this_city", state: "received", receivedOn: "2022-09-19" })).toEqual([]);
    expect(wrong({ recipient: "this_city", state: "voted", votedOn: "2020" })).toEqual(["recipient recipient_of_distinction"]);
    expect(wrong({ recipient: "city", state: "voted", votedOn: "2020" })).toEqual(["partner city_of_honour"]);
  });
});

describe("on the database", () => {
  let db: Database;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ db, end } = await openTestDatabase());
    await db
      .insertInto("country")
      .values({ code: "IS", name: JSON.stringify({ fr: "Islande" }) as never, continent: "europe" })
      .onConflict((c) => c.doNothing())
      .execute();
  });
  afterAll(() => end());

  const make = async (input: object) => {
    const made = await createRecord(db, "honour", { ...base, ...input }, officer);
    if (!made.ok) throw new Error(JSON.stringify(made));
    return made.id;
  };

  it("the schema refuses what the table of states refuses, and nothing else", async () => {
    const date = fc.option(fc.constantFrom("2010", "2011-02", "2012-03-04"), { nil: null });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...honourTypes),
        fc.constantFrom(...recipients),
        fc.constantFrom(...honourStates),
        fc.tuple(date, date, date, date, date),
        async (type, recipient, state, [proposedOn, votedOn, handedOn, receivedOn, withdrawnOn]) => {
          const value = {
            type,
            recipient,
            state,
            proposedOn,
            votedOn,
            handedOn,
            receivedOn,
            withdrawnOn,
            country: "IS",
            withdrawal: { fr: "Motif" },
          };
          const refused = wrong(value).filter(
            (one) => !one.startsWith("votedOn date_of_state") || stateDates[state].needs.includes("votedOn"),
          );
          const done = await db
            .transaction()
            .execute(async (trx) => {
              await trx
                .insertInto("honour")
                .values({ id: "essai", ...value, name: JSON.stringify(base.name), withdrawal: JSON.stringify(value.withdrawal) } as never)
                .execute();
              throw new Error("undone");
            })
            .catch((error: Error) => error.message === "undone");
          expect(done, JSON.stringify(value)).toBe(refused.length === 0);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("whoever is at risk is not published, by anyone, and is told why and what to do", async () => {
    const id = await make({ state: "voted", votedOn: "2024-03", atRisk: true, name: { fr: "Nom qui expose" } });
    expect(await moveRecord(db, "honour", id, "publish", officer)).toMatchObject({
      ok: false,
      reason: "invalid",
      problems: [{ path: "atRisk", code: "honour_at_risk_is_not_public" }],
    });
    const other = await make({ state: "voted", votedOn: "2024-03" });
    expect(await moveRecord(db, "honour", other, "publish", officer)).toMatchObject({ ok: true });
    // Nor may one that is public become so: it is archived first.
    expect(await editRecord(db, "honour", other, 2, { ...base, state: "voted", votedOn: "2024-03", atRisk: true }, officer)).toMatchObject({
      ok: false,
      problems: [{ path: "atRisk" }],
    });
    expect(await loadHonour(published(db), id)).toBeUndefined();
    expect(await loadHonour(published(db), other)).toBeDefined();
    expect((await sql`SELECT 1 FROM published.search_entry WHERE record = ${id}`.execute(db)).rows).toEqual([]);
  });

  it("the public has no column of what stays in the office", async () => {
    const { rows } = await sql<{ name: string }>`
      SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'published' AND table_name = 'honour'`.execute(db);
    const columns = rows.map(({ name }) => name);
    expect(columns).toContain("withdrawn_on");
    expect(columns.filter((name) => ["at_risk", "notes"].includes(name))).toEqual([]);
  });

  it("a list is narrowed by recipient, state, country and the year of its vote", async () => {
    const city = await make({ recipient: "city", country: "IS", state: "voted", votedOn: "1999-05", name: { fr: "Ville au loin" } });
    for (const query of [{ recipient: ["city"] }, { country: ["IS"] }, { year: ["1999"] }, { state: ["voted"], recipient: ["city"] }])
      expect((await listHonours(db, readHonourFilter(query as never), "fr")).map(({ id }) => id)).toEqual([city]);
    expect(await listHonours(db, readHonourFilter({ year: ["1998"] }), "fr")).toEqual([]);
    expect((await listHonours(db, readHonourFilter({ year: ["rien"], recipient: ["'--"] }), "fr")).length).toBe(0);
  });
});

import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { connect, type Database, published } from "../../platform/database/connect.ts";
import { makeVotableFiles, makeWorld } from "../money-testing.ts";
import { readDelays } from "./delay-store.ts";
import { commitmentsOf, scheduleByYear } from "./rules.ts";
import { adopt, commitGrant, pay, signGrant, tableFiles } from "./testing.ts";

let db: Database;
let end: () => Promise<void>;
let edition: string;
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const opened = connect(database.url);
  db = opened.db;
  end = async () => {
    await opened.close();
    await database.drop();
  };
  const world = await makeWorld(
    db,
    2026,
    { aeCents: 9_000_000, cpCents: 9_000_000, revenueCents: 9_000_000_000 },
    { tranches: [{ percentage: 100, condition: "agreement", yearOffset: 0 }] },
  );
  edition = world.edition;
  const files = await makeVotableFiles(db, world, 4, 1_000_000);
  // Three are voted, the fourth waits: it counts nowhere.
  const days = [
    ["2026-01-01", "2026-01-11", "2026-02-10"],
    ["2026-01-03", "2026-01-23", "2026-02-10"],
    ["2026-01-05", "2026-01-08", "2026-02-10"],
    ["2026-01-05", "2026-05-05", "2026-06-10"],
  ] as const;
  for (const [i, [submitted, admitted, proposed]] of days.entries()) {
    await sql`UPDATE application SET submitted_at = ${`${submitted}T12:00:00Z`} WHERE id = ${files[i]}`.execute(db);
    for (const [action, at] of [
      ["admit", admitted],
      ["propose", proposed],
    ] as const)
      await sql`INSERT INTO event (id, hash, previous_hash, at, kind, record, version, action, document, changed, actor, actor_name)
        VALUES (0, '', '', ${`${at}T12:00:00Z`}, 'application', ${files[i]}, 1, ${action}, '{}', '{}', 'officer-1', 'Officier 1')`.execute(
        db,
      );
  }
  const deliberation = await tableFiles(db, world, files.slice(0, 3), [500_000, 400_000, 300_000], {
    reference: "2026 DGRI 1",
    on: "2026-03-12",
  });
  const [first, second] = (await adopt(db, deliberation, "2026-03-12")) as [string, string];
  for (const [grant, on] of [
    [first, "2026-03-22"],
    [second, "2026-04-01"],
  ] as const)
    await signGrant(db, grant, on);
  await commitGrant(db, first, "2026-03-23");
  await pay(db, first, 0, 500_000, "2026-04-21");
});
afterAll(() => end());

it("takes the median of each stage of the files that were voted and have ended it, with their number", async () => {
  const all = await readDelays(published(db));
  expect(all.map(({ of, files }) => [of?.kind, files])).toEqual([
    [undefined, 3],
    ["programme", 3],
    ["edition", 3],
  ]);
  const [one] = await readDelays(published(db), { edition }).then((rows) => rows.filter(({ of }) => of?.kind === "edition"));
  expect(one!.delays).toEqual({
    admissibility: { days: 10, n: 3 },
    jury: { days: 30, n: 3 },
    vote: { days: 30, n: 3 },
    signature: { days: 15, n: 2 },
    payment: { days: 30, n: 1 },
    whole: { days: 110, n: 1 },
  });
  expect(await readDelays(published(db), { edition: "nulle-part" })).toEqual([]);
});

it("shows of a voted file durations alone", async () => {
  const { rows } = await sql<Record<string, unknown>>`SELECT * FROM published.grant_delay`.execute(db);
  expect(rows).toHaveLength(3);
  expect(Object.keys(rows[0]!).sort()).toEqual(
    ["edition", "programme", "demo", "admissibilityDays", "juryDays", "voteDays", "signatureDays", "paymentDays", "wholeDays"].sort(),
  );
});

it("adds the convention and its amendments up to what is agreed now", () => {
  const convention = (number: number, amountCents: number) => ({ number, amountCents, signedOn: `2026-0${number + 1}-01`, endsOn: null });
  const conventions = [convention(0, 100), convention(1, 70), convention(2, 75)];
  expect(commitmentsOf({ agreedCents: 75, conventions }).map(({ cents }) => cents)).toEqual([100, -30, 5]);
  expect(commitmentsOf({ agreedCents: 0, conventions })).toEqual([]);
});

it("puts the tranches of a year and source together, with what is paid of them", () => {
  const tranche = (year: number, amountCents: number, condition: "agreement" | "final_report") => ({
    year,
    source: "water",
    sourceName: {},
    condition,
    amountCents,
  });
  const payment = (year: number, amountCents: number) => ({ id: "p", year, source: "water", amountCents, paidOn: "2026-05-01" });
  const lines = scheduleByYear({
    tranches: [tranche(2026, 60, "agreement"), tranche(2026, 20, "final_report"), tranche(2027, 0, "final_report")],
    payments: [payment(2026, 60)],
  });
  expect(lines).toMatchObject([{ year: 2026, amountCents: 80, paidCents: 60, conditions: ["agreement", "final_report"] }]);
});

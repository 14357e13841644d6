import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { connect, type Database } from "../../platform/database/connect.ts";
import { must } from "../acts.ts";
import { moveApplication } from "../application/move.ts";
import { addFiles, createDeliberation, moveDeliberation, recordDates, recordVote, removeFile } from "../deliberation/actions.ts";
import { adjustEnvelope } from "../envelope/actions.ts";
import { makeVotableFiles, makeWorld, moneyFaults, people, propose, type World } from "../money-testing.ts";
import { movePayment, moveRecovery, orderRecovery, requestPayment } from "../payment/actions.ts";
import { moveReport, sendReport } from "../report/actions.ts";
import { subjects } from "../subjects.ts";
import { moveGrant } from "./actions.ts";
import { abandonConvention, draftAmendment, draftConvention, recordSignature, sendConvention } from "./conventions.ts";

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const opened = connect(database.url, { max: 4 });
  db = opened.db;
  end = async () => {
    await opened.close();
    await database.drop();
  };
});
afterAll(() => end());

it("has in the database the arrows of the tables of states, and no other", async () => {
  const rows = await db.selectFrom("stateMove").selectAll().execute();
  const kept = rows.map(({ subject, fromState, toState }) => `${subject} ${fromState} ${toState}`).sort();
  const tabled = Object.entries(subjects).flatMap(([subject, table]) =>
    Object.entries(table).flatMap(([from, moves]) => [
      ...new Set(Object.values(moves as Record<string, { to: string }>).map(({ to }) => `${subject} ${from} ${to}`)),
    ]),
  );
  expect(kept).toEqual(tabled.sort());
});

const ON = "2026-11-24";
const PDF = "a".repeat(64);

interface Step {
  act: string;
  /** Which of the things it could be about, and how much, as shares of what there is. */
  pick: number;
  share: number;
  yes: boolean;
}
const acts = [
  "propose",
  "decide",
  "table",
  "untable",
  "tabled",
  "vote",
  "dates",
  "draft",
  "send",
  "sign",
  "abandon",
  "commit",
  "pay",
  "check",
  "order",
  "paid",
  "reject",
  "report",
  "certify",
  "accept",
  "waive",
  "amend",
  "suspend",
  "resume",
  "recover",
  "received",
  "close",
  "withdraw",
  "cancel",
  "adjust",
] as const;
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...acts),
  pick: fc.nat(1_000),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  yes: fc.boolean(),
});

const one = <T>(rows: readonly T[], pick: number): T | undefined => rows[pick % Math.max(rows.length, 1)];

/** Tries one act, whoever it takes; what is refused changes nothing. */
async function attempt(world: World, files: readonly string[], { act, pick, share, yes }: Step): Promise<void> {
  const file = one(files, pick)!;
  const q = async (text: ReturnType<typeof sql<any>>) => (await text.execute(db)).rows as { id: string; [column: string]: any }[];
  const deliberation = one(await q(sql`SELECT DISTINCT d.id FROM deliberation d WHERE d.title = ${world.edition}`), pick);
  const grant = one(await q(sql`SELECT id, amount_cents FROM "grant" WHERE edition = ${world.edition} ORDER BY number`), pick);
  const convention = one(
    await q(
      sql`SELECT c.id FROM convention c JOIN "grant" g ON g.id = c."grant" WHERE g.edition = ${world.edition} ORDER BY c.created_at DESC`,
    ),
    0,
  );
  const payment = one(
    await q(sql`SELECT p.id FROM payment p JOIN "grant" g ON g.id = p."grant" WHERE g.edition = ${world.edition} ORDER BY p.requested_at`),
    pick,
  );
  const report = one(
    await q(
      sql`SELECT r.id, r.type, r.version FROM report r JOIN "grant" g ON g.id = r."grant" WHERE g.edition = ${world.edition} ORDER BY r.id`,
    ),
    pick,
  );
  const tranche =
    grant && one(await q(sql`SELECT id, envelope, amount_cents FROM tranche WHERE "grant" = ${grant.id} ORDER BY position`), pick);
  const move = (name: string) =>
    db
      .transaction()
      .execute((trx) => moveApplication(trx, file, name, ["officer", "representative"], people.officer, { reason: "Motif" }))
      .catch(() => undefined);
  switch (act) {
    case "propose":
      await propose(db, world, file, 1 + Math.floor(share * 12_000)).catch(() => undefined);
      break;
    case "decide":
      await move(one(["propose", "reserve", "reject", "reassess", "withdraw"], Math.floor(share * 9))!);
      break;
    case "table": {
      const id =
        deliberation?.id ??
        must(
          await createDeliberation(
            db,
            { title: world.edition, reference: `${world.year} DGRI ${pick}`, sessionOn: "2026-07-01" },
            people.council,
          ),
        ).id;
      await addFiles(db, id, [file], people.council);
      break;
    }
    case "untable":
      if (deliberation) await removeFile(db, deliberation.id, file, people.council);
      break;
    case "tabled":
      if (deliberation) await moveDeliberation(db, deliberation.id, yes ? "table" : "postpone", people.council);
      break;
    case "vote":
      if (deliberation)
        await recordVote(
          db,
          deliberation.id,
          { votedOn: "2026-07-01", votesFor: yes ? 90 : 10, votesAgainst: 20, abstained: 0, notVoting: 0, stepAsides: [] },
          people.council,
        );
      break;
    case "dates":
      if (deliberation)
        await recordDates(db, deliberation.id, { transmittedOn: "2026-07-02", publishedOn: yes ? "2026-07-03" : null }, people.council);
      break;
    case "draft":
      if (grant) await draftConvention(db, grant.id, people.officer);
      break;
    case "send":
      if (convention) await sendConvention(db, convention.id, PDF, people.officer);
      break;
    case "sign":
      if (convention)
        await recordSignature(
          db,
          convention.id,
          { party: yes ? "beneficiary" : "city", signedOn: "2026-07-10", signatory: "X", evidence: "Original" },
          people.officer,
          { on: ON },
        );
      break;
    case "abandon":
      if (convention && share < 0.2) await abandonConvention(db, convention.id, people.officer);
      break;
    case "pay":
      if (grant && tranche)
        await requestPayment(
          db,
          grant.id,
          { tranche: tranche.id, amountCents: Math.ceil(tranche.amountCents * share * 1.3) },
          people.officer,
        );
      break;
    case "check":
    case "order":
    case "paid":
    case "reject":
      if (payment)
        await movePayment(
          db,
          payment.id,
          act === "paid" ? "pay" : act,
          { orderNumber: `M-${payment.id}`, paidOn: "2026-09-01", reason: "Motif" },
          act === "check" ? (yes ? people.officer : ({ ...people.finance, role: "administrator" } as const)) : people.finance,
          ON,
        );
      break;
    case "report":
      if (report) {
        const indicators = [{ label: "Personnes desservies", target: 1_200, actual: 900, actualOn: "2026-10-01" }];
        const input =
          report.type === "financial"
            ? {
                exerciseEndsOn: "2026-12-31",
                accounts: [
                  { side: "expense", label: "Achats", forecastCents: 10, actualCents: 10 },
                  { side: "resource", label: "Ville", forecastCents: 10, actualCents: 10 },
                ],
              }
            : report.type === "final"
              ? { endedOn: "2026-10-01", achieved: "Fait.", indicators }
              : { achieved: "Fait.", indicators };
        await sendReport(db, report.id, report.version, input, people.officer, ["contributor"]);
      }
      break;
    case "certify":
      if (report) await moveReport(db, report.id, "certify", yes ? people.officer2 : people.officer, { who: ["representative"] });
      break;
    case "accept":
      if (report) await moveReport(db, report.id, yes || share > 0.3 ? "accept" : "ask", people.officer, { note: "Motif" });
      break;
    case "waive":
      if (report && share < 0.3) await moveReport(db, report.id, "waive", people.officer, { note: "Motif" });
      break;
    case "amend":
      if (grant) {
        const rows = await q(
          sql`SELECT year, source, condition, amount_cents AS "amountCents" FROM tranche WHERE "grant" = ${grant.id} ORDER BY position`,
        );
        await draftAmendment(
          db,
          grant.id,
          {
            reasons: "Motif",
            endsOn: `${world.year + 2}-01-31`,
            tranches: rows.map(({ id: _, amountCents, ...row }) => ({ ...row, amountCents: Math.floor(amountCents * (0.5 + share)) })),
          },
          people.officer,
        );
      }
      break;
    case "recover":
      if (grant && tranche?.envelope)
        await orderRecovery(
          db,
          grant.id,
          { envelope: tranche.envelope, amountCents: 1 + Math.floor(share * 5_000), reason: "Non utilisé", orderedOn: ON },
          people.finance,
        );
      break;
    case "received": {
      const recovery = one(
        await q(sql`SELECT v.id FROM recovery v JOIN "grant" g ON g.id = v."grant" WHERE g.edition = ${world.edition}`),
        pick,
      );
      if (recovery) await moveRecovery(db, recovery.id, yes ? "receive" : "cancel", { receivedOn: ON }, people.finance, ON);
      break;
    }
    case "adjust":
      await adjustEnvelope(
        db,
        world.envelope,
        { aeDelta: Math.floor((share - 0.5) * 10_000), cpDelta: Math.floor((share - 0.5) * 6_000), reason: "Décision modificative" },
        people.finance,
      );
      break;
    default:
      if (grant && (act === "commit" || act === "close" || act === "resume" || share < 0.25))
        await moveGrant(db, grant.id, act, act === "commit" ? people.finance : people.officer, {
          reason: "Motif",
          now: new Date("2026-11-24T10:00:00Z"),
        });
  }
}

/** A way that leads to paid and closed, so that random walks start everywhere along it. */
const ideal: (typeof acts)[number][] = [
  "propose",
  "propose",
  "decide",
  "table",
  "tabled",
  "vote",
  "dates",
  "draft",
  "send",
  "sign",
  "sign",
  "commit",
  "pay",
  "check",
  "order",
  "paid",
  "report",
  "certify",
  "accept",
  "report",
  "certify",
  "accept",
  "report",
  "certify",
  "accept",
  "pay",
  "check",
  "order",
  "paid",
  "close",
];

it("overspends, skips a vote, pays what is unsigned or loses a cent by no sequence of acts", { timeout: 180_000 }, async () => {
  let year = 1998;
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.nat(ideal.length), fc.array(step, { minLength: 12, maxLength: 40 }), async (prefix, steps) => {
      year += 3;
      const world = await makeWorld(
        db,
        year,
        { aeCents: 20_000, cpCents: 12_000, revenueCents: 1_500_000 },
        {
          tranches: [
            { percentage: 60, condition: "agreement", yearOffset: 0 },
            { percentage: 40, condition: "final_report", yearOffset: 1 },
          ],
        },
      );
      const files = await makeVotableFiles(db, world, 2, 12_000);
      const lead = ideal.slice(0, prefix).map(
        (act, i): Step => ({
          act,
          pick: i % 2 === 0 ? 0 : act === "propose" ? 1 : 0,
          share: act === "decide" ? 0 : 0.6,
          yes: act === "sign" ? ideal.slice(0, i).includes("sign") : true,
        }),
      );
      for (const one of [...lead, ...steps]) await attempt(world, files, one);
      expect(await moneyFaults(db, world)).toEqual([]);
      const { rows } = await sql<{
        state: string;
      }>`SELECT state FROM "grant" WHERE edition = ${world.edition} UNION SELECT 'paid' FROM payment p JOIN "grant" g ON g.id = p."grant" WHERE g.edition = ${world.edition} AND p.state = 'paid'`.execute(
        db,
      );
      for (const { state } of rows) reached.add(state);
    }),
    { numRuns: 60, endOnFailure: true },
  );
  // The walks went somewhere: a test that only met refusals would prove nothing.
  expect([...reached].sort()).toEqual(expect.arrayContaining(["committed", "paid", "voted"]));
});

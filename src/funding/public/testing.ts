import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { must } from "../acts.ts";
import { moveApplication } from "../application/move.ts";
import { addFiles, createDeliberation, moveDeliberation, recordDates, recordVote } from "../deliberation/actions.ts";
import { moveGrant } from "../grant/actions.ts";
import { draftAmendment, draftConvention, recordSignature, sendConvention } from "../grant/conventions.ts";
import { people, propose, type World } from "../money-testing.ts";
import { movePayment, moveRecovery, orderRecovery, requestPayment } from "../payment/actions.ts";
import { moveReport, sendReport } from "../report/actions.ts";

/** For tests: the acts of a grant, one after the other, each by who may do it. Days as YYYY-MM-DD, amounts in cents. */
const PDF = "a".repeat(64);

/** Proposes files that can be voted, each with its amount, and tables them: the deliberation waits for its vote. */
export async function tableFiles(
  db: Database,
  world: World,
  files: readonly string[],
  cents: readonly number[],
  about: { reference: string; on: string },
): Promise<string> {
  for (const [i, file] of files.entries()) {
    await propose(db, world, file, cents[i]!);
    must(await db.transaction().execute((trx) => moveApplication(trx, file, "propose", ["officer"], people.officer)));
  }
  const { id } = must(
    await createDeliberation(
      db,
      { title: `Subventions ${about.reference}`, reference: about.reference, sessionOn: about.on },
      people.council,
    ),
  );
  must(await addFiles(db, id, files, people.council));
  must(await moveDeliberation(db, id, "table", people.council));
  return id;
}

/** The assembly adopts: the grants, in the order of their numbers. */
export async function adopt(db: Database, deliberation: string, on: string): Promise<string[]> {
  const { grants } = must(
    await recordVote(
      db,
      deliberation,
      { votedOn: on, votesFor: 90, votesAgainst: 20, abstained: 3, notVoting: 1, stepAsides: [] },
      people.council,
    ),
  );
  must(await recordDates(db, deliberation, { transmittedOn: on, publishedOn: on }, people.council));
  return grants;
}

async function sign(db: Database, convention: string, on: string): Promise<void> {
  must(await sendConvention(db, convention, PDF, people.officer));
  for (const party of ["beneficiary", "city"])
    must(
      await recordSignature(db, convention, { party, signedOn: on, signatory: "Signataire", evidence: "Original" }, people.officer, { on }),
    );
}

export async function signGrant(db: Database, grant: string, on: string): Promise<void> {
  await sign(db, must(await draftConvention(db, grant, people.officer)).id, on);
}

export async function commitGrant(db: Database, grant: string, on: string): Promise<void> {
  must(await moveGrant(db, grant, "commit", people.finance, { now: new Date(`${on}T12:00:00Z`) }));
}

const tranchesOf = async (db: Database, grant: string) =>
  (
    await sql<{ id: string; year: number; source: string; condition: string; amountCents: number; envelope: string }>`
      SELECT id, year, source, condition, amount_cents, envelope FROM tranche WHERE "grant" = ${grant} ORDER BY position`.execute(db)
  ).rows;

/** Asks, checks, orders and pays an amount of one tranche. */
export async function pay(db: Database, grant: string, position: number, amountCents: number, paidOn: string): Promise<void> {
  const tranche = (await tranchesOf(db, grant))[position]!;
  const { id } = must(await requestPayment(db, grant, { tranche: tranche.id, amountCents }, people.officer));
  must(await movePayment(db, id, "check", {}, people.officer, paidOn));
  must(await movePayment(db, id, "order", { orderNumber: `M-${id}` }, people.finance, paidOn));
  must(await movePayment(db, id, "pay", { paidOn }, people.finance, paidOn));
}

/** An amendment that takes `lessCents` off the last tranche. */
export async function amendGrant(db: Database, grant: string, lessCents: number, endsOn: string, on: string): Promise<void> {
  const tranches = (await tranchesOf(db, grant)).map(({ year, source, condition, amountCents }) => ({
    year,
    source,
    condition,
    amountCents,
  }));
  tranches.at(-1)!.amountCents -= lessCents;
  await sign(db, must(await draftAmendment(db, grant, { reasons: "Moins de villages.", endsOn, tranches }, people.officer)).id, on);
}

/** Sends, certifies and has accepted the report of a type. */
export async function report(db: Database, grant: string, type: "interim" | "final", actual: number, on: string): Promise<void> {
  const { rows } = await sql<{
    id: string;
    version: number;
  }>`SELECT id, version FROM report WHERE "grant" = ${grant} AND type = ${type}`.execute(db);
  const { id, version } = rows[0]!;
  const indicators = [{ label: "Personnes desservies", target: 1_200, actual, actualOn: on }];
  must(
    await sendReport(db, id, version, { ...(type === "final" ? { endedOn: on } : {}), achieved: "Fait.", indicators }, people.officer, [
      "contributor",
    ]),
  );
  must(await moveReport(db, id, "certify", people.officer2, { who: ["representative"] }));
  must(await moveReport(db, id, "accept", people.officer));
}

export async function recover(db: Database, grant: string, amountCents: number, on: string): Promise<void> {
  const { envelope } = (await tranchesOf(db, grant))[0]!;
  const { id } = must(await orderRecovery(db, grant, { envelope, amountCents, reason: "Non utilisé", orderedOn: on }, people.finance));
  must(await moveRecovery(db, id, "receive", { receivedOn: on }, people.finance, on));
}

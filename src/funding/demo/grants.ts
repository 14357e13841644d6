import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { must } from "../acts.ts";
import { moveGrant } from "../grant/actions.ts";
import { draftConvention, recordSignature, sendConvention } from "../grant/conventions.ts";
import { conventionDocument } from "../grant/document.ts";
import { movePayment, requestPayment } from "../payment/actions.ts";
import { moveReport, sendReport } from "../report/actions.ts";
import type { DemoDesk } from "./apply.ts";
import { membersOf, staff } from "./people.ts";

const { officer, finance } = staff;
const noon = (on: string) => new Date(`${on}T11:00:00Z`);

/** What becomes of a grant of the demonstration, act by act: `body` is whose it is, days are YYYY-MM-DD, amounts cents. */

export async function sign(desk: DemoDesk, grant: string, body: string, on: string): Promise<void> {
  const { db } = desk;
  const { representative } = membersOf(body);
  const { id } = must(await draftConvention(db, grant, officer));
  const { sha256 } = must(await conventionDocument(desk, id, "fr"));
  must(await sendConvention(db, id, sha256, officer));
  const signed = { signedOn: on, evidence: "Signature fictive" };
  must(
    await recordSignature(db, id, { ...signed, party: "beneficiary", signatory: representative.name }, representative, {
      who: ["representative"],
      on,
    }),
  );
  must(await recordSignature(db, id, { ...signed, party: "city", signatory: "La Ville (fictive)" }, officer, { on }));
}

export async function commit({ db }: DemoDesk, grant: string, on: string): Promise<void> {
  must(await moveGrant(db, grant, "commit", finance, { now: noon(on) }));
}

/** Asks for all the tranches that wait for `condition`, and has them checked, ordered and paid. */
export async function pay({ db }: DemoDesk, grant: string, body: string, condition: string, on: string): Promise<void> {
  const tranches = await db
    .selectFrom("tranche")
    .select(["id", "amountCents"])
    .where("grant", "=", grant)
    .where("condition", "=", condition)
    .orderBy("position")
    .execute();
  const { representative } = membersOf(body);
  for (const { id: tranche, amountCents } of tranches) {
    const { id } = must(await requestPayment(db, grant, { tranche, amountCents }, representative, ["representative"]));
    must(await movePayment(db, id, "check", {}, officer, on));
    must(await movePayment(db, id, "order", { orderNumber: `DEMO-${id.slice(0, 8)}` }, finance, on));
    must(await movePayment(db, id, "pay", { paidOn: on }, finance, on));
    await sql`UPDATE payment SET requested_at = ${noon(on)}::timestamptz - interval '21 days', checked_at = ${noon(on)}::timestamptz - interval '14 days',
      ordered_at = ${noon(on)}::timestamptz - interval '6 days' WHERE id = ${id}`.execute(db);
  }
}

/** The treasurer sends a report, the president certifies it, the officer accepts it. */
export async function report(
  { db }: DemoDesk,
  grant: string,
  body: string,
  type: "interim" | "final" | "financial",
  content: object,
  on: string,
): Promise<void> {
  const { representative, contributor } = membersOf(body);
  const { id, version } = await db
    .selectFrom("report")
    .select(["id", "version"])
    .where("grant", "=", grant)
    .where("type", "=", type)
    .executeTakeFirstOrThrow();
  must(await sendReport(db, id, version, content, contributor, ["contributor"]));
  must(await moveReport(db, id, "certify", representative, { who: ["representative"] }));
  must(await moveReport(db, id, "accept", officer));
  await sql`UPDATE report SET sent_at = ${noon(on)}::timestamptz - interval '12 days', certified_at = ${noon(on)}::timestamptz - interval '9 days',
    decided_at = ${noon(on)} WHERE id = ${id}`.execute(db);
}

export async function close({ db }: DemoDesk, grant: string, on: string): Promise<void> {
  must(await moveGrant(db, grant, "close", officer, { now: noon(on) }));
}

/** The indicators of a grant's project with what was reached of each, as a report says them: a share of the target. */
export async function reached(db: Database, grant: string, share: number, on: string): Promise<object[]> {
  const { rows } = await sql<{ label: string; unit: string | null; target: number }>`
    SELECT r.indicator ->> 'fr' AS label, r.unit ->> 'fr' AS unit, r.target_value AS target FROM project_result r JOIN "grant" g ON g.project = r.project
    WHERE g.id = ${grant} ORDER BY r.position`.execute(db);
  return rows.map(({ label, unit, target }) => ({
    label,
    unit,
    target,
    actual: Math.round(target * share),
    actualOn: on,
    evidence: "Comptage fictif",
  }));
}

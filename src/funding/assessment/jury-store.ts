import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import type { JuryDecision } from "./rules.ts";
import type { JuryFacts, JuryState } from "./states.ts";
import { visibleTo } from "./visible-store.ts";

export interface JuryMember {
  name: string;
  quality: string;
  present: boolean;
}
export interface StepAside {
  application: string;
  name: string;
  reason: string;
}
export interface Jury {
  id: string;
  edition: string;
  editionName: Localised;
  editionCode: string;
  fiscalYear: number;
  programme: string;
  currency: string;
  heldOn: string;
  place: string;
  state: JuryState;
  remarks: string;
  minutes: string | null;
  version: number;
}

const withEdition = sql`
  SELECT j.id, j.edition, e.name AS edition_name, e.code AS edition_code, e.fiscal_year, c.programme, e.currency, j.held_on, j.place, j.state, j.remarks, j.minutes, j.version
  FROM jury j JOIN edition e ON e.id = j.edition JOIN call c ON c.id = e.call`;

export async function listJuries(db: Database): Promise<(Jury & { decided: number })[]> {
  const { rows } = await sql<Jury & { decided: number }>`
    SELECT x.*, (SELECT count(*)::int FROM jury_decision d WHERE d.jury = x.id) AS decided FROM (${withEdition}) x ORDER BY x.held_on DESC, x.id LIMIT 500`.execute(
    db,
  );
  return rows;
}

export async function findJury(db: Database, id: string): Promise<Jury | undefined> {
  const { rows } = await sql<Jury>`${withEdition} WHERE j.id = ${id}`.execute(db);
  return rows[0];
}

export async function membersOf(db: Database, jury: string): Promise<JuryMember[]> {
  return db.selectFrom("juryMember").select(["name", "quality", "present"]).where("jury", "=", jury).orderBy("position").execute();
}

/** Members without an account who left the room, and for which file; only for the files that this person sees. */
export async function stepAsidesOf(db: Database, actor: Actor, jury: string): Promise<StepAside[]> {
  const { rows } = await sql<StepAside>`
    SELECT s.application, s.name, s.reason FROM jury_step_aside s JOIN application a ON a.id = s.application
    WHERE s.jury = ${jury} AND ${visibleTo(actor)} ORDER BY s.name`.execute(db);
  return rows;
}

/** Everyone who stepped aside on a file of the edition: by their account, or noted at the meeting. For the minutes. */
export async function allStepAsides(db: Database, jury: string): Promise<StepAside[]> {
  const { rows } = await sql<StepAside>`
    SELECT s.application, s.name, s.reason FROM jury_step_aside s WHERE s.jury = ${jury}
    UNION
    SELECT d.application, d.user_name, d.reason FROM interest_declaration d JOIN application a ON a.id = d.application
    JOIN jury j ON j.edition = a.edition WHERE j.id = ${jury} ORDER BY 1, 2`.execute(db);
  return rows;
}

export async function insertJury(trx: Database, row: { edition: string; heldOn: string; place: string }): Promise<string> {
  return (await trx.insertInto("jury").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

export async function lockJury(trx: Database, id: string): Promise<{ edition: string; state: JuryState; version: number } | undefined> {
  return (await trx
    .selectFrom("jury")
    .select(["edition", "state", "version"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst()) as never;
}

/** Keeps a jury from being closed until the transaction ends; many may decide at once. */
export async function holdJury(trx: Database, id: string): Promise<void> {
  await trx.selectFrom("jury").select("id").where("id", "=", id).forShare().execute();
}

export async function setJury(trx: Database, id: string, set: Record<string, unknown>): Promise<number> {
  const row = await trx
    .updateTable("jury")
    .set({ ...set, version: sql`version + 1` } as never)
    .where("id", "=", id)
    .returning("version")
    .executeTakeFirstOrThrow();
  return row.version;
}

export async function replaceMembers(trx: Database, jury: string, members: readonly JuryMember[]): Promise<void> {
  await trx.deleteFrom("juryMember").where("jury", "=", jury).execute();
  if (members.length > 0)
    await trx
      .insertInto("juryMember")
      .values(members.map((member, position) => ({ jury, position, ...member })))
      .execute();
}

export async function putStepAside(trx: Database, jury: string, one: StepAside): Promise<void> {
  const { reason } = one;
  await trx
    .insertInto("juryStepAside")
    .values({ jury, ...one })
    .onConflict((conflict) => conflict.columns(["jury", "application", "name"]).doUpdateSet({ reason }))
    .execute();
}

export async function deleteStepAside(trx: Database, jury: string, application: string, name: string): Promise<void> {
  await trx.deleteFrom("juryStepAside").where("jury", "=", jury).where("application", "=", application).where("name", "=", name).execute();
}

/** What the end of a meeting depends on. */
export async function juryFacts(db: Database, jury: string): Promise<JuryFacts> {
  const { rows } = await sql<JuryFacts>`
    SELECT (SELECT count(*)::int FROM application a WHERE a.edition = j.edition AND a.state = 'in_assessment') AS undecided,
      (SELECT count(*)::int FROM jury_member m WHERE m.jury = j.id AND m.present) AS present
    FROM jury j WHERE j.id = ${jury}`.execute(db);
  return rows[0]!;
}

export async function putDecision(
  trx: Database,
  row: { application: string; jury: string; rank: number | null; decision: JuryDecision; comment: string },
  by: Actor,
): Promise<void> {
  const { jury, rank, decision, comment } = row;
  await trx
    .insertInto("juryDecision")
    .values({ ...row, decidedBy: by.name })
    .onConflict((conflict) =>
      conflict.column("application").doUpdateSet({ jury, rank, decision, comment, decidedBy: by.name, decidedAt: sql`now()` as never }),
    )
    .execute();
}

/** Brings the proposals of a file to these amounts (cents, above 0, by envelope); what did not change is not touched. */
export async function putProposals(trx: Database, application: string, amounts: ReadonlyMap<string, number>, by: Actor): Promise<void> {
  const rows = await trx.selectFrom("proposal").select(["envelope", "amountCents"]).where("application", "=", application).execute();
  const now = new Map(rows.map(({ envelope, amountCents }) => [envelope, amountCents]));
  // Always in the same order: two juries that touch the same envelopes never wait for each other in a circle.
  for (const envelope of [...new Set([...now.keys(), ...amounts.keys()])].sort()) {
    const [before, after] = [now.get(envelope) ?? 0, amounts.get(envelope) ?? 0];
    if (before === after) continue;
    const one = { byUser: by.id, byName: by.name };
    const where = trx.updateTable("proposal").where("application", "=", application).where("envelope", "=", envelope);
    if (before === 0)
      await trx
        .insertInto("proposal")
        .values({ application, envelope, amountCents: after, ...one })
        .execute();
    else if (after > 0) await where.set({ amountCents: after, ...one }).execute();
    else {
      // The movement that gives back carries the name of who let go.
      await where.set(one).execute();
      await trx.deleteFrom("proposal").where("application", "=", application).where("envelope", "=", envelope).execute();
    }
  }
}

export interface JuryGauge {
  source: string;
  sourceName: Localised;
  /** Null: no envelope is open for this source. */
  envelope: string | null;
  aeCents: number;
  /** What may still be proposed, in cents. */
  freeCents: number;
  /** What the files of this edition hold of it. */
  proposedCents: number;
}

/** The envelopes of an edition: its fiscal year and programme, by each budget source of its strands. */
export async function gaugesOf(db: Database, edition: string): Promise<JuryGauge[]> {
  const { rows } = await sql<JuryGauge>`
    SELECT s.source, t.name AS source_name, v.id AS envelope, coalesce(v.ae_cents, 0) AS ae_cents,
      coalesce(v.ae_cents - v.reserved_cents - v.voted_cents - v.committed_cents, 0) AS free_cents,
      coalesce((SELECT sum(p.amount_cents)::bigint FROM proposal p JOIN application a ON a.id = p.application WHERE p.envelope = v.id AND a.edition = e.id), 0) AS proposed_cents
    FROM edition e JOIN call c ON c.id = e.call
    CROSS JOIN LATERAL (SELECT x.budget_source AS source, min(x.position) AS position FROM edition_strand x WHERE x.edition = e.id GROUP BY 1) s
    JOIN term t ON t.vocabulary = 'budget-source' AND t.code = s.source
    LEFT JOIN envelope v ON v.year = e.fiscal_year AND v.programme = c.programme AND v.source = s.source
    WHERE e.id = ${edition} ORDER BY s.position`.execute(db);
  return rows;
}

import { sql } from "kysely";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";
import { forgetWords } from "./log-store.ts";
import type { Batch, Room } from "./room.ts";

/**
 * Takes the people out of files whose term is over. What stays: number, title, edition, body, amounts, dates, scores, states,
 * decisions, payments, signed agreements, and the seal of what was sent, which proves that something of that digest was.
 * Returns the digests of the files that went.
 */
async function anonymise(trx: Database, { keys, rule, term, by }: Batch): Promise<string[]> {
  const ids = sql`ANY (${keys}::uuid[])`;
  // First of all: what is held refuses.
  await sql`UPDATE application SET anonymised_at = now(), content = '{}', receipt = NULL, reason = CASE WHEN reason IS NULL THEN NULL ELSE gone() END WHERE id = ${ids}`.execute(
    trx,
  );
  const { rows: files } = await sql<{ file: string }>`DELETE FROM application_file WHERE application = ${ids} RETURNING file`.execute(trx);
  const { rows: reports } = await sql<{
    file: string;
  }>`DELETE FROM report_file f USING report r, "grant" g WHERE r.id = f.report AND g.id = r."grant" AND g.application = ${ids} RETURNING f.file`.execute(
    trx,
  );
  for (const table of [
    "application_section",
    "application_snapshot",
    "application_guest",
    "application_note",
    "application_opening",
    "upload",
  ])
    await sql`DELETE FROM ${sql.table(table)} WHERE application = ${ids}`.execute(trx);
  await sql`UPDATE application_check SET note = '', checked_name = gone() WHERE application = ${ids}`.execute(trx);
  await sql`UPDATE piece_request SET question = gone(), answer = CASE WHEN answer IS NULL THEN NULL ELSE gone() END, asked_name = gone() WHERE application = ${ids}`.execute(
    trx,
  );
  await sql`UPDATE interest_declaration SET note = '', user_name = gone() WHERE application = ${ids}`.execute(trx);
  // The mean of the opinions stays; who gave which goes.
  await forgetOpinions(trx, keys);
  const grants = sql`SELECT id FROM "grant" WHERE application = ${ids}`;
  await sql`UPDATE report SET content = '{}', note = CASE WHEN note = '' THEN '' ELSE gone() END, sent_name = CASE WHEN sent_name IS NULL THEN NULL ELSE gone() END,
    certified_name = CASE WHEN certified_name IS NULL THEN NULL ELSE gone() END WHERE "grant" IN (${grants})`.execute(trx);
  await sql`UPDATE payment SET requested_name = gone(), checked_name = CASE WHEN checked_name IS NULL THEN NULL ELSE gone() END,
    ordered_name = CASE WHEN ordered_name IS NULL THEN NULL ELSE gone() END WHERE "grant" IN (${grants})`.execute(trx);
  await sql`UPDATE convention SET terms = '{}', beneficiary_signatory = CASE WHEN beneficiary_signatory IS NULL THEN NULL ELSE gone() END,
    beneficiary_evidence = CASE WHEN beneficiary_evidence IS NULL THEN NULL ELSE gone() END WHERE "grant" IN (${grants})`.execute(trx);
  await sql`DELETE FROM outgoing_mail WHERE about_kind = 'application' AND about_id = ANY (${keys})`.execute(trx);
  await sql`UPDATE applicant b SET profile = '{}' WHERE b.id IN (SELECT applicant FROM application WHERE id = ${ids})
    AND NOT EXISTS (SELECT FROM application a WHERE a.applicant = b.id AND a.anonymised_at IS NULL) AND NOT EXISTS (SELECT FROM applicant_member m WHERE m.applicant = b.id)`.execute(
    trx,
  );
  await forgetWords(
    trx,
    { kind: "application", records: keys, action: "withdraw", blanks: { reason: "[…]" } },
    { kind: "retention", id: rule },
    by,
  );
  for (const id of keys)
    await logEvent(trx, { kind: "application", id, document: { rule, term: `${term.count} ${term.unit}` } }, "anonymised", by);
  return [...files, ...reports].map(({ file }) => file);
}

async function forgetOpinions(trx: Database, keys: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; mean: string | null; lowest: string | null }>`
    SELECT id, mean_score::text AS mean, lowest_score::text AS lowest FROM application WHERE id = ANY (${keys}::uuid[])`.execute(trx);
  await sql`DELETE FROM opinion WHERE application = ANY (${keys}::uuid[])`.execute(trx);
  await sql`UPDATE application a SET mean_score = k.mean, lowest_score = k.lowest
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ mean }) => mean)}::numeric[], ${rows.map(({ lowest }) => lowest)}::numeric[]) AS k(id, mean, lowest)
    WHERE a.id = k.id`.execute(trx);
}

async function remove(trx: Database, { keys, rule, by }: Batch): Promise<string[]> {
  const { rows } = await sql<{ file: string }>`SELECT file FROM application_file WHERE application = ANY (${keys}::uuid[])`.execute(trx);
  await sql`DELETE FROM outgoing_mail WHERE about_kind = 'application' AND about_id = ANY (${keys})`.execute(trx);
  await sql`DELETE FROM application WHERE id = ANY (${keys}::uuid[]) AND state = 'draft'`.execute(trx);
  for (const id of keys) await logEvent(trx, { kind: "application", id, document: { rule } }, "deleted", by);
  return rows.map(({ file }) => file);
}

/** The life of a grant, from the draft that was never sent to ten years after the last payment. */
export const applicationRooms: Room[] = [
  {
    rule: "application_draft",
    parts: [
      {
        source: {
          from: sql`application a JOIN edition e ON e.id = a.edition`,
          key: sql`a.id`,
          since: sql`greatest(a.updated_at, e.closes_at::timestamptz)`,
          where: sql`a.state = 'draft'`,
          hold: "application",
          shown: true,
        },
        apply: remove,
      },
    ],
  },
  {
    rule: "application_refused",
    parts: [
      {
        source: {
          from: sql`application a`,
          key: sql`a.id`,
          since: sql`a.state_since`,
          where: sql`a.anonymised_at IS NULL AND a.state IN ('inadmissible', 'rejected', 'refused', 'withdrawn', 'lapsed')
            AND NOT EXISTS (SELECT FROM "grant" g WHERE g.application = a.id)`,
          hold: "application",
          shown: true,
        },
        apply: anonymise,
      },
    ],
  },
  {
    rule: "grant_closed",
    parts: [
      {
        source: {
          from: sql`application a JOIN "grant" g ON g.application = a.id`,
          key: sql`a.id`,
          // The end of the year: accounts are of a year.
          since: sql`date_trunc('year', greatest(coalesce(g.closed_on::timestamptz, g.updated_at), (SELECT max(p.paid_on) FROM payment p WHERE p."grant" = g.id)::timestamptz)) + interval '1 year'`,
          where: sql`a.anonymised_at IS NULL AND g.state IN ('closed', 'cancelled', 'lapsed', 'withdrawn')`,
          hold: "application",
          shown: true,
        },
        apply: anonymise,
      },
    ],
  },
  {
    rule: "applicant_empty",
    parts: [
      {
        source: {
          from: sql`applicant b`,
          key: sql`b.id`,
          since: sql`b.updated_at`,
          where: sql`NOT EXISTS (SELECT FROM applicant_member m WHERE m.applicant = b.id) AND NOT EXISTS (SELECT FROM application a WHERE a.applicant = b.id)
            AND NOT EXISTS (SELECT FROM applicant_invitation i WHERE i.applicant = b.id AND i.expires_at > now())`,
          hold: "applicant",
          shown: true,
        },
        async apply(trx, { keys, rule, by }) {
          await sql`DELETE FROM applicant WHERE id = ANY (${keys}::uuid[])`.execute(trx);
          for (const id of keys) await logEvent(trx, { kind: "applicant", id, document: { rule } }, "deleted", by);
        },
      },
    ],
  },
];

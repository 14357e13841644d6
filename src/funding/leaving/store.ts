import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { settledStates } from "../application/states.ts";

/** What hangs on someone: what would be left without anybody when they go. */
export interface Hanging {
  /** Files that are not settled, in their charge. */
  files: { id: string; number: string | null; title: string }[];
  /** Opinions that they were asked for and have not given. */
  opinions: { id: string; number: string | null; title: string }[];
  /** Editions whose assessor they are. */
  editions: { id: string; code: string }[];
  /** Juries to come on which they sit. */
  juries: { id: string; edition: string; heldOn: string }[];
  /** Keys of the API that still open something, and webhooks. */
  keys: { id: string; name: string }[];
  webhooks: { id: string; name: string }[];
}

const open = sql`a.state <> ALL (${[...settledStates]}::text[])`;
const pending = sql`NOT EXISTS (SELECT 1 FROM opinion o WHERE o.application = s.application AND o.user_id = s.user_id AND o.state = 'given')`;

export async function whatHangsOn(db: Database, userId: string): Promise<Hanging> {
  const [files, opinions, editions, juries, keys, webhooks] = await Promise.all([
    sql<Hanging["files"][number]>`SELECT a.id, a.number, a.title FROM application_officer o JOIN application a ON a.id = o.application
      WHERE o.user_id = ${userId} AND ${open} ORDER BY a.number NULLS LAST, a.id`.execute(db),
    sql<Hanging["opinions"][number]>`SELECT a.id, a.number, a.title FROM assignment s JOIN application a ON a.id = s.application
      WHERE s.user_id = ${userId} AND ${open} AND ${pending} ORDER BY a.number NULLS LAST, a.id`.execute(db),
    sql<Hanging["editions"][number]>`SELECT DISTINCT e.id, e.code FROM edition_assessor x JOIN edition e ON e.id = x.edition
      WHERE x.user_id = ${userId} ORDER BY e.code`.execute(db),
    sql<Hanging["juries"][number]>`SELECT j.id, j.edition, j.held_on::text AS held_on FROM jury_member m JOIN jury j ON j.id = m.jury
      WHERE m.user_id = ${userId} AND j.state = 'planned' ORDER BY j.held_on, j.id`.execute(db),
    sql<
      Hanging["keys"][number]
    >`SELECT id, name FROM api_key WHERE created_by = ${userId} AND revoked_at IS NULL AND expires_at > now() ORDER BY name`.execute(db),
    sql<Hanging["webhooks"][number]>`SELECT id, name FROM webhook WHERE created_by = ${userId} ORDER BY name`.execute(db),
  ]);
  return {
    files: files.rows,
    opinions: opinions.rows,
    editions: editions.rows,
    juries: juries.rows,
    keys: keys.rows,
    webhooks: webhooks.rows,
  };
}

/**
 * Puts another in charge of the open files of someone, and asks them for the opinions that are still due. A file in which the other
 * has declared an interest is left without: it is nobody's until someone else takes it. The numbers of each.
 */
export async function handOver(trx: Database, from: string, to: string | null): Promise<{ files: number; opinions: number; left: number }> {
  const noInterest = (application: unknown) =>
    sql`NOT EXISTS (SELECT 1 FROM interest_declaration d WHERE d.application = ${application} AND d.user_id = ${to})`;
  const moved =
    await sql`UPDATE application_officer o SET user_id = ${to} FROM application a WHERE a.id = o.application AND o.user_id = ${from}
    AND ${open} AND ${to}::text IS NOT NULL AND ${noInterest(sql`a.id`)}
    AND NOT EXISTS (SELECT 1 FROM application_officer x WHERE x.application = a.id AND x.user_id = ${to})`.execute(trx);
  const left =
    await sql`DELETE FROM application_officer o USING application a WHERE a.id = o.application AND o.user_id = ${from} AND ${open}`.execute(
      trx,
    );
  if (to)
    await sql`INSERT INTO edition_assessor (edition, user_id, strand) SELECT DISTINCT x.edition, ${to}, x.strand FROM edition_assessor x
      WHERE x.user_id = ${from} ON CONFLICT DO NOTHING`.execute(trx);
  const asked = await sql`UPDATE assignment s SET user_id = ${to}, reminded_at = NULL FROM application a WHERE a.id = s.application
    AND s.user_id = ${from} AND ${open} AND ${pending} AND ${to}::text IS NOT NULL AND ${noInterest(sql`a.id`)}
    AND NOT EXISTS (SELECT 1 FROM assignment x WHERE x.application = a.id AND x.user_id = ${to})`.execute(trx);
  await sql`DELETE FROM assignment s USING application a WHERE a.id = s.application AND s.user_id = ${from} AND ${open} AND ${pending}`.execute(
    trx,
  );
  await sql`DELETE FROM edition_assessor WHERE user_id = ${from}`.execute(trx);
  const n = (result: { numAffectedRows?: bigint | undefined }) => Number(result.numAffectedRows ?? 0);
  return { files: n(moved), opinions: n(asked), left: n(left) };
}

/** Ends the keys of someone, or puts another in charge of them; webhooks have no secret of a person and only change hands. */
export async function handOverKeys(
  trx: Database,
  from: string,
  to: { id: string; name: string } | null,
  revoke: boolean,
  byName: string,
): Promise<void> {
  if (revoke || !to)
    await sql`UPDATE api_key SET revoked_at = now(), revoked_name = ${byName} WHERE created_by = ${from} AND revoked_at IS NULL`.execute(
      trx,
    );
  else
    await sql`UPDATE api_key SET created_by = ${to.id}, created_name = ${to.name} WHERE created_by = ${from} AND revoked_at IS NULL`.execute(
      trx,
    );
  if (to) await sql`UPDATE webhook SET created_by = ${to.id}, created_name = ${to.name} WHERE created_by = ${from}`.execute(trx);
}

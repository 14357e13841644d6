import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { admissibilityItems, legalityItems } from "./lists.ts";
import type { ApplicationFacts, ApplicationState } from "./states.ts";

/** State and number of an application, locked until the transaction ends. */
export async function lockApplication(
  trx: Database,
  id: string,
): Promise<{ state: ApplicationState; version: number; number: string | null } | undefined> {
  const row = await trx
    .selectFrom("application")
    .select(["state", "version", "number"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row as { state: ApplicationState; version: number; number: string | null } | undefined;
}

/** What an application holds, unparsed, and the version of its edition's rules. Throws when there is none. */
export async function sentContent(db: Database, id: string): Promise<{ content: unknown; editionVersion: number }> {
  return db.selectFrom("application").select(["content", "editionVersion"]).where("id", "=", id).executeTakeFirstOrThrow();
}

/** What the moves of an application depend on, as the rows stand. `complete` is the caller's to establish. */
export async function applicationFacts(db: Database, id: string): Promise<ApplicationFacts> {
  const checked = (list: string, items: readonly string[]) => sql<boolean>`
    (SELECT count(*) FILTER (WHERE c.verdict <> 'no') = ${items.length} AND count(*) FILTER (WHERE c.verdict = 'no') = 0
     FROM application_check c WHERE c.application = a.id AND c.list = ${list} AND c.code IN (${sql.join([...items])}))`;
  const { rows } = await sql<Omit<ApplicationFacts, "complete">>`
    SELECT
      (SELECT count(*)::int FROM piece_request p WHERE p.application = a.id AND p.answered_at IS NULL AND p.closed_at IS NULL) AS open_pieces,
      ${checked("admissibility", admissibilityItems)} AS admissibility_checked,
      ${checked("legality", legalityItems)} AS legality_checked,
      -- A document of the edition in force for the file that is asked of it, and of which no file stands accepted.
      (SELECT count(*)::int FROM jsonb_array_elements(e.document -> 'requirements') r
       WHERE r ->> 'stage' = 'application' AND (r ->> 'required')::boolean
         AND coalesce((r ->> 'aboveCents')::bigint, 0) <= a.asked_cents
         AND NOT EXISTS (SELECT 1 FROM application_file f WHERE f.application = a.id AND f.requirement = r ->> 'code' AND f.verdict IS DISTINCT FROM 'refused')
      ) AS missing_documents,
      (SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM proposal p WHERE p.application = a.id) AS proposed_cents
    FROM application a
    JOIN LATERAL (SELECT v.document FROM event v WHERE v.kind = 'edition' AND v.record = a.edition AND v.version = a.edition_version ORDER BY v.id DESC LIMIT 1) e ON true
    WHERE a.id = ${id}`.execute(db);
  return { complete: false, ...rows[0]! };
}

/** Writes the state. What comes back is as the triggers left it: a submission has its number. */
export async function setApplicationState(
  trx: Database,
  id: string,
  state: ApplicationState,
  by: Actor,
  set: Record<string, unknown>,
  reason: string,
): Promise<{ version: number; number: string | null }> {
  return trx
    .updateTable("application")
    .set({
      ...set,
      state,
      ...(reason ? { reason } : {}),
      version: sql`version + 1`,
      updatedAt: sql`now()`,
      updatedBy: by.id,
    } as never)
    .where("id", "=", id)
    .returning(["version", "number"])
    .executeTakeFirstOrThrow();
}

/** Gives back what was reserved for an application. */
export async function releaseProposal(trx: Database, id: string, by: Actor): Promise<void> {
  // The movement that gives back carries the name of who let go, not of who proposed.
  await trx.updateTable("proposal").set({ byUser: by.id, byName: by.name }).where("application", "=", id).execute();
  await trx.deleteFrom("proposal").where("application", "=", id).execute();
}

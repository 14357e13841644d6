import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";

export interface Draft {
  kind: string;
  id: string;
  name: Localised;
  updatedAt: Date;
}
/** A draft, and one record that it refers to and that is not published. */
export interface BlockedDraft extends Draft {
  toKind: string;
  toId: string;
  toName: Localised;
}

/** The drafts that someone has written something in, the last changed first. */
export async function draftsOf(db: Database, kinds: readonly string[], actor: string, limit = 10): Promise<Draft[]> {
  const parts = kinds.map(
    (kind) => sql`SELECT ${kind}::text AS kind, d.id, d.name, d.updated_at FROM ${sql.table(kind)} d
      WHERE d.status = 'draft' AND EXISTS (SELECT 1 FROM event e WHERE e.kind = ${kind} AND e.record = d.id AND e.actor = ${actor})`,
  );
  const { rows } =
    await sql<Draft>`SELECT * FROM (${sql.join(parts, sql` UNION ALL `)}) d ORDER BY updated_at DESC, id LIMIT ${limit}`.execute(db);
  return rows;
}

/** The drafts that cannot be published yet, as they refer to what is not: one row for each such reference. */
export async function blockedDrafts(db: Database, limit = 50): Promise<BlockedDraft[]> {
  const columns = await db.selectFrom("referenceColumn").selectAll().execute();
  const parts = columns.map(
    ({ fromTable, fromColumn, ownerTable, ownerColumn, toTable }) => sql`
      SELECT ${ownerTable}::text AS kind, o.id, o.name, o.updated_at, ${toTable}::text AS to_kind, t.id AS to_id, t.name AS to_name
      FROM ${sql.table(fromTable)} f JOIN ${sql.table(ownerTable)} o ON o.id = f.${sql.ref(ownerColumn)} JOIN ${sql.table(toTable)} t ON t.id = f.${sql.ref(fromColumn)}
      WHERE o.status = 'draft' AND t.status <> 'published'`,
  );
  const { rows } =
    await sql<BlockedDraft>`SELECT DISTINCT * FROM (${sql.join(parts, sql` UNION ALL `)}) b ORDER BY updated_at DESC, kind, id, to_id LIMIT ${limit}`.execute(
      db,
    );
  return rows;
}

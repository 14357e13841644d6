import { sql } from "kysely";
import { type Database, transact } from "../../platform/database/connect.ts";

/** protected_altered: a line of the compartment's logs is not what its entry sealed, or is gone. protected_unsealed: no entry seals a line. */
export type ProtectedFault = "protected_altered" | "protected_unsealed";

// What the functions protected.*_digest say, said here once more: who can replace a function of the database cannot make these agree.
const digestOf = (...columns: string[]) =>
  sql.raw(
    `pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(${columns
      .map((column) =>
        column === "at" ? "extract(epoch FROM l.at)" : column === "words" ? "pg_catalog.encode(l.words, 'hex')" : `l.${column}`,
      )
      .join(", ")})::text, 'UTF8')), 'hex')`,
  );
const lines = sql`
  SELECT 'reading:' || l.id AS line, ${digestOf("id", "at", "reader", "reader_name", "person", "what", "reason", "words", "follows")} AS sha256 FROM protected.reading l
  UNION ALL SELECT 'change:' || l.id, ${digestOf("id", "at", "by_id", "by_name", "person", "about", "about_id", "act", "state")} FROM protected.change l
  UNION ALL SELECT 'role_change:' || l.id, ${digestOf("id", "at", "by_name", "user_id", "user_name", "act")} FROM protected.role_change l`;

/**
 * Holds each line of the logs of the compartment (who read, who changed, who was made a guardian) against the entry of the
 * log that seals it: the first that does not hold, by the number of its entry, or of the last entry where it has none.
 * Neither files nor words are opened: the transaction acts as one that verifies.
 */
export async function protectedFault(db: Database): Promise<{ fault: ProtectedFault; at: number } | undefined> {
  return transact(db, async (trx) => {
    await sql`SELECT protected.enter('proof', 'proof')`.execute(trx);
    const { rows } = await sql<{ fault: ProtectedFault; at: number }>`
      WITH line AS (${lines}), entry AS (SELECT id, record, document ->> 'sha256' AS sha256 FROM event WHERE kind = 'protected' AND document ? 'sha256')
      SELECT CASE WHEN entry.id IS NULL THEN 'protected_unsealed' ELSE 'protected_altered' END AS fault,
        coalesce(entry.id, (SELECT max(id) FROM event), 0) AS at
      FROM line FULL JOIN entry ON entry.record = line.line WHERE line.sha256 IS DISTINCT FROM entry.sha256 ORDER BY 2, 1 LIMIT 1`.execute(
      trx,
    );
    return rows[0];
  });
}

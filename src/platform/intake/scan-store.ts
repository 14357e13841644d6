import { sql } from "kysely";
import type { Database } from "../database/connect.ts";

/** The files that wait to be scanned and are due, oldest first; and, at most as many, those that came before there was a scanner. */
export async function filesToScan(db: Database, most: number): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    (SELECT file AS sha256 FROM file_check WHERE state = 'waiting' AND next_at <= now() ORDER BY next_at LIMIT ${most})
    UNION ALL
    (SELECT f.sha256 FROM file f LEFT JOIN file_check k ON k.file = f.sha256
     WHERE k.file IS NULL OR (k.state = 'unscanned' AND k.next_at <= now()) ORDER BY f.created_at DESC LIMIT ${most})`.execute(db);
  return rows.map(({ sha256 }) => sha256);
}

/** Puts down what the scanner said. Returns false where somebody has decided meanwhile. */
export async function settle(trx: Database, file: string, state: "clean" | "infected", threat: string | null): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO file_check AS k (file, state, threat, scanned_at) VALUES (${file}, ${state}, ${threat}, now())
    ON CONFLICT (file) DO UPDATE SET state = EXCLUDED.state, threat = EXCLUDED.threat, scanned_at = now(), fault = NULL
    WHERE k.state IN ('waiting', 'unscanned')`.execute(trx);
  return numAffectedRows === 1n;
}

/** Why a file could not be scanned: it waits as it did, twice as long each time, at most six hours. */
export async function postpone(db: Database, file: string, fault: string): Promise<void> {
  await sql`
    INSERT INTO file_check AS k (file, state, fault, attempts, next_at) VALUES (${file}, 'unscanned', ${fault}, 1, now() + interval '1 minute')
    ON CONFLICT (file) DO UPDATE SET fault = EXCLUDED.fault, attempts = least(k.attempts + 1, 1000),
      next_at = now() + least(interval '6 hours', interval '1 minute' * power(2, least(k.attempts, 9)))`.execute(db);
}

export interface SentBy {
  name: string;
  aboutKind: string | null;
  aboutId: string | null;
  use: string;
  /** Of whoever has an account. */
  person: { id: string; name: string; email: string; locale: string; role: string } | null;
}

/** Each arrival of a file, with whom it is from. */
export async function sendersOf(db: Database, file: string): Promise<SentBy[]> {
  const { rows } = await sql<SentBy>`
    SELECT i.name, i.about_kind AS "aboutKind", i.about_id AS "aboutId", i.use,
      CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email, 'locale', u.locale, 'role', u.role) END AS person
    FROM intake i LEFT JOIN auth."user" u ON u.id = i.sent_by WHERE i.file = ${file} ORDER BY i.id LIMIT 50`.execute(db);
  return rows;
}

import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";

export interface PieceDue {
  id: string;
  application: string;
  applicant: string;
  number: string;
  title: string;
  question: string;
  askedBy: string;
  dueAt: Date;
}
const open = sql`p.answered_at IS NULL AND p.closed_at IS NULL AND a.state NOT IN ('inadmissible', 'rejected', 'granted', 'refused', 'withdrawn', 'lapsed')`;

/** The pieces due within so many days of which nobody was reminded, noted as reminded now. */
export async function takePiecesDue(trx: Database, days: number): Promise<PieceDue[]> {
  const { rows } = await sql<PieceDue>`
    UPDATE piece_request p SET reminded_at = now() FROM application a
    WHERE a.id = p.application AND ${open} AND p.reminded_at IS NULL AND p.due_at BETWEEN now() AND now() + make_interval(days => ${days})
      AND p.asked_at < now() - interval '1 day'
    RETURNING p.id, p.application, a.applicant, a.number, a.title, p.question, p.asked_by, p.due_at`.execute(trx);
  return rows;
}

/** The pieces whose day was over within the last week. */
export async function overduePieces(db: Database): Promise<PieceDue[]> {
  const { rows } = await sql<PieceDue>`
    SELECT p.id, p.application, a.applicant, a.number, a.title, p.question, p.asked_by, p.due_at FROM piece_request p JOIN application a ON a.id = p.application
    WHERE ${open} AND p.due_at < now() AND p.due_at > now() - interval '7 days' ORDER BY p.due_at`.execute(db);
  return rows;
}

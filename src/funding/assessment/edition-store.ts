import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { visibleTo } from "./visible-store.ts";

export interface AssessedEdition {
  id: string;
  code: string;
  name: Localised;
  files: number;
  inAssessment: number;
  asked: number;
  given: number;
}
/** The editions that have files, with how far their assessment is, among the files that this person sees. */
export async function editionsWithFiles(db: Database, actor: Actor): Promise<AssessedEdition[]> {
  const { rows } = await sql<AssessedEdition>`
    WITH seen AS MATERIALIZED (SELECT a.id, a.edition, a.state FROM application a WHERE ${visibleTo(actor)})
    SELECT e.id, e.code, e.name, n.files, n.in_assessment, coalesce(s.asked, 0) AS asked, coalesce(o.given, 0) AS given FROM edition e
    JOIN (SELECT edition, count(*)::int AS files, count(*) FILTER (WHERE state = 'in_assessment')::int AS in_assessment FROM seen GROUP BY 1) n ON n.edition = e.id
    LEFT JOIN (SELECT a.edition, count(*)::int AS asked FROM assignment x JOIN seen a ON a.id = x.application GROUP BY 1) s ON s.edition = e.id
    LEFT JOIN (SELECT a.edition, count(*)::int AS given FROM opinion x JOIN seen a ON a.id = x.application WHERE x.state = 'given' GROUP BY 1) o ON o.edition = e.id
    ORDER BY e.closes_at DESC, e.code`.execute(db);
  return rows;
}

/** The fast tracks that stand, by code: what a file that came by mail is entered under. */
export async function fastTracks(db: Database): Promise<{ id: string; name: Localised; code: string }[]> {
  return db
    .selectFrom("edition")
    .select(["id", "name", "code"])
    .where("procedure", "=", "fast_track")
    .where("status", "<>", "archived")
    .where("cancelledOn", "is", null)
    .orderBy("code")
    .execute();
}

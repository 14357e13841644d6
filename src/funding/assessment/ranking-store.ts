import { type RawBuilder, sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { ApplicationState } from "../application/states.ts";
import type { Spread } from "./opinion-store.ts";
import type { JuryDecision } from "./rules.ts";
import { visibleTo } from "./visible-store.ts";

export const RANKED_PER_PAGE = 50;
/** The states of a file that assessors have read, or are reading. */
export const rankedStates: readonly ApplicationState[] = [
  "in_assessment",
  "proposed",
  "reserve",
  "rejected",
  "in_deliberation",
  "granted",
  "refused",
];

export interface RankedRow extends Spread {
  id: string;
  rank: number;
  number: string;
  title: string;
  applicant: string;
  state: ApplicationState;
  version: number;
  askedCents: number;
  currency: string;
  countries: string[];
  /** By strand: the budget source it is asked of, and how much. */
  strands: { strand: string; source: string; askedCents: number }[];
  /** The mean of what the opinions would give. */
  advisedCents: number | null;
  decision: JuryDecision | null;
  juryRank: number | null;
  decisionComment: string | null;
  /** By budget source. */
  proposals: { source: string; amountCents: number }[];
  proposedCents: number;
}

export interface RankingFilter {
  strand?: string | undefined;
  state?: ApplicationState | undefined;
  page?: number;
}

/**
 * The order: the higher mean first; of two equal means, the file whose lowest score is higher; then the one that was
 * sent first. Files without an opinion come last. The database keeps both scores with the file, so that a page of the
 * ranking is read from an index.
 */
const order = sql`a.mean_score DESC NULLS LAST, a.lowest_score DESC NULLS LAST, a.submitted_at, a.number`;

const ranked = (actor: Actor, edition: string, { strand, state }: RankingFilter): RawBuilder<unknown> => sql`
  FROM application a WHERE a.edition = ${edition} AND a.state IN (${sql.join([...rankedStates])}) AND ${visibleTo(actor)}
    ${strand ? sql`AND EXISTS (SELECT 1 FROM application_strand s WHERE s.application = a.id AND s.strand = ${strand})` : sql``}
    ${state ? sql`AND a.state = ${state}` : sql``}`;

const detailed = (from: RawBuilder<unknown>, limit: RawBuilder<unknown>) => sql<RankedRow>`
  WITH page AS MATERIALIZED (SELECT a.id, row_number() OVER (ORDER BY ${order}) AS rank ${from} ORDER BY ${order} ${limit})
  SELECT page.*, a.number, a.title, b.name AS applicant, a.state, a.version, a.asked_cents, a.currency, a.countries, o.*,
    (SELECT count(*)::int FROM assignment s WHERE s.application = a.id) AS asked,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('strand', s.strand, 'source', s.source, 'askedCents', s.asked_cents) ORDER BY s.strand), '[]')
     FROM application_strand s WHERE s.application = a.id) AS strands,
    d.decision, d.rank AS jury_rank, d.comment AS decision_comment,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('source', v.source, 'amountCents', p.amount_cents) ORDER BY v.source), '[]')
     FROM proposal p JOIN envelope v ON v.id = p.envelope WHERE p.application = a.id) AS proposals,
    (SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM proposal p WHERE p.application = a.id) AS proposed_cents
  FROM page JOIN application a USING (id) JOIN applicant b ON b.id = a.applicant LEFT JOIN jury_decision d ON d.application = a.id
  CROSS JOIN LATERAL (SELECT count(*)::int AS given, min(total) AS min, round(avg(total), 2) AS mean, max(total) AS max,
    round(stddev_pop(total), 2) AS deviation, round(avg(amount_cents))::bigint AS advised_cents
    FROM opinion o WHERE o.application = a.id AND o.state = 'given') o
  ORDER BY page.rank`;

/** A page of the ranking of an edition, among the files that this person sees. */
export async function rankingOf(
  db: Database,
  actor: Actor,
  edition: string,
  filter: RankingFilter = {},
): Promise<{ rows: RankedRow[]; total: number }> {
  const page = filter.page ?? 1;
  const from = ranked(actor, edition, filter);
  const [{ rows }, total] = await Promise.all([
    detailed(from, sql`LIMIT ${RANKED_PER_PAGE} OFFSET ${(page - 1) * RANKED_PER_PAGE}`).execute(db),
    sql<{ n: number }>`SELECT count(*)::int AS n ${from}`.execute(db),
  ]);
  return { rows, total: total.rows[0]!.n };
}

/** The whole ranking, for the export and the minutes. */
export async function wholeRanking(db: Database, actor: Actor, edition: string): Promise<RankedRow[]> {
  return (await detailed(ranked(actor, edition, {}), sql``).execute(db)).rows;
}

export interface ExpertTotal {
  application: string;
  userName: string;
  total: number;
  amountCents: number | null;
}
/** Who gave which total, for the export of the officers: of the files that this one sees. */
export async function expertTotals(db: Database, actor: Actor, edition: string): Promise<ExpertTotal[]> {
  const { rows } = await sql<ExpertTotal>`
    SELECT o.application, o.user_name, o.total, o.amount_cents FROM opinion o JOIN application a ON a.id = o.application
    WHERE a.edition = ${edition} AND o.state = 'given' AND ${visibleTo(actor)} ORDER BY o.user_name, o.user_id`.execute(db);
  return rows;
}

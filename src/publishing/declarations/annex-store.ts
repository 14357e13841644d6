import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";

/** What one body received and was granted in a year, in one currency. Amounts in cents. */
export interface BodyRow {
  id: string;
  name: Localised;
  type: string;
  legalForm: string | null;
  siret: string | null;
  siren: string | null;
  rna: string | null;
  foreignId: string | null;
  country: string | null;
  currency: string;
  /** What the public accountant paid. */
  paidCents: number;
  /** What came back, as it is: above 0. */
  recoveredCents: number;
  /** Awards in kind of the year, as they were valued. */
  inKindCents: number;
  /** Granted in the year, in cash: by the assembly for a grant of the platform, else the awards of the register. */
  votedCents: number;
  objects: string[];
  demo: boolean;
}

/** The bodies that were paid, gave back or were granted something in a calendar year, the most paid first. */
export async function bodiesOf(db: Database, year: number): Promise<BodyRow[]> {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`];
  const { rows } = await sql<BodyRow>`
    WITH act AS (
      SELECT g.organisation, g.currency, p.amount_cents AS paid, 0::bigint AS recovered, 0::bigint AS in_kind, 0::bigint AS voted, g.object, g.demo
      FROM payment p JOIN "grant" g ON g.id = p."grant" WHERE p.state = 'paid' AND p.paid_on BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT g.organisation, g.currency, 0, v.amount_cents, 0, 0, g.object, g.demo
      FROM recovery v JOIN "grant" g ON g.id = v."grant" WHERE v.state = 'received' AND v.received_on BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT g.organisation, g.currency, 0, 0, 0, g.voted_cents, i.object, g.demo
      FROM published."grant" g JOIN "grant" i ON i.id = g.id WHERE g.voted_on BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT w.organisation, w.currency, 0, 0, CASE WHEN w.in_cash THEN 0 ELSE w.amount_cents END, CASE WHEN w.in_cash THEN w.amount_cents ELSE 0 END, coalesce(w.name ->> 'fr', w.name ->> 'en', w.id), w.demo
      FROM award w WHERE w.status <> 'archived' AND left(w.awarded_on, 4) = ${String(year)} AND NOT EXISTS (SELECT 1 FROM "grant" g WHERE g.award = w.id)
    )
    SELECT o.id, o.name, o.type, o.legal_form, o.siret, o.siren, o.rna, o.foreign_id, o.country, a.currency,
      sum(a.paid)::bigint AS paid_cents, sum(a.recovered)::bigint AS recovered_cents, sum(a.in_kind)::bigint AS in_kind_cents, sum(a.voted)::bigint AS voted_cents,
      array_agg(DISTINCT a.object ORDER BY a.object) AS objects, bool_or(a.demo) AS demo
    FROM act a JOIN organisation o ON o.id = a.organisation
    GROUP BY o.id, a.currency ORDER BY sum(a.paid) DESC, sum(a.voted) DESC, o.id`.execute(db);
  return rows;
}

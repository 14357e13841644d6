import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";

export interface Named {
  id: string;
  name: Localised;
}
export interface ActionPaid extends Named {
  description: Localised;
  collaboration: string | null;
  aidType: string | null;
  channel: string | null;
  goals: string[];
  genderMarker: number | null;
  mitigationMarker: number | null;
  adaptationMarker: number | null;
  countries: { country: string; percentage: number | null }[];
  sectors: { sector: string; percentage: number | null }[];
  /** The local authorities it is done with: those it names, else the one of its agreement. */
  localPartners: (Named & { country: string | null })[];
  funders: { name: Localised; amountCents: number | null; currency: string }[];
}

/** Money that left for a grant of the platform, or came back (`recovery`: its amount is below 0), in cents. */
export interface PaidAct {
  id: string;
  act: "payment" | "recovery";
  grant: string;
  number: string;
  object: string;
  /** YYYY-MM-DD. */
  on: string;
  amountCents: number;
  currency: string;
  source: string;
  demo: boolean;
  deliberation: string | null;
  organisation: Named & { type: string; country: string | null };
  project: ActionPaid | null;
}

/** All that the public accountant paid or received back in a calendar year, in the order of the days. Every grant: what was voted is public, and so is that it is paid. */
export async function paidIn(db: Database, year: number): Promise<PaidAct[]> {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`];
  const { rows } = await sql<PaidAct>`
    WITH act AS (
      SELECT p.id, 'payment' AS act, p."grant", p.paid_on AS "on", p.amount_cents, t.source
      FROM payment p JOIN tranche t ON t.id = p.tranche WHERE p.state = 'paid' AND p.paid_on BETWEEN ${from} AND ${to}
      UNION ALL
      SELECT v.id, 'recovery', v."grant", v.received_on, -v.amount_cents, e.source
      FROM recovery v JOIN envelope e ON e.id = v.envelope WHERE v.state = 'received' AND v.received_on BETWEEN ${from} AND ${to}
    )
    SELECT a.id, a.act, a."grant", g.number, g.object, a."on", a.amount_cents, g.currency, a.source, g.demo, d.reference AS deliberation,
      (SELECT jsonb_build_object('id', o.id, 'name', o.name, 'type', o.type, 'country', o.country) FROM organisation o WHERE o.id = g.organisation) AS organisation,
      (SELECT jsonb_build_object('id', p.id, 'name', p.name, 'description', p.description, 'collaboration', p.collaboration, 'aidType', p.aid_type,
          'channel', p.channel, 'goals', p.goals, 'genderMarker', p.gender_marker, 'mitigationMarker', p.mitigation_marker, 'adaptationMarker', p.adaptation_marker,
          'countries', coalesce((SELECT jsonb_agg(jsonb_build_object('country', c.country, 'percentage', c.percentage) ORDER BY c.position) FROM project_country c WHERE c.project = p.id), '[]'),
          'sectors', coalesce((SELECT jsonb_agg(jsonb_build_object('sector', s.sector, 'percentage', s.percentage) ORDER BY s.position) FROM project_sector s WHERE s.project = p.id), '[]'),
          'localPartners', coalesce(
            (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'country', r.country) ORDER BY l.position)
             FROM project_partner l JOIN partner r ON r.id = l.partner AND r.type IN ('city', 'region') WHERE l.project = p.id),
            (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'country', r.country))
             FROM agreement m JOIN partner r ON r.id = m.partner WHERE m.id = p.agreement), '[]'),
          'funders', coalesce((SELECT jsonb_agg(jsonb_build_object('name', coalesce(r.name, o.name, n.name), 'amountCents', f.amount_cents, 'currency', f.currency) ORDER BY f.position)
             FROM project_funder f LEFT JOIN partner r ON r.id = f.partner LEFT JOIN organisation o ON o.id = f.organisation LEFT JOIN network n ON n.id = f.network
             WHERE f.project = p.id AND f.status IN ('confirmed', 'received')), '[]'))
       FROM project p WHERE p.id = g.project) AS project
    FROM act a JOIN "grant" g ON g.id = a."grant" JOIN deliberation d ON d.id = g.deliberation
    ORDER BY a."on", g.number, a.id`.execute(db);
  return rows;
}

/** A grant of the register, in cash, in a year for which the platform knows no payment at all. */
export interface UnpaidAward extends Named {
  amountCents: number;
  currency: string;
  organisation: Localised;
  grant: string | null;
  demo: boolean;
}

export async function awardedUnpaid(db: Database, year: number): Promise<UnpaidAward[]> {
  const { rows } = await sql<UnpaidAward>`
    SELECT w.id, w.name, w.amount_cents, w.currency, w.demo, o.name AS organisation, g.id AS "grant"
    FROM award w JOIN organisation o ON o.id = w.organisation LEFT JOIN "grant" g ON g.award = w.id
    WHERE w.status <> 'archived' AND w.in_cash AND left(w.awarded_on, 4) = ${String(year)}
      AND NOT EXISTS (SELECT 1 FROM payment p WHERE p."grant" = g.id AND p.state = 'paid')
    ORDER BY w.amount_cents DESC, w.id`.execute(db);
  return rows;
}

/** The years in which money was paid or granted, the last first. */
export async function yearsWithMoney(db: Database): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    SELECT extract(year FROM paid_on)::integer AS year FROM payment WHERE state = 'paid'
    UNION SELECT extract(year FROM received_on)::integer FROM recovery WHERE state = 'received'
    UNION SELECT left(awarded_on, 4)::integer FROM award WHERE status <> 'archived' ORDER BY year DESC`.execute(db);
  return rows.map(({ year }) => year);
}

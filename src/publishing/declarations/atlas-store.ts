import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";

/** A co-operation with one local authority abroad: an agreement, or a project and one of its partners. */
export interface AtlasRow {
  kind: "agreement" | "project";
  id: string;
  name: Localised;
  description: Localised;
  /** The type of an agreement; null for a project. */
  type: string | null;
  state: string;
  /** YYYY; null when not known. */
  startYear: number | null;
  /** Of the whole co-operation, in cents. */
  budgetCents: number | null;
  currency: string;
  themes: string[];
  goals: string[];
  partner: { id: string; name: Localised; country: string | null; latitude: number | null; longitude: number | null };
  funders: { name: Localised; amountCents: number | null; currency: string }[];
  published: boolean;
  demo: boolean;
}

const partner = sql`jsonb_build_object('id', r.id, 'name', r.name, 'country', coalesce(r.country, l.country), 'latitude', l.latitude, 'longitude', l.longitude)`;

/** The agreements with cities and regions, then the city's own projects with them: one row a partner. What is archived is over. */
export async function cooperations(db: Database): Promise<AtlasRow[]> {
  const { rows } = await sql<AtlasRow>`
    SELECT 'agreement' AS kind, m.id, m.name, CASE WHEN m.purpose = '{}' THEN m.description ELSE m.purpose END AS description, m.type, m.state,
      left(m.signed_on, 4)::integer AS start_year, m.amount_cents AS budget_cents, m.currency, m.themes, m.goals, ${partner} AS partner,
      '[]'::jsonb AS funders, m.status = 'published' AS published, m.demo
    FROM agreement m JOIN partner r ON r.id = m.partner AND r.type IN ('city', 'region') LEFT JOIN place l ON l.id = r.place
    WHERE m.status <> 'archived'
    UNION ALL
    SELECT 'project', p.id, p.name, p.description, NULL, p.state, left(coalesce(p.actual_start, p.planned_start), 4)::integer, p.budget_cents, p.currency,
      p.themes, p.goals, ${partner},
      coalesce((SELECT jsonb_agg(jsonb_build_object('name', coalesce(fr.name, fo.name, fn.name), 'amountCents', f.amount_cents, 'currency', f.currency) ORDER BY f.position)
        FROM project_funder f LEFT JOIN partner fr ON fr.id = f.partner LEFT JOIN organisation fo ON fo.id = f.organisation LEFT JOIN network fn ON fn.id = f.network
        WHERE f.project = p.id AND f.status IN ('confirmed', 'received')), '[]'),
      p.status = 'published', p.demo
    FROM project p JOIN LATERAL (SELECT DISTINCT c.partner FROM project_partner c WHERE c.project = p.id AND c.partner IS NOT NULL) c ON true
    JOIN partner r ON r.id = c.partner AND r.type IN ('city', 'region') LEFT JOIN place l ON l.id = r.place
    WHERE p.status <> 'archived' AND p.reported_by IS NULL
    ORDER BY kind, id`.execute(db);
  return rows;
}

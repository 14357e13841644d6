import { sql } from "kysely";
import { type SignedGrant, signedGrants } from "../../funding/public/grant-store.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";

/** A grant that was signed elsewhere than on the platform, and what identifies its beneficiary. */
export interface AgreedAward {
  id: string;
  name: Localised;
  demo: boolean;
  deliberation: string | null;
  agreedOn: string;
  amountCents: number;
  agreementCents: number | null;
  sharePercent: number | null;
  inCash: boolean;
  inKind: boolean;
  paymentTerms: string | null;
  periodStart: string | null;
  periodEnd: string | null;
  stateAid: boolean;
  stateAidNumber: string | null;
  scheme: string | null;
  beneficiary: SignedGrant["beneficiary"];
}
export type Agreed = { kind: "grant"; grant: SignedGrant } | { kind: "award"; award: AgreedAward };

// The signed grants of the platform, and the awards that have an agreement and no such grant; the schema counts in euros.
const agreed = sql`
  SELECT 'grant' AS kind, g.number AS id, coalesce((SELECT c.signed_on FROM published.convention c WHERE c."grant" = g.id ORDER BY c.number LIMIT 1), g.signed_on)::text AS day,
         g.deliberation AS decision, g.agreed_cents AS cents, g.organisation, w.name, w.updated_at, true AS complete
  FROM published."grant" g JOIN published.award w ON w.id = g.award WHERE g.agreed_cents > 0 AND g.currency = 'EUR'
  UNION ALL
  SELECT 'award', a.id, a.agreed_on, a.deliberation, coalesce(a.agreement_cents, a.amount_cents), a.organisation, a.name, a.updated_at,
         length(a.agreed_on) = 10 AND a.payment_terms IS NOT NULL AND length(a.period_start) = 10 AND (a.period_end IS NULL OR length(a.period_end) = 10)
  FROM published.award a
  WHERE a.agreed_on IS NOT NULL AND a.currency = 'EUR' AND NOT a.aggregate AND NOT EXISTS (SELECT FROM published."grant" g WHERE g.award = a.id)`;

/**
 * Which grants the files hold, in their order. It follows from what a row says alone: the same grants come out in the same
 * order wherever they were kept.
 */
export async function agreedKeys(db: Database): Promise<{ kind: Agreed["kind"]; id: string }[]> {
  const { rows } = await sql<{ kind: Agreed["kind"]; id: string }>`
    SELECT kind, x.id FROM (${agreed}) x JOIN published.organisation o ON o.id = x.organisation
    ORDER BY day, coalesce(decision, '') COLLATE "C", coalesce(o.name ->> 'fr', '') COLLATE "C", coalesce(o.siret, ''), left(coalesce(x.name ->> 'fr', ''), 200) COLLATE "C", cents, x.id COLLATE "C"`.execute(
    db,
  );
  return rows;
}

/** These grants, in this order. */
export async function agreedOf(db: Database, keys: readonly { kind: Agreed["kind"]; id: string }[]): Promise<Agreed[]> {
  const ids = (kind: Agreed["kind"]) => keys.filter((key) => key.kind === kind).map(({ id }) => id);
  const [grants, awards] = await Promise.all([signedGrants(db, ids("grant")), agreedAwards(db, ids("award"))]);
  const found = new Map<string, Agreed>([
    ...grants.map((grant) => [`grant ${grant.number}`, { kind: "grant", grant }] as const),
    ...awards.map((award) => [`award ${award.id}`, { kind: "award", award }] as const),
  ]);
  return keys.flatMap(({ kind, id }) => found.get(`${kind} ${id}`) ?? []);
}

async function agreedAwards(db: Database, ids: readonly string[]): Promise<AgreedAward[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<AgreedAward>`
    SELECT a.id, a.name, a.demo, a.deliberation, a.agreed_on, a.amount_cents, a.agreement_cents, a.share_percent, a.in_cash, a.in_kind, a.payment_terms,
           a.period_start, a.period_end, a.state_aid, a.state_aid_number, a.scheme,
           jsonb_build_object('name', o.name, 'siret', o.siret, 'siren', o.siren, 'rna', o.rna, 'foreignScheme', o.foreign_scheme,
             'foreignId', o.foreign_id, 'noIdentifier', o.no_identifier, 'country', o.country) AS beneficiary
    FROM published.award a JOIN published.organisation o ON o.id = a.organisation WHERE a.id = ANY (${ids}::text[])`.execute(db);
  return rows;
}

/** How many grants each pair of French numbers has, and when one of their records last changed. */
export async function agreedByIdentifier(
  db: Database,
): Promise<{ siret: string | null; rna: string | null; complete: boolean; grants: number; changedAt: Date }[]> {
  const { rows } = await sql<{ siret: string | null; rna: string | null; complete: boolean; grants: number; changedAt: Date }>`
    SELECT o.siret, o.rna, x.complete, count(*)::int AS grants, max(x.updated_at) AS changed_at
    FROM (${agreed}) x JOIN published.organisation o ON o.id = x.organisation GROUP BY o.siret, o.rna, x.complete`.execute(db);
  return rows;
}

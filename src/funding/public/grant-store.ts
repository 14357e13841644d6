import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { prepared } from "../../platform/database/prepared.ts";
import type { Localised } from "../../platform/localised.ts";
import type { GrantState } from "../grant/states.ts";
import type { PublicGrant } from "./rules.ts";

/**
 * What the public sees of the grants of the platform. The views are named with their schema: they hold what the tables
 * of the same names do not (sums, days), and nothing before the vote.
 */
const columns = sql`
  g.id, g.number, g.award, g.state, g.currency, g.submitted_on, g.deliberation, g.voted_on, g.executory_on, g.signed_on, g.committed_on,
  g.first_paid_on, g.closed_on, g.starts_on, g.ends_on, g.asked_cents, g.voted_cents, g.agreed_cents, g.paid_cents, g.recovered_cents, g.total_cents,
  (SELECT jsonb_build_object('id', e.id, 'name', e.name, 'crisis', e.crisis) FROM published.edition e WHERE e.id = g.edition) AS edition,
  coalesce((SELECT jsonb_agg(jsonb_build_object('year', t.year, 'source', t.source, 'sourceName', coalesce(n.name, '{}'), 'condition', t.condition, 'amountCents', t.amount_cents) ORDER BY t.year, t.position)
    FROM published.tranche t LEFT JOIN published.term n ON n.vocabulary = 'budget-source' AND n.code = t.source WHERE t."grant" = g.id), '[]') AS tranches,
  coalesce((SELECT jsonb_agg(jsonb_build_object('number', c.number, 'amountCents', c.amount_cents, 'endsOn', c.ends_on, 'signedOn', c.signed_on) ORDER BY c.number)
    FROM published.convention c WHERE c."grant" = g.id), '[]') AS conventions,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', p.id, 'year', p.year, 'source', p.source, 'amountCents', p.amount_cents, 'paidOn', p.paid_on) ORDER BY p.paid_on, p.id)
    FROM published.payment p WHERE p."grant" = g.id), '[]') AS payments,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'amountCents', v.amount_cents, 'receivedOn', v.received_on) ORDER BY v.received_on, v.id)
    FROM published.recovery v WHERE v."grant" = g.id), '[]') AS recoveries,
  coalesce((SELECT jsonb_agg(jsonb_build_object('type', r.type, 'dueOn', r.due_on, 'accepted', r.accepted, 'acceptedOn', r.accepted_on) ORDER BY r.due_on, r.type)
    FROM published.report r WHERE r."grant" = g.id), '[]') AS reports`;

const ofAwards = prepared(
  (_db: Database, awards: readonly string[]) =>
    sql<PublicGrant>`SELECT ${columns} FROM published."grant" g WHERE g.award = ANY (${awards}::text[])`,
);

/** The grants behind some awards, by the award. An award that does not come from the platform has none. */
export async function grantsOfAwards(db: Database, awards: readonly string[]): Promise<Map<string, PublicGrant>> {
  if (awards.length === 0) return new Map();
  const rows = await ofAwards(db, awards);
  return new Map(rows.map((row) => [row.award, row]));
}

/** The same awards, each with the grant behind it: one query for all. */
export async function withGrants<T extends { id: string }>(db: Database, awards: T[]): Promise<(T & { grant: PublicGrant | undefined })[]> {
  const grants = await grantsOfAwards(
    db,
    awards.map(({ id }) => id),
  );
  return awards.map((award) => ({ ...award, grant: grants.get(award.id) }));
}

/** A grant with a signed convention, and what identifies its beneficiary. */
export type SignedGrant = PublicGrant & {
  name: Localised;
  demo: boolean;
  call: string;
  beneficiary: {
    name: Localised;
    siret: string | null;
    siren: string | null;
    rna: string | null;
    foreignScheme: string | null;
    foreignId: string | null;
    noIdentifier: string | null;
    country: string | null;
  };
};

/** The grants of these numbers whose convention is signed and not cancelled, in no order. */
export async function signedGrants(db: Database, numbers: readonly string[]): Promise<SignedGrant[]> {
  if (numbers.length === 0) return [];
  const { rows } = await sql<SignedGrant>`
    SELECT ${columns}, w.name, w.demo, (SELECT e.call FROM published.edition e WHERE e.id = g.edition) AS call,
           (SELECT jsonb_build_object('name', o.name, 'siret', o.siret, 'siren', o.siren, 'rna', o.rna, 'foreignScheme', o.foreign_scheme,
              'foreignId', o.foreign_id, 'noIdentifier', o.no_identifier, 'country', o.country) FROM published.organisation o WHERE o.id = g.organisation) AS beneficiary
    FROM published."grant" g JOIN published.award w ON w.id = g.award
    WHERE g.agreed_cents > 0 AND g.number = ANY (${numbers}::text[])`.execute(db);
  return rows;
}

/** A beneficiary of an edition, as the assembly voted it. */
export interface Laureate {
  award: string;
  number: string;
  state: GrantState;
  currency: string;
  votedCents: number;
  paidCents: number;
  organisation: { id: string; name: Localised };
  project: { id: string; name: Localised } | null;
  name: Localised;
  countries: { code: string; name: Localised; continent: string }[];
}

/** The beneficiaries of an edition whose grants were voted, by the amount. */
export async function laureatesOf(db: Database, edition: string): Promise<Laureate[]> {
  const { rows } = await sql<Laureate>`
    SELECT g.award, g.number, g.state, g.currency, g.voted_cents, g.paid_cents, w.name,
           jsonb_build_object('id', o.id, 'name', o.name) AS organisation,
           (SELECT jsonb_build_object('id', p.id, 'name', p.name) FROM published.project p WHERE p.id = g.project) AS project,
           coalesce((SELECT jsonb_agg(jsonb_build_object('code', y.code, 'name', y.name, 'continent', y.continent) ORDER BY l.position)
             FROM published.project_country l JOIN published.country y ON y.code = l.country WHERE l.project = g.project), '[]') AS countries
    FROM published."grant" g JOIN published.award w ON w.id = g.award JOIN published.organisation o ON o.id = g.organisation
    WHERE g.edition = ${edition} ORDER BY g.voted_cents DESC, g.number LIMIT 1000`.execute(db);
  return rows;
}

/** What became of the files of an edition; amounts in cents. */
export interface Outcome {
  currency: string;
  received: number;
  admissible: number;
  granted: number;
  askedCents: number;
  votedCents: number;
}

/** The counts of an edition; undefined while any of its files is undecided, or none was voted. */
export async function outcomeOf(db: Database, edition: string): Promise<Outcome | undefined> {
  const { rows } = await sql<Outcome>`
    SELECT currency, received, admissible, granted, asked_cents, voted_cents FROM published.edition_outcome WHERE edition = ${edition}`.execute(
    db,
  );
  return rows[0];
}

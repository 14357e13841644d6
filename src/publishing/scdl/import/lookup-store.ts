import { sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";
import { knownBodies } from "../../../register/organisation/body-store.ts";
import type { KnownGrant } from "./matches.ts";

/** What a file is read against, besides the grants of its givers: a query a table. */
export async function readKnown(db: Database) {
  const [bodies, awards, types, ids] = await Promise.all([
    knownBodies(db),
    knownAwards(db),
    db.selectFrom("term").select("code").where("vocabulary", "=", "organisation-type").execute(),
    sql<{ id: string }>`SELECT id FROM award UNION ALL SELECT id FROM subsidy`.execute(db),
  ]);
  return {
    bodies,
    awards,
    types: new Set(types.map(({ code }) => code)),
    ids: ids.rows.map(({ id }) => id),
  };
}

export async function hasCountry(db: Database, code: string): Promise<boolean> {
  return (await db.selectFrom("country").select("code").where("code", "=", code).executeTakeFirst()) !== undefined;
}

/** The city's own grants, by their own days and amounts and by those of their conventions on the platform. */
async function knownAwards(db: Database): Promise<KnownGrant[]> {
  const { rows } = await sql<KnownGrant>`
    SELECT a.id, a.organisation, NULL AS funder, coalesce(a.deliberation, d.reference) AS decision,
           array_remove(ARRAY[a.agreed_on::text, a.awarded_on::text, (SELECT min(greatest(c.beneficiary_signed_on, c.city_signed_on)) FROM convention c WHERE c."grant" = g.id AND c.state = 'signed')::text], NULL) AS days,
           coalesce(g.amount_cents, a.amount_cents) AS amount_cents, a.aggregate, coalesce(a.name ->> 'fr', '') AS name,
           EXISTS (SELECT FROM imported_grant i WHERE i.award = a.id) AS imported
    FROM award a LEFT JOIN "grant" g ON g.award = a.id LEFT JOIN deliberation d ON d.id = g.deliberation WHERE a.status <> 'archived'`.execute(
    db,
  );
  return rows;
}

export async function knownSubsidies(db: Database, funders: readonly string[]): Promise<KnownGrant[]> {
  if (funders.length === 0) return [];
  const { rows } = await sql<KnownGrant>`
    SELECT s.id, s.organisation, s.funder, s.decision, ARRAY[s.agreed_on::text] AS days, s.amount_cents, false AS aggregate,
           coalesce(s.name ->> 'fr', '') AS name, EXISTS (SELECT FROM imported_grant i WHERE i.subsidy = s.id) AS imported
    FROM subsidy s WHERE s.funder = ANY (${funders}::text[]) AND s.status <> 'archived'`.execute(db);
  return rows;
}

/** The records that came from these rows before, by the digest of the row. */
export async function knownDigests(db: Database, digests: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ digest: string; id: string }>`
    SELECT digest, coalesce(award, subsidy) AS id FROM imported_grant WHERE digest = ANY (${digests}::text[])`.execute(db);
  return new Map(rows.map(({ digest, id }) => [digest, id]));
}

/** The version at which each of these records said what its row says. */
export async function importedVersions(db: Database, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; version: number }>`
    SELECT coalesce(award, subsidy) AS id, record_version AS version FROM imported_grant WHERE award = ANY (${ids}::text[]) OR subsidy = ANY (${ids}::text[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}

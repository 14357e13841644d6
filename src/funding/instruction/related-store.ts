import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { visibleTo } from "../assessment/visible-store.ts";
import type { FileRecord } from "./file-store.ts";

/** Names that resemble each other this much may be the same body: shown as such, for a person to judge. 0 to 1. */
const NEAR = 0.55;
/** How many bodies whose names resemble most are shown, at most. */
const NEAR_BODIES = 30;

type Body = Pick<FileRecord, "id" | "applicant" | "applicantName" | "siret" | "rna" | "organisation">;

export interface RelatedFile {
  id: string;
  number: string;
  title: string;
  applicantName: string;
  state: string;
  editionCode: string;
  fiscalYear: number;
  askedCents: number;
  grantedCents: number | null;
  currency: string;
  /** Same body, same SIREN or number, or only a name that resembles. */
  link: "same" | "identifier" | "name";
}

/** Other files of the same body, or of one that may be it, that this person sees. */
export async function relatedFiles(db: Database, actor: Actor, body: Body): Promise<RelatedFile[]> {
  const { rows } = await sql<RelatedFile>`
    WITH named AS (SELECT b.id FROM applicant b ORDER BY b.folded <-> fold(${body.applicantName}) LIMIT ${NEAR_BODIES}),
    near AS (
      SELECT b.id, b.name, CASE WHEN b.id = ${body.applicant} THEN 'same'
        WHEN left(b.siret, 9) = left(${body.siret}::text, 9) OR b.rna = ${body.rna} OR b.organisation = ${body.organisation} THEN 'identifier' ELSE 'name' END AS link
      FROM applicant b WHERE b.id IN (
        SELECT ${body.applicant}::uuid
        UNION SELECT x.id FROM applicant x WHERE left(x.siret, 9) = left(${body.siret}::text, 9)
        UNION SELECT x.id FROM applicant x WHERE x.rna = ${body.rna}
        UNION SELECT x.id FROM applicant x WHERE x.organisation = ${body.organisation}
        UNION SELECT x.id FROM named JOIN applicant x USING (id) WHERE similarity(x.folded, fold(${body.applicantName})) >= ${NEAR}))
    SELECT a.id, a.number, a.title, n.name AS applicant_name, a.state, e.code AS edition_code, e.fiscal_year, a.asked_cents, g.amount_cents AS granted_cents, a.currency, n.link
    FROM near n JOIN application a ON a.applicant = n.id JOIN edition e ON e.id = a.edition LEFT JOIN "grant" g ON g.application = a.id
    WHERE a.id <> ${body.id} AND a.state <> 'draft' AND ${visibleTo(actor)}
    ORDER BY array_position(ARRAY['same', 'identifier', 'name'], n.link), e.fiscal_year DESC, a.number DESC LIMIT 60`.execute(db);
  return rows;
}

export interface RelatedAward {
  id: string;
  name: Localised;
  organisation: string;
  organisationName: Localised;
  awardedOn: string;
  amountCents: number;
  currency: string;
  link: "same" | "identifier" | "name";
}

/** The name of an organisation as it is compared: what the index organisation_folded holds. */
const folded = sql`fold(coalesce(o.name ->> 'fr', o.name ->> 'en', ''))`;

/** The organisations of the register that are this body, or may be: by a number, by a name that resembles, by another name. */
const registered = (body: Pick<Body, "applicantName" | "siret" | "rna"> & { organisation?: string | null }) => sql`
  SELECT o.id, o.name, o.siret, o.rna, o.status, similarity(${folded}, fold(${body.applicantName})) AS near,
    CASE WHEN o.id = ${body.organisation ?? null} THEN 'same'
      WHEN o.siret = ${body.siret} OR o.siren = left(${body.siret}::text, 9) OR o.rna = ${body.rna} THEN 'identifier' ELSE 'name' END AS link
  FROM organisation o WHERE o.id = ${body.organisation ?? null} OR o.siret = ${body.siret} OR o.siren = left(${body.siret}::text, 9) OR o.rna = ${body.rna}
    OR o.id IN (SELECT n.id FROM (
      SELECT o.id, ${folded} AS name FROM organisation o ORDER BY ${folded} <-> fold(${body.applicantName}) LIMIT ${NEAR_BODIES}) n
      WHERE similarity(n.name, fold(${body.applicantName})) >= ${NEAR})
    OR EXISTS (SELECT 1 FROM unnest(o.aliases) x WHERE fold(x) = fold(${body.applicantName}))`;

/** Grants of the register to the same body, or to one that may be it; those that a grant of ours made are left out. */
export async function relatedAwards(db: Database, body: Body): Promise<RelatedAward[]> {
  const { rows } = await sql<RelatedAward>`
    WITH near AS (${registered(body)})
    SELECT w.id, w.name, n.id AS organisation, n.name AS organisation_name, w.awarded_on, w.amount_cents, w.currency, n.link
    FROM near n JOIN award w ON w.organisation = n.id
    WHERE w.status <> 'archived' AND NOT EXISTS (SELECT 1 FROM "grant" g WHERE g.award = w.id)
    ORDER BY array_position(ARRAY['same', 'identifier', 'name'], n.link), w.awarded_on DESC LIMIT 60`.execute(db);
  return rows;
}

/**
 * What the city gives a body in a year, over all schemes, in cents of euro: the tranches of that year of its grants,
 * and of the register's grants to its organisation that are not ours.
 */
export async function yearlyTotal(db: Database, body: Pick<Body, "applicant" | "organisation">, year: number): Promise<number> {
  const { rows } = await sql<{ cents: number }>`
    SELECT coalesce(sum(cents), 0)::bigint AS cents FROM (
      SELECT t.amount_cents AS cents FROM "grant" g JOIN tranche t ON t."grant" = g.id JOIN application a ON a.id = g.application
      WHERE a.applicant = ${body.applicant} AND t.year = ${year} AND g.state NOT IN ('cancelled', 'lapsed', 'withdrawn') AND g.currency = 'EUR'
      UNION ALL
      SELECT CASE WHEN EXISTS (SELECT 1 FROM award_tranche t WHERE t.award = w.id)
        THEN coalesce((SELECT sum(t.amount_cents) FROM award_tranche t WHERE t.award = w.id AND t.year = ${year}), 0)
        WHEN year_of(w.awarded_on) = ${year} THEN w.amount_cents ELSE 0 END
      FROM award w WHERE w.organisation = ${body.organisation} AND w.status <> 'archived' AND w.currency = 'EUR'
        AND NOT EXISTS (SELECT 1 FROM "grant" g WHERE g.award = w.id)) x`.execute(db);
  return rows[0]!.cents;
}

export interface OrganisationFound {
  id: string;
  name: Localised;
  siret: string | null;
  rna: string | null;
  status: string;
  link: "identifier" | "name";
}
/** Organisations of the register that may be this body: the same number first, then the names that resemble. */
export async function organisationsLike(db: Database, body: Pick<Body, "applicantName" | "siret" | "rna">): Promise<OrganisationFound[]> {
  const { rows } = await sql<OrganisationFound>`
    SELECT o.id, o.name, o.siret, o.rna, o.status, o.link FROM (${registered(body)}) o
    WHERE o.status <> 'archived' AND NOT EXISTS (SELECT 1 FROM applicant b WHERE b.organisation = o.id)
    ORDER BY o.link, o.near DESC, o.id LIMIT 8`.execute(db);
  return rows;
}

/** Says which organisation of the register a body is. False when another body has it. */
export async function setOrganisation(trx: Database, applicant: string, organisation: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE applicant SET organisation = ${organisation}, version = version + 1, updated_at = now()
    WHERE id = ${applicant} AND NOT EXISTS (SELECT 1 FROM applicant b WHERE b.organisation = ${organisation} AND b.id <> ${applicant})`.execute(
    trx,
  );
  return numAffectedRows === 1n;
}

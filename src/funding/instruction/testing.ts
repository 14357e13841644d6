import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { createRecord, moveRecord } from "../../register/record/actions.ts";
import { must } from "../acts.ts";

/** For tests and measures: an edition with two strands, and as many files of it as asked, in any state, without their forms. */
export const system: Actor = { id: "system", name: "Système", role: "system" };

/** Needs the Paris data: the programme "solidae" and its budget sources. */
export async function makeCallEdition(db: Database, code = "TEST-2027", change: Record<string, unknown> = {}): Promise<string> {
  const call = must(await createRecord(db, "call", { name: { fr: `Appel ${code}` }, programme: "solidae" }, system)).id;
  must(await moveRecord(db, "call", call, "publish", system));
  const edition = {
    name: { fr: `Appel ${code}, édition`, en: `Call ${code}, edition` },
    call,
    code,
    fiscalYear: 2027,
    opensAt: "2026-10-01T07:00:00Z",
    closesAt: "2026-12-18T11:00:00Z",
    maxCents: 20_000_000,
    citySharePercent: 50,
    maxMonths: 36,
    countryRule: "any",
    strands: [
      { code: "water", name: { fr: "Eau", en: "Water" }, budgetSource: "water", maxCents: 20_000_000 },
      { code: "waste", name: { fr: "Déchets", en: "Waste" }, budgetSource: "waste", maxCents: 7_500_000 },
    ],
    criteria: [
      { code: "relevance", name: { fr: "Pertinence", en: "Relevance" }, weight: 2, maxScore: 5 },
      { code: "technique", name: { fr: "Qualité technique", en: "Technical quality" }, weight: 1, maxScore: 5 },
      { code: "tariff", name: { fr: "Tarif du service", en: "Tariff of the service" }, strand: "water", weight: 1, maxScore: 10 },
    ],
    requirements: [
      { code: "statutes", name: { fr: "Statuts", en: "Statutes" } },
      { code: "accounts", name: { fr: "Comptes", en: "Accounts" }, canFollow: true },
    ],
    ...change,
  };
  const made = must(await createRecord(db, "edition", edition, system)).id;
  must(await moveRecord(db, "edition", made, "publish", system));
  return made;
}

/** `n` files in `state`, each with its own applicant, all asking for the same; their identifiers in the order of their numbers. */
export async function makeFiles(
  db: Database,
  edition: string,
  n: number,
  options: { state?: string; askedCents?: number; strands?: Record<string, string>; from?: number; name?: string } = {},
): Promise<string[]> {
  const { state = "submitted", askedCents = 5_000_000, strands = { water: "water" }, from = 1, name = "Association" } = options;
  const bodies = await sql<{ id: string }>`
    INSERT INTO applicant (name, legal_form, no_identifier, country, founded_on)
    SELECT ${name} || ' ' || g, 'association_1901', 'unknown', 'FR', '2010-03-01' FROM generate_series(${from}::int, ${from + n - 1}::int) g RETURNING id`.execute(
    db,
  );
  const { rows } = await sql<{ id: string }>`
    WITH a AS (INSERT INTO application (number, edition, edition_version, applicant, state, title, countries, asked_cents, total_cents,
        submitted_at, submitted_by, content_sha256, reason, created_by, updated_by, state_since)
      SELECT e.code || '-' || lpad(n.g::text, 4, '0'), e.id, e.version, n.body, ${state}::text, 'Puits et latrines ' || n.g, ARRAY['SN'], ${askedCents}::bigint,
        ${askedCents}::bigint * 2, now() - make_interval(mins => (100000 - n.g)::int), 'someone', repeat('0', 64), 'x', 'someone', 'someone', now() - make_interval(days => (n.g % 90)::int)
      FROM unnest(${bodies.rows.map(({ id }) => id)}::uuid[]) WITH ORDINALITY AS u(body, i) CROSS JOIN LATERAL (SELECT ${from - 1}::bigint + u.i AS g, u.body) n
      JOIN edition e ON e.id = ${edition} RETURNING id, number)
    SELECT id FROM a ORDER BY number`.execute(db);
  for (const [strand, source] of Object.entries(strands))
    await sql`INSERT INTO application_strand (application, strand, source, asked_cents)
      SELECT id, ${strand}, ${source}, ${Math.floor(askedCents / Object.keys(strands).length)} FROM application WHERE id = ANY (${rows.map(({ id }) => id)})`.execute(
      db,
    );
  return rows.map(({ id }) => id);
}

/** An account without a password, as who does an act. */
export async function makeActor(db: Database, role: Actor["role"], name = `${role} ${randomUUID().slice(0, 8)}`): Promise<Actor> {
  const id = randomUUID();
  await sql`INSERT INTO auth."user" (id, name, email, role) VALUES (${id}, ${name}, ${`${id}@ville.example`}, ${role})`.execute(db);
  return { id, name, role };
}

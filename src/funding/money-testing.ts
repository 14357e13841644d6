import { sql } from "kysely";
import type { Actor } from "../platform/accounts/rights.ts";
import type { Database } from "../platform/database/connect.ts";
import { createRecord } from "../register/record/actions.ts";
import { itemsOf } from "./application/lists.ts";
import { openEnvelope, setGauge } from "./envelope/actions.ts";
import { makeCallEdition, makeFiles, system } from "./instruction/testing.ts";

/** For tests: the people of the city who handle money. Two officers and two of finance: what needs two persons has them. */
export const people = {
  officer: { id: "officer-1", name: "Officier 1", role: "officer" },
  officer2: { id: "officer-2", name: "Officier 2", role: "officer" },
  council: { id: "council-1", name: "Conseil 1", role: "council" },
  finance: { id: "finance-1", name: "Finances 1", role: "finance" },
  finance2: { id: "finance-2", name: "Finances 2", role: "finance" },
  system,
} as const satisfies Record<string, Actor>;

export const must = <T extends { ok: boolean }>(result: T): Extract<T, { ok: true }> => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result as Extract<T, { ok: true }>;
};

export interface World {
  edition: string;
  year: number;
  programme: string;
  envelope: string;
}

/** An edition of a year, its gauge for that year and the two next, an envelope of water in each. Amounts in cents. */
export async function makeWorld(
  db: Database,
  year: number,
  money: { aeCents: number; cpCents: number; revenueCents: number },
  change: Record<string, unknown> = {},
): Promise<World> {
  const programme = "solidae";
  const edition = await makeCallEdition(db, `MONEY-${year}`, { fiscalYear: year, ...change });
  let envelope = "";
  for (const [offset, one] of [year, year + 1, year + 2].entries()) {
    must(await setGauge(db, { year: one, source: "water", revenueCents: money.revenueCents, revenueBasis: "forecast" }, people.finance));
    const { id } = must(
      await openEnvelope(
        db,
        { year: one, programme, source: "water", aeCents: offset === 0 ? money.aeCents : 0, cpCents: money.cpCents, reason: "Budget primitif" },
        people.finance,
      ),
    );
    if (offset === 0) envelope = id;
  }
  return { edition, year, programme, envelope };
}

/** Files in assessment that could be voted: each body is in the register, each list is checked. */
export async function makeVotableFiles(db: Database, world: World, n: number, askedCents: number, from = 1): Promise<string[]> {
  const files = await makeFiles(db, world.edition, n, { state: "in_assessment", askedCents, from, name: `Association ${world.year}` });
  const content = {
    title: "Puits",
    summary: "Un puits.",
    startsOn: `${world.year}-09-01`,
    endsOn: `${world.year + 1}-08-31`,
    places: [{ name: "Agnam", country: "SN", latitude: 16, longitude: -13.7 }],
    indicators: [{ code: "people", label: "Personnes desservies", unit: "personnes", baseline: 0, target: 1_200 }],
  };
  for (const [i, id] of files.entries()) {
    const body = must(
      await createRecord(db, "organisation", { name: { fr: `Association ${world.year} ${from + i}` }, type: "22", noIdentifier: "unknown", country: "FR" }, system),
    ).id;
    await sql`UPDATE applicant SET organisation = ${body} WHERE id = (SELECT applicant FROM application WHERE id = ${id})`.execute(db);
    await sql`UPDATE application SET content = ${JSON.stringify(content)}::jsonb WHERE id = ${id}`.execute(db);
  }
  for (const list of ["admissibility", "legality"] as const)
    for (const code of itemsOf[list])
      await sql`INSERT INTO application_check (application, list, code, verdict, checked_by, checked_name)
        SELECT id, ${list}, ${code}, 'yes', 'officer-1', 'Officier 1' FROM application WHERE id = ANY (${files}::uuid[])`.execute(db);
  await sql`INSERT INTO file (sha256, name, media_type, bytes) VALUES (${"a".repeat(64)}, 'statuts.pdf', 'application/pdf', 10) ON CONFLICT DO NOTHING`.execute(db);
  for (const requirement of ["statutes", "accounts"])
    await sql`INSERT INTO application_file (application, requirement, file, name, sent_by, verdict)
      SELECT id, ${requirement}, ${"a".repeat(64)}, 'statuts.pdf', 'x', 'accepted' FROM application WHERE id = ANY (${files}::uuid[])`.execute(db);
  return files;
}

/** The jury's proposal for a file, as its own action writes it. */
export async function propose(db: Database, world: World, file: string, cents: number): Promise<void> {
  await sql`INSERT INTO proposal (application, envelope, amount_cents, by_user, by_name) VALUES (${file}, ${world.envelope}, ${cents}, 'officer-1', 'Officier 1')`.execute(db);
}

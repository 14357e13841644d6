import { sql } from "kysely";
import type { Actor } from "../platform/accounts/rights.ts";
import type { Database } from "../platform/database/connect.ts";
import { createRecord } from "../register/record/actions.ts";
import { must } from "./acts.ts";
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
        {
          year: one,
          programme,
          source: "water",
          aeCents: offset === 0 ? money.aeCents : 0,
          cpCents: money.cpCents,
          reason: "Budget primitif",
        },
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
      await createRecord(
        db,
        "organisation",
        { name: { fr: `Association ${world.year} ${from + i}` }, type: "22", noIdentifier: "unknown", country: "FR" },
        system,
      ),
    ).id;
    await sql`UPDATE applicant SET organisation = ${body} WHERE id = (SELECT applicant FROM application WHERE id = ${id})`.execute(db);
    await sql`UPDATE application SET content = ${JSON.stringify(content)}::jsonb WHERE id = ${id}`.execute(db);
  }
  for (const list of ["admissibility", "legality"] as const)
    for (const code of itemsOf[list])
      await sql`INSERT INTO application_check (application, list, code, verdict, checked_by, checked_name)
        SELECT id, ${list}, ${code}, 'yes', 'officer-1', 'Officier 1' FROM application WHERE id = ANY (${files}::uuid[])`.execute(db);
  await sql`INSERT INTO file (sha256, name, media_type, bytes) VALUES (${"a".repeat(64)}, 'statuts.pdf', 'application/pdf', 10) ON CONFLICT DO NOTHING`.execute(
    db,
  );
  for (const requirement of ["statutes", "accounts"])
    await sql`INSERT INTO application_file (application, requirement, file, name, sent_by, verdict)
      SELECT id, ${requirement}, ${"a".repeat(64)}, 'statuts.pdf', 'x', 'accepted' FROM application WHERE id = ANY (${files}::uuid[])`.execute(
      db,
    );
  return files;
}

/** The jury's proposal for a file, as its own action writes it. */
export async function propose(db: Database, world: World, file: string, cents: number): Promise<void> {
  await sql`INSERT INTO proposal (application, envelope, amount_cents, by_user, by_name) VALUES (${file}, ${world.envelope}, ${cents}, 'officer-1', 'Officier 1')`.execute(
    db,
  );
}

/** What no sequence of acts may break: each row is a fault. */
export async function moneyFaults(db: Database, world: World): Promise<string[]> {
  const { rows } = await sql<{ fault: string }>`
    WITH e AS (SELECT * FROM envelope WHERE programme = ${world.programme} AND year BETWEEN ${world.year} AND ${world.year + 2}),
    m AS (SELECT envelope, account, sum(cents) AS cents FROM movement GROUP BY 1, 2),
    g AS (SELECT g.* FROM "grant" g WHERE g.edition = ${world.edition})
    SELECT 'sums are not the movements ' || e.id AS fault FROM e CROSS JOIN LATERAL (VALUES ('ae', e.ae_cents), ('cp', e.cp_cents), ('reserved', e.reserved_cents),
      ('voted', e.voted_cents), ('committed', e.committed_cents), ('scheduled', e.scheduled_cents), ('paid', e.paid_cents), ('recovered', e.recovered_cents)) v (account, cents)
      LEFT JOIN m ON m.envelope = e.id AND m.account = v.account WHERE coalesce(m.cents, 0) <> v.cents
    UNION ALL SELECT 'overspent ' || id FROM e WHERE reserved_cents + voted_cents + committed_cents > ae_cents OR scheduled_cents > cp_cents OR paid_cents > scheduled_cents OR recovered_cents > paid_cents
    UNION ALL SELECT 'gauge is not what is scheduled ' || u.year FROM gauge u JOIN e ON e.year = u.year AND e.source = u.source WHERE u.committed_cents <> e.scheduled_cents OR u.committed_cents > u.limit_cents
    UNION ALL SELECT 'reserved is not what is proposed' FROM e WHERE e.reserved_cents <> (SELECT coalesce(sum(p.amount_cents), 0) FROM proposal p JOIN application a ON a.id = p.application WHERE p.envelope = e.id AND a.state <> 'granted')
    UNION ALL SELECT 'voted is not what waits' FROM e WHERE e.voted_cents <> (SELECT coalesce(sum(s.amount_cents), 0) FROM grant_source s JOIN g ON g.id = s."grant" WHERE s.envelope = e.id AND g.state IN ('voted', 'signed'))
    UNION ALL SELECT 'a cent of a commitment is lost' WHERE (SELECT sum(committed_cents) FROM e) <>
      (SELECT coalesce(sum(CASE WHEN g.state IN ('committed', 'suspended') THEN g.amount_cents WHEN g.state IN ('closed', 'withdrawn')
        THEN (SELECT coalesce(sum(p.amount_cents), 0) FROM payment p WHERE p."grant" = g.id AND p.state = 'paid') ELSE 0 END), 0) FROM g)
    UNION ALL SELECT 'paid is not the payments' WHERE (SELECT sum(paid_cents) FROM e) <> (SELECT coalesce(sum(p.amount_cents), 0) FROM payment p JOIN g ON g.id = p."grant" WHERE p.state = 'paid')
    UNION ALL SELECT 'a grant without a vote ' || g.number FROM g JOIN deliberation d ON d.id = g.deliberation WHERE d.state <> 'adopted'
    UNION ALL SELECT 'a vote without its grant ' || a.number FROM application a WHERE a.edition = ${world.edition} AND a.state = 'granted' AND NOT EXISTS (SELECT 1 FROM g WHERE g.application = a.id)
    UNION ALL SELECT 'paid and not signed ' || g.number FROM g JOIN payment p ON p."grant" = g.id AND p.state = 'paid'
      WHERE NOT EXISTS (SELECT 1 FROM convention c WHERE c."grant" = g.id AND c.number = 0 AND c.state = 'signed')
    UNION ALL SELECT 'paid above the grant ' || g.number FROM g WHERE (SELECT coalesce(sum(p.amount_cents), 0) FROM payment p WHERE p."grant" = g.id AND p.state = 'paid') > g.amount_cents
    UNION ALL SELECT 'one person alone paid ' || p.id FROM payment p WHERE p.ordered_by = p.checked_by
    UNION ALL SELECT 'published without a vote ' || w.id FROM award w JOIN g ON g.award = w.id JOIN deliberation d ON d.id = g.deliberation WHERE w.status = 'published' AND d.state <> 'adopted'
    UNION ALL SELECT 'closed with a report open ' || g.number FROM g JOIN report r ON r."grant" = g.id WHERE g.state = 'closed' AND r.state NOT IN ('accepted', 'waived')`.execute(
    db,
  );
  return rows.map(({ fault }) => fault);
}

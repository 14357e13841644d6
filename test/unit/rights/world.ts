import { sql } from "kysely";
import { seedFundingDemo } from "../../../src/funding/demo/seed.ts";
import { look } from "../../../src/protected/acts.ts";
import { seedProtectedDemo } from "../../../src/protected/demo/seed.ts";
import { openFile } from "../../../src/protected/file.ts";
import { must } from "../../../src/protected/testing.ts";
import { vaultOf } from "../../../src/protected/vault/vault.ts";
import { seedDemo } from "../../../src/register/seed/seed.ts";
import { type OfficeSite, openOffice } from "../office-site.ts";

/** A site with the fictional year of grants, stories and files of people, and where each kind of row is to be found. */
export interface World {
  site: OfficeSite;
  /** Real identifiers, by the name of a parameter under the longest prefix of the route. */
  ids: Record<string, Record<string, string>>;
}

export async function openWorld(): Promise<World> {
  const site = await openOffice();
  const { db, services } = site;
  await seedDemo(db);
  if (!(await seedFundingDemo(services))) throw new Error("the demonstration was not made");
  const vault = await vaultOf(services.config);
  await seedProtectedDemo(db, vault);
  const one = async (query: string): Promise<string> => {
    const { rows } = await sql.raw<{ id: string | number }>(query).execute(db);
    return String(rows[0]?.id ?? "00000000-0000-4000-8000-000000000000");
  };
  const gaelle = { id: "demo-gaelle", name: "Gaëlle", role: "guardian" } as const;
  const clear = async (query: string) => {
    const { rows } = await look(db, gaelle, (trx) => sql.raw<{ id: string }>(query).execute(trx));
    return rows[0]!.id;
  };
  const person = await clear("SELECT person AS id FROM protected.testimony LIMIT 1");
  await must(openFile(db, vault, person, { reason: "follow_up" }, gaelle));
  const application = await one(
    "SELECT application AS id FROM assignment a JOIN application p ON p.id = a.application WHERE p.state = 'granted' LIMIT 1",
  );
  const edition = "demo-edition-eau-close";
  const grant = await one(`SELECT id FROM "grant" WHERE state = 'committed'`);
  const report = await one("SELECT id FROM report WHERE state = 'accepted' LIMIT 1");
  const reported = await one(`SELECT g.application AS id FROM report r JOIN "grant" g ON g.id = r."grant" WHERE r.id = '${report}'`);
  const incomplete = "FROM piece_request p JOIN application a ON a.id = p.application WHERE a.state = 'incomplete' ORDER BY p.id LIMIT 1";
  return {
    site,
    ids: {
      "/bureau/:kind": { kind: "projets", id: await one("SELECT id FROM project WHERE status = 'published' ORDER BY id LIMIT 1") },
      "/bureau/:kind/:id/copier": { kind: "editions", id: edition },
      "/bureau/pages": { id: await one("SELECT id FROM page ORDER BY id LIMIT 1") },
      "/bureau/missions": { id: await one("SELECT id FROM mission ORDER BY id LIMIT 1") },
      "/bureau/evenements": { id: await one("SELECT id FROM occasion ORDER BY id LIMIT 1") },
      "/bureau/import": { of: "projets" },
      "/bureau/dossiers": {
        id: application,
        file: await one(`SELECT id FROM application_file WHERE application = '${application}' LIMIT 1`),
      },
      "/bureau/evaluations": {
        id: application,
        file: await one(`SELECT id FROM application_file WHERE application = '${application}' LIMIT 1`),
        edition,
      },
      "/bureau/classement": { edition },
      "/bureau/jurys": { id: await one("SELECT id FROM jury LIMIT 1") },
      "/bureau/deliberations": { id: await one("SELECT id FROM deliberation LIMIT 1") },
      "/bureau/suivi": { id: grant },
      "/bureau/rapports": { id: await one("SELECT id FROM report WHERE state = 'accepted' LIMIT 1") },
      "/bureau/enveloppes": { id: await one("SELECT id FROM envelope LIMIT 1") },
      "/bureau/courriers": { id: await one("SELECT id FROM outgoing_mail LIMIT 1") },
      "/bureau/recits": { id: await one("SELECT id FROM story LIMIT 1") },
      "/bureau/personnes": { id: "demo-odile" },
      "/bureau/protection": {
        id: person,
        part: await clear(`SELECT id FROM protected.testimony WHERE person = '${person}'`),
      },
      "/bureau/echanges/declarations": { name: "eapd" },
      "/espace/demandes": {
        id: application,
        section: "projet",
        file: await one(`SELECT id FROM application_file WHERE application = '${application}' LIMIT 1`),
        convention: await one(
          `SELECT c.id FROM convention c JOIN "grant" g ON g.id = c."grant" WHERE g.application = '${application}' LIMIT 1`,
        ),
      },
      "/espace/demandes/:id/pieces": { id: await one(`SELECT a.id ${incomplete}`), piece: await one(`SELECT p.id ${incomplete}`) },
      "/espace/demandes/:id/retrait": { id: await one(`SELECT a.id ${incomplete}`) },
      "/espace/demandes/:id/rapports": {
        id: reported,
        report: report,
        file: await one(`SELECT id FROM report_file WHERE report = '${report}' LIMIT 1`),
      },
      "/espace/organismes": { id: await one("SELECT id FROM applicant LIMIT 1") },
      "/espace/candidater": { edition: "demo-edition-eau-ouverte" },
      "/espace/eligibilite": { edition: "demo-edition-eau-ouverte" },
    },
  };
}

/** The address of a route, with the identifiers of rows that are there; of none where there is no such row. */
export function addressOf(ids: World["ids"], path: string): string {
  const prefix = Object.keys(ids)
    .filter((one) => path === one || path.startsWith(`${one}/`))
    .sort((a, b) => b.length - a.length)[0];
  return path.replaceAll(/:(\w+)(\{(?:[^{}]|\{[^}]*\})*\})?/g, (_, name: string, form: string | undefined) => {
    const known = prefix && ids[prefix]![name];
    if (known) return known;
    if (form?.startsWith("{[0-9]")) return "1";
    return name === "sha256" ? "0".repeat(64) : "00000000-0000-4000-8000-000000000000";
  });
}

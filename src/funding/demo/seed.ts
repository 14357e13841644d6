import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import { transact } from "../../platform/database/connect.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { must } from "../acts.ts";
import { assignOfficers } from "../instruction/actions.ts";
import { askPiece } from "../instruction/pieces.ts";
import { apply, type DemoDesk, demoPdf, whileOpen } from "./apply.ts";
import { closedFiles, openFiles } from "./files.ts";
import { close, commit, pay, reached, report, sign } from "./grants.ts";
import { putPeople, staff } from "./people.ts";
import { admit, examine, giveOpinions, meet, nameAssessors, openYears, refuseFile, vote } from "./story.ts";

const CLOSED = "demo-edition-eau-close";
const OPEN = "demo-edition-eau-ouverte";
const PROGRAMME = "demo-solidarite-eau";
// The same as the load of the fictional records: what it wrote last, it may write again.
const program: Actor = { id: "seed-demo", name: "Demonstration data", role: "system" };

/**
 * Adds to the fictional records the life of fictional grants: six files of the closed edition, from their sending to
 * the last report, two of the open one at the desk. Every act is the one that people do. Once only, all of it or
 * nothing: false when it has been done before, or when the editions are not there.
 */
export async function seedFundingDemo(services: DemoDesk): Promise<boolean> {
  return transact(services.db, async (db) => {
    // Two nodes that start at once load one after the other.
    await sql`SELECT pg_advisory_xact_lock(hashtext('ville-monde.seed'))`.execute(db);
    const done = await db.selectFrom("event").select("id").where("actor", "=", staff.officer.id).limit(1).executeTakeFirst();
    const editions = await Promise.all([CLOSED, OPEN].map((id) => currentEdition(db, id)));
    if (done || editions.some((one) => one?.status !== "published")) return false;
    const desk = { ...services, db };
    await putPeople(db, Object.values(staff));
    const pdf = await demoPdf(desk);
    await pastYear(desk, pdf);
    await atTheDesk(desk, pdf);
    return true;
  });
}

/** The closed edition: one grant paid and closed, one on its way with a report that is late, one signed; three not granted. */
async function pastYear(desk: DemoDesk, pdf: Uint8Array): Promise<void> {
  const { db } = desk;
  await openYears(db, PROGRAMME, 2025, { water: 25_000_000, sanitation: 8_000_000 });
  const sent = {} as Record<keyof typeof closedFiles, string>;
  await whileOpen(db, CLOSED, program, async () => {
    for (const [i, [key, file]] of Object.entries(closedFiles).entries())
      sent[key as keyof typeof closedFiles] = await apply(desk, CLOSED, file, pdf, `2024-12-${String(4 + i).padStart(2, "0")}`);
  });
  const { rives, puisatiers, fontaines, claire, passeurs, seau } = sent;
  await nameAssessors(desk, CLOSED);
  await refuseFile(desk, seau, "Le projet ne relève pas d’un service public de l’eau.");
  for (const id of [rives, puisatiers, fontaines, claire, passeurs]) {
    await examine(desk, id);
    await admit(desk, id);
  }
  const scores = new Map([
    [rives, 5],
    [puisatiers, 5],
    [fontaines, 4],
    [passeurs, 4],
    [claire, 2],
  ]);
  await giveOpinions(desk, CLOSED, scores, passeurs);
  await meet(desk, CLOSED, "2025-02-12", [
    { application: rives, decision: "proposed", amounts: { water: 11_000_000 }, comment: "Projet fictif solide." },
    {
      application: puisatiers,
      decision: "proposed",
      amounts: { water: 8_000_000, sanitation: 4_000_000 },
      comment: "Les deux volets se tiennent.",
    },
    { application: fontaines, decision: "proposed", amounts: { water: 5_000_000 }, comment: "Montant ramené aux neuf écoles." },
    { application: passeurs, decision: "reserve", comment: "Bon projet, au-delà de l’enveloppe." },
    { application: claire, decision: "rejected", comment: "Aucun service ne dure après la distribution." },
  ]);
  const bodies = new Map([
    [rives, "demo-association-des-rives"],
    [puisatiers, "demo-puisatiers-de-l-estuaire"],
    [fontaines, "demo-ecoles-et-fontaines"],
  ]);
  const [first = "", second = "", third = ""] = await vote(desk, bodies, { session: "2025-05-20", executory: "2025-05-28" });
  await finished(desk, first);
  await sign(desk, second, "puisatiers", "2025-07-01");
  await commit(desk, second, "2025-07-08");
  await pay(desk, second, "puisatiers", "agreement", "2025-08-21");
  await sign(desk, third, "fontaines", "2026-01-15");
}

async function finished(desk: DemoDesk, grant: string): Promise<void> {
  const body = "rives";
  await sign(desk, grant, body, "2025-06-12");
  await commit(desk, grant, "2025-06-18");
  await pay(desk, grant, body, "agreement", "2025-07-24");
  const told = (share: number, on: string) => reached(desk.db, grant, share, on);
  await report(
    desk,
    grant,
    body,
    "interim",
    { achieved: "Le forage donne ; le réservoir est posé.", indicators: await told(0.4, "2025-12-15") },
    "2026-01-12",
  );
  await pay(desk, grant, body, "interim_report", "2026-02-19");
  const end = {
    endedOn: "2026-03-31",
    achieved: "Six bornes-fontaines servent le quartier.",
    sustainability: "Le tarif paie l’entretien.",
    indicators: await told(1.05, "2026-03-31"),
  };
  await report(desk, grant, body, "final", end, "2026-05-20");
  const line = (side: "expense" | "resource", label: string, forecastCents: number, actualCents: number) => ({
    side,
    label,
    forecastCents,
    actualCents,
  });
  const accounts = [
    line("expense", "Travaux et matériel", 21_000_000, 20_400_000),
    line("expense", "Équipe et suivi", 9_000_000, 8_600_000),
    line("resource", "Ville", 11_000_000, 11_000_000),
    line("resource", "Autres financeurs", 19_000_000, 18_000_000),
  ];
  await report(desk, grant, body, "financial", { exerciseEndsOn: "2025-12-31", accounts }, "2026-06-09");
  await close(desk, grant, "2026-06-30");
}

/** The open edition: a file that is being examined, and one that lacks an answer. */
async function atTheDesk(desk: DemoDesk, pdf: Uint8Array): Promise<void> {
  const { db, baseUrl } = desk;
  await openYears(db, PROGRAMME, 2028, { water: 30_000_000, sanitation: 10_000_000 });
  const ids: string[] = [];
  await whileOpen(db, OPEN, program, async () => {
    for (const file of [openFiles.delta, openFiles.passeurs]) ids.push(await apply(desk, OPEN, file, pdf));
  });
  const [examined = "", incomplete = ""] = ids;
  await nameAssessors(desk, OPEN);
  await examine(desk, examined);
  must(await assignOfficers(db, [incomplete], [staff.officer.id], staff.officer));
  const due = `${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)}T12:00`;
  must(
    await askPiece(
      db,
      baseUrl,
      incomplete,
      { requirement: "accounts", question: "Merci d’envoyer les comptes approuvés de la dernière année.", due },
      staff.officer,
    ),
  );
}

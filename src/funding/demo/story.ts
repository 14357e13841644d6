import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { must } from "../acts.ts";
import { type CheckList, itemsOf } from "../application/lists.ts";
import { addAssessor } from "../assessment/assessors.ts";
import { declareForEdition } from "../assessment/interests.ts";
import { decide, planJury, saveMeeting } from "../assessment/jury.ts";
import { closeJury } from "../assessment/minutes.ts";
import { saveOpinion } from "../assessment/opinions.ts";
import { criteriaOf, type JuryDecision } from "../assessment/rules.ts";
import { addFiles, createDeliberation, moveDeliberation, recordDates, recordVote } from "../deliberation/actions.ts";
import { tellResults } from "../deliberation/results.ts";
import { openEnvelope, setGauge } from "../envelope/actions.ts";
import { assignOfficers, judgeDocument, moveFile, saveChecks } from "../instruction/actions.ts";
import { matchOrganisation } from "../instruction/organisation.ts";
import type { DemoDesk } from "./apply.ts";
import { staff } from "./people.ts";

const { officer, finance, council, assessor, otherAssessor } = staff;

/** The acts of the city's people on the files of the demonstration, one function each. Amounts in cents. */

const versionOf = async (db: Database, table: "application" | "jury", id: string): Promise<number> =>
  (await db.selectFrom(table).select("version").where("id", "=", id).executeTakeFirstOrThrow()).version;

/** The envelopes of three years, and the legal gauges where the city has entered none. */
export async function openYears(db: Database, programme: string, first: number, authorised: Record<string, number>): Promise<void> {
  for (const year of [first, first + 1, first + 2])
    for (const [source, cents] of Object.entries(authorised)) {
      const known = await db.selectFrom("gauge").select("year").where("year", "=", year).where("source", "=", source).executeTakeFirst();
      if (!known) must(await setGauge(db, { year, source, revenueCents: 5_000_000_000, revenueBasis: "forecast" }, finance));
      const reason = "Budget primitif fictif, pour la démonstration";
      must(await openEnvelope(db, { year, programme, source, aeCents: year === first ? cents : 0, cpCents: cents, reason }, finance));
    }
}

async function check(db: Database, id: string, list: CheckList): Promise<void> {
  const items = itemsOf[list].map((code) => ({ code, verdict: "yes" as const, note: "", seen: "" }));
  must(await saveChecks(db, id, list, items, officer));
}

/** Follows a file at the desk: its documents are read, its list is signed. */
export async function examine({ db }: DemoDesk, id: string): Promise<void> {
  must(await assignOfficers(db, [id], [officer.id], officer));
  for (const { id: file } of await db.selectFrom("applicationFile").select("id").where("application", "=", id).execute())
    must(await judgeDocument(db, id, { file, verdict: "accepted", note: "" }, officer));
  await check(db, id, "admissibility");
}

export async function refuseFile({ db, baseUrl }: DemoDesk, id: string, reason: string): Promise<void> {
  must(await assignOfficers(db, [id], [officer.id], officer));
  must(await moveFile(db, baseUrl, id, "refuse", { version: await versionOf(db, "application", id), reason }, officer));
}

/** Admits a file that was examined, and gives it to the assessors. */
export async function admit({ db, baseUrl }: DemoDesk, id: string): Promise<void> {
  for (const move of ["admit", "assess"])
    must(await moveFile(db, baseUrl, id, move, { version: await versionOf(db, "application", id) }, officer));
}

export async function nameAssessors({ db, baseUrl }: DemoDesk, edition: string): Promise<void> {
  for (const { id } of [assessor, otherAssessor]) must(await addAssessor(db, baseUrl, edition, id, "", officer));
}

/** Both assessors score each file, `scores` of 5; the second has an interest in `interested` and sees it no more. */
export async function giveOpinions(
  { db }: DemoDesk,
  edition: string,
  scores: ReadonlyMap<string, number>,
  interested: string,
): Promise<void> {
  const rules = (await currentEdition(db, edition))!.document;
  const note = "Membre du bureau de cette association jusqu’en 2023.";
  must(await declareForEdition(db, edition, { statement: "Aucun autre lien.", files: [] }, assessor));
  must(
    await declareForEdition(db, edition, { statement: note, files: [{ application: interested, reason: "member", note }] }, otherAssessor),
  );
  for (const [id, score] of scores)
    for (const by of [assessor, otherAssessor]) {
      if (by === otherAssessor && id === interested) continue;
      const strands = await db.selectFrom("applicationStrand").select("strand").where("application", "=", id).execute();
      const criteria = criteriaOf(
        rules,
        strands.map(({ strand }) => strand),
      );
      const given = criteria.map(
        ({ code }, i) =>
          [
            code,
            {
              score: Math.max(1, Math.min(5, score - ((i + (by === assessor ? 0 : 1)) % 3 === 0 ? 1 : 0))),
              comment: "Avis fictif, pour la démonstration.",
            },
          ] as const,
      );
      must(
        await saveOpinion(
          db,
          id,
          { scores: Object.fromEntries(given), comment: "Avis fictif.", amountCents: null, given: true, version: 0 },
          by,
        ),
      );
    }
}

export interface Decision {
  application: string;
  decision: JuryDecision;
  amounts?: Record<string, number>;
  comment: string;
}

/** The jury meets, decides of every file and closes with its minutes. */
export async function meet(desk: DemoDesk, edition: string, heldOn: string, decisions: readonly Decision[]): Promise<void> {
  const { db } = desk;
  const { id } = must(await planJury(db, { edition, heldOn, place: "Hôtel de Ville fictif" }, officer));
  const members = [
    { name: "Colette Fictive", quality: "Adjointe fictive, présidente du jury", present: true },
    { name: "Paul Imaginaire", quality: "Conseiller fictif", present: true },
    { name: "Irène Fictive", quality: "Experte fictive", present: true },
  ];
  must(
    await saveMeeting(
      db,
      id,
      { version: await versionOf(db, "jury", id), heldOn, place: "Hôtel de Ville fictif", remarks: "Séance fictive.", members },
      officer,
    ),
  );
  for (const [i, { application, decision, amounts = {}, comment }] of decisions.entries())
    must(
      await decide(
        db,
        id,
        { application, version: await versionOf(db, "application", application), rank: i + 1, decision, comment, amounts },
        officer,
      ),
    );
  must(await closeJury(desk, id, await versionOf(db, "jury", id), officer));
}

/** The council votes: the grants, in the order of their numbers. `bodies`: the organisation of the register of each file. */
export async function vote(
  { db }: DemoDesk,
  bodies: ReadonlyMap<string, string>,
  on: { session: string; executory: string },
): Promise<string[]> {
  for (const [id, organisation] of bodies) {
    must(await matchOrganisation(db, id, organisation, officer));
    await check(db, id, "legality");
  }
  const statement = "Mesdames, Messieurs,\n\nCette délibération fictive attribue les subventions de l’appel de démonstration.";
  const about = { title: "Subventions de démonstration pour l’eau", reference: "2025 DEMO 1", sessionOn: on.session, statement };
  const { id } = must(await createDeliberation(db, about, council));
  must(await addFiles(db, id, [...bodies.keys()], council));
  must(await moveDeliberation(db, id, "table", council));
  const stepAsides = [{ name: "Paul Imaginaire", reason: "Administrateur d’une des associations" }];
  const { grants } = must(
    await recordVote(db, id, { votedOn: on.session, votesFor: 118, votesAgainst: 21, abstained: 9, notVoting: 1, stepAsides }, council),
  );
  must(await recordDates(db, id, { transmittedOn: on.executory, publishedOn: on.executory }, council));
  must(await tellResults(db, id, officer));
  await sql`UPDATE deliberation SET created_at = ${`${on.session}T08:00:00Z`} WHERE id = ${id}`.execute(db);
  return grants;
}

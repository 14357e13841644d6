import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { paperOf } from "../../platform/pdf/document.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import type { Services } from "../../platform/web/env.ts";
import { phaseOf } from "../../register/edition/rules.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { editRecord } from "../../register/record/actions.ts";
import { must } from "../acts.ts";
import { createApplicant } from "../applicant/actions.ts";
import { putMember } from "../applicant/store.ts";
import { saveDraft, startApplication } from "../application/actions.ts";
import { requiredDocuments } from "../application/check.ts";
import { sections, totalsOf } from "../application/content.ts";
import { attachFile } from "../application/files.ts";
import { partOf } from "../application/sections.ts";
import { submitApplication } from "../application/submit.ts";
import { contentOf, type DemoFile } from "./files.ts";
import { membersOf, putPeople } from "./people.ts";

export type DemoDesk = Pick<Services, "db" | "files" | "city" | "baseUrl">;

/** The one document that stands for all those asked for. */
export const demoPdf = ({ city }: DemoDesk): Promise<Uint8Array> =>
  documentPdf(
    {
      title: "Pièce de démonstration",
      footer: "Démonstration",
      blocks: [{ type: "text", text: "Ce document fictif tient lieu des pièces d’un vrai dossier." }],
    },
    paperOf(city, "fr"),
    { locale: "fr", at: new Date("2025-01-01T00:00:00Z") },
  );

/** The space of a body, with its two people. */
async function openSpace({ db }: DemoDesk, { key, name, rna, foundedOn }: DemoFile["body"]): Promise<string> {
  const { representative, contributor } = membersOf(key);
  await putPeople(db, [representative, contributor]);
  const known = await db.selectFrom("applicant").select("id").where("rna", "=", rna).executeTakeFirst();
  if (known) return known.id;
  const profile = {
    representativeName: "Présidence fictive",
    representativeTitle: "Présidente",
    city: "Ville fictive",
    volunteers: 24,
    members: 60,
  };
  const { id } = must(
    await createApplicant(
      db,
      { name, legalForm: "association_1901", rna, foundedOn, country: "FR", postalCode: "75000", profile },
      representative,
    ),
  );
  await putMember(db, id, contributor.id, "contributor");
  await sql`UPDATE applicant SET demo = true WHERE id = ${id}`.execute(db);
  return id;
}

/** Writes and sends a file, as its representative does; on `submittedOn` instead of today where that day is past. */
export async function apply(desk: DemoDesk, edition: string, file: DemoFile, pdf: Uint8Array, submittedOn?: string): Promise<string> {
  const { db, files, baseUrl } = desk;
  const applicant = await openSpace(desk, file.body);
  const { representative } = membersOf(file.body.key);
  const rules = (await currentEdition(db, edition))!.document;
  const { id } = must(await startApplication(db, edition, applicant, representative));
  await sql`UPDATE application SET demo = true WHERE id = ${id}`.execute(db);
  const content = contentOf(file, rules);
  for (const section of sections)
    if (section !== "documents") must(await saveDraft(db, id, section, 0, partOf(content, section), representative));
  for (const { code, required } of requiredDocuments(rules, totalsOf(content, rules).asked))
    if (required && code !== file.without)
      must(
        await attachFile(db, files, baseUrl, id, { requirement: code, piece: null }, { name: `${code}.pdf`, bytes: pdf }, representative),
      );
  must(await submitApplication(db, id, new Date(), representative));
  // The past is what no act makes: what the city's clock says is when the demonstration was loaded.
  if (submittedOn)
    await sql`UPDATE application SET submitted_at = ${`${submittedOn}T10:00:00Z`}, created_at = ${`${submittedOn}T08:00:00Z`} WHERE id = ${id}`.execute(
      db,
    );
  return id;
}

const fastTrack = { procedure: "fast_track", crisis: { fr: "Chargement de la démonstration", en: "Loading of the demonstration" } };

/**
 * Does something while an edition takes files: outside its dates it is edited to the fast track, which has no deadline,
 * then back to what it was, in one transaction that nobody sees the inside of.
 */
export async function whileOpen(db: Database, id: string, by: Actor, work: () => Promise<void>): Promise<void> {
  const { document, version } = (await currentEdition(db, id))!;
  if (phaseOf(document, new Date()) === "open") return work();
  const opened = must(await editRecord(db, "edition", id, version, { ...document, ...fastTrack }, by));
  await work();
  must(await editRecord(db, "edition", id, opened.version, document, by));
}

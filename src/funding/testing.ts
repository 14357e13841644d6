import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../platform/database/connect.ts";
import type { Files } from "../platform/files.ts";
import { pdfOf } from "../platform/intake/testing.ts";
import { createRecord, moveRecord } from "../register/record/actions.ts";
import { must } from "./acts.ts";
import { createApplicant, type Person } from "./applicant/actions.ts";
import { putMember } from "./applicant/store.ts";
import { saveDraft, startApplication } from "./application/actions.ts";
import { type Draft, emptyDraft, sections } from "./application/content.ts";
import { attachFile } from "./application/files.ts";
import { partOf } from "./application/sections.ts";
import { submitApplication } from "./application/submit.ts";

/** For tests, on a database with the Paris data: an open edition, bodies with their members, files ready to be sent. */

const system = { id: "system", name: "Système", role: "system" } as const;

const inDays = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`;
const both = (fr: string, en: string) => ({ fr, en });

/** A published edition that is open now, unless `change` says otherwise. Returns its identifier. */
export async function makeOpenEdition(db: Database, change: Record<string, unknown> = {}): Promise<string> {
  const code = `EAU-${randomUUID().slice(0, 6).toUpperCase().replaceAll("-", "0")}`;
  const call = must(await createRecord(db, "call", { name: both(`Appel ${code}`, `Call ${code}`), programme: "solidae" }, system)).id;
  must(await moveRecord(db, "call", call, "publish", system));
  const edition = {
    name: both(`Eau et déchets ${code}`, `Water and waste ${code}`),
    call,
    code,
    fiscalYear: 2027,
    opensAt: inDays(-10),
    closesAt: inDays(20),
    minCents: 1_000_000,
    maxCents: 20_000_000,
    citySharePercent: 50,
    maxMonths: 36,
    travelSharePercent: 20,
    countryRule: "listed",
    countries: [{ country: "SN" }, { country: "MA" }],
    strands: [
      { code: "water", name: both("Eau", "Water"), budgetSource: "water", maxCents: 15_000_000 },
      { code: "waste", name: both("Déchets", "Waste"), budgetSource: "waste", maxCents: 7_500_000 },
    ],
    conditions: [
      {
        code: "form",
        rule: "legal_form",
        value: "association foundation",
        label: both("Être une association ou une fondation", "Be an association or a foundation"),
      },
      { code: "age", rule: "min_age_months", value: "12", label: both("Exister depuis un an", "Have existed for one year") },
      { code: "number", rule: "identifier", value: "any", label: both("Avoir un SIRET ou un RNA", "Have a SIRET or an RNA number") },
      { code: "no-worship", rule: "declared", label: both("Aucune activité cultuelle n’est financée", "No religious activity is funded") },
    ],
    criteria: [{ code: "relevance", name: both("Pertinence", "Relevance"), weight: 1, maxScore: 5 }],
    requirements: [
      { code: "statutes", name: both("Statuts", "Statutes"), required: true },
      { code: "accounts", name: both("Derniers comptes", "Latest accounts"), required: true, canFollow: true },
      { code: "audit", name: both("Rapport du commissaire aux comptes", "Auditor’s report"), required: true, aboveCents: 15_300_000 },
      { code: "quotes", name: both("Devis", "Quotes"), required: false },
    ],
    questions: [
      {
        code: "need",
        section: "project",
        label: both("À quel besoin répondez-vous ?", "What need do you answer?"),
        type: "long",
        maxWords: 60,
      },
      {
        code: "authority",
        section: "partners",
        label: both("Une collectivité locale participe-t-elle ?", "Does a local authority take part?"),
        type: "yes_no",
      },
      {
        code: "authority-name",
        section: "partners",
        label: both("Laquelle ?", "Which one?"),
        type: "short",
        showIf: "authority",
        showValue: "yes",
      },
      { code: "themes", section: "impact", label: both("Thèmes", "Themes"), type: "choices", required: false },
    ],
    options: [
      { question: "themes", code: "access", name: both("Accès", "Access") },
      { question: "themes", code: "training", name: both("Formation", "Training") },
    ],
    indicators: [
      { code: "people", name: both("Personnes desservies", "People served"), unit: both("personnes", "people"), required: true },
    ],
    tranches: [
      { percentage: 60, condition: "agreement", yearOffset: 0 },
      { percentage: 40, condition: "final_report", yearOffset: 1 },
    ],
    reports: [{ type: "final", months: 6, after: "project_end" }],
    budgetLines: [
      { code: "purchases", side: "expense", account: "60", name: both("Achats", "Purchases") },
      { code: "travel", side: "expense", account: "625", name: both("Déplacements et missions", "Travel and missions") },
      { code: "staff", side: "expense", account: "64", name: both("Personnel", "Staff") },
      { code: "volunteers", side: "expense", account: "86", name: both("Bénévolat", "Volunteers’ time"), inKind: true },
      { code: "grants", side: "resource", account: "74", name: both("Autres subventions", "Other grants") },
      { code: "own", side: "resource", account: "75", name: both("Fonds propres", "Own funds") },
      { code: "gifts", side: "resource", account: "87", name: both("Contributions volontaires", "Contributions in kind"), inKind: true },
    ],
    ...change,
  };
  const made = must(await createRecord(db, "edition", edition, system)).id;
  must(await moveRecord(db, "edition", made, "publish", system));
  return made;
}

/** An account of the space of applicants. It has no password: for those that sign in, see createAccount. */
export async function makePerson(db: Database, name: string, locale = "fr"): Promise<Person> {
  const id = randomUUID();
  const email = `${id.slice(0, 8)}@association.example`;
  await sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role, locale) VALUES (${id}, ${name}, ${email}, true, 'applicant', ${locale})`.execute(
    db,
  );
  return { id, name, email, role: "applicant" };
}

/** Fourteen digits that pass the check of a SIRET. */
export function someSiret(): string {
  const digits = Array.from({ length: 13 }, () => Math.floor(Math.random() * 10)).join("");
  for (let last = 0; last < 10; last++) {
    const number = digits + last;
    let sum = 0;
    for (let i = 0; i < 14; i++) {
      const weighted = Number(number[13 - i]) * (i % 2 === 1 ? 2 : 1);
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    if (sum % 10 === 0 && !number.startsWith("356000000")) return number;
  }
  throw new Error("some last digit makes the sum");
}

export interface Body {
  applicant: string;
  representative: Person;
  contributor: Person;
}

/** A body with a representative and a contributor. */
export async function makeApplicant(
  db: Database,
  change: Record<string, unknown> = {},
  people?: { representative: Person },
): Promise<Body> {
  const representative = people?.representative ?? (await makePerson(db, "Awa Diop"));
  const contributor = await makePerson(db, "Louis Marchand");
  const applicant = must(
    await createApplicant(
      db,
      {
        name: `Eau vive ${randomUUID().slice(0, 6)}`,
        legalForm: "association_1901",
        siret: someSiret(),
        foundedOn: "2012-05-14",
        country: "FR",
        postalCode: "75011",
        profile: { representativeName: "Awa Diop", representativeTitle: "Présidente" },
        ...change,
      },
      representative,
    ),
  ).id;
  await putMember(db, applicant, contributor.id, "contributor");
  return { applicant, representative, contributor };
}

/** What fits the edition of makeOpenEdition: 80 000 € asked of 200 000 €, balanced, at home in Senegal. */
export function completeContent(): Draft {
  const starts = new Date(Date.now() + 60 * 86_400_000);
  const ends = new Date(starts.getTime() + 700 * 86_400_000);
  const expense = (line: string, cents: number, inKind = false) => ({ line, label: line, cents, inKind });
  return {
    ...emptyDraft(),
    title: "Adduction d’eau de Dagana",
    summary: "Quatre villages raccordés, un service géré par la commune, des agents formés.",
    startsOn: starts.toISOString().slice(0, 10),
    endsOn: ends.toISOString().slice(0, 10),
    places: [{ name: "Dagana", country: "SN", latitude: 16.51, longitude: -15.51 }],
    partners: [{ name: "Commune de Dagana", country: "SN", kind: "local_authority", role: "Maître d’ouvrage du service de l’eau" }],
    answers: {
      need: "Les forages sont salés : les habitants boivent l’eau du fleuve.",
      authority: "yes",
      "authority-name": "Commune de Dagana",
      themes: ["access"],
    },
    asked: { water: 8_000_000 },
    budget: {
      expenses: [
        expense("purchases", 14_000_000),
        expense("travel", 1_000_000),
        expense("staff", 5_000_000),
        expense("volunteers", 1_500_000, true),
      ],
      resources: [
        { ...expense("grants", 9_000_000), funder: "Agence de l’eau Seine-Normandie", status: "requested" },
        { ...expense("own", 3_000_000), funder: "Association", status: "confirmed" },
        { ...expense("gifts", 1_500_000, true), funder: "", status: "confirmed" },
      ],
    },
    indicators: [{ code: "people", label: "", unit: "", baseline: 0, target: 4_200 }],
    declarations: { honour: true, "no-worship": true },
    engagement: { accepted: true, textVersion: "", at: "", by: "" },
    bankAccount: { iban: "FR76 3000 6000 0112 3456 7890 189", holder: "Eau vive" },
  };
}

/** A PDF, each time another. */
export const somePdf = (): Uint8Array => pdfOf();

/** A draft with everything in it, ready to be sent by its representative. */
export async function makeReadyApplication(
  db: Database,
  files: Files,
  edition: string,
  body: Body,
  change: Partial<Draft> = {},
): Promise<{ id: string; content: Draft }> {
  const { applicant, representative } = body;
  const id = must(await startApplication(db, edition, applicant, representative, { again: true })).id;
  const content = { ...completeContent(), ...change };
  for (const section of sections) {
    if (section === "documents") continue;
    must(await saveDraft(db, id, section, 0, partOf(content, section), representative));
  }
  for (const requirement of ["statutes", "accounts"])
    must(
      await attachFile(
        db,
        files,
        "http://localhost",
        id,
        { requirement, piece: null },
        { name: `${requirement}.pdf`, bytes: somePdf() },
        representative,
      ),
    );
  return { id, content };
}

/** A file that has just been sent. */
export async function makeSubmitted(
  db: Database,
  files: Files,
  edition: string,
  body: Body,
  change: Partial<Draft> = {},
): Promise<{ id: string; number: string }> {
  const { id } = await makeReadyApplication(db, files, edition, body, change);
  const { number } = must(await submitApplication(db, id, new Date(), body.representative));
  return { id, number };
}

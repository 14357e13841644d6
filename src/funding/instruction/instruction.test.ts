import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { connect, type Database } from "../../platform/database/connect.ts";
import { filesOnDisk } from "../../platform/files.ts";
import { editionAt } from "../../register/edition/store.ts";
import { must } from "../acts.ts";
import { answerPiece } from "../application/after.ts";
import { parseDraft } from "../application/content.ts";
import { filesOf } from "../application/file-store.ts";
import { admissibilityItems, legalityItems } from "../application/lists.ts";
import { piecesOf } from "../application/piece-store.ts";
import { assignedTo } from "../assessment/assessor-store.ts";
import { addAssessor } from "../assessment/assessors.ts";
import { declareInterest } from "../assessment/interests.ts";
import { type Body, makeApplicant, makeOpenEdition, makeSubmitted } from "../testing.ts";
import { addNote, assignOfficers, judgeDocument, moveFile, saveChecks, seenCheck } from "./actions.ts";
import { machineVerdicts } from "./admissibility.ts";
import { enterApplication } from "./entry.ts";
import { checksOf, findFile, officersOn } from "./file-store.ts";
import { fileQuery, readFileFilter } from "./filter.ts";
import { completenessOf, listFiles, openFile } from "./list-store.ts";
import { createOrganisation, matchOrganisation } from "./organisation.ts";
import { askPiece, closePiece } from "./pieces.ts";
import { organisationsLike, relatedFiles, yearlyTotal } from "./related-store.ts";
import { remindOfPieces } from "./reminders.ts";
import { nextStep, yearlyFlags } from "./rules.ts";
import { makeActor, makeCallEdition, makeFiles } from "./testing.ts";

const BASE = "http://localhost";
let db: Database;
let drop: () => Promise<void>;
let edition: string;
let body: Body;
let [officer, colleague]: [Actor, Actor] = [undefined as never, undefined as never];
let submitted: (change?: object) => Promise<{ id: string; number: string }>;
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const { db: handle, close } = connect(database.url);
  db = handle;
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-desk-"));
  drop = async () => {
    await close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  edition = await makeOpenEdition(db);
  body = await makeApplicant(db, { name: "Eau vive du fleuve" });
  [officer, colleague] = [await makeActor(db, "officer"), await makeActor(db, "officer")];
  submitted = (change = {}) => makeSubmitted(db, filesOnDisk(folder), edition, body, change);
});
afterAll(() => drop());

const stands = async (id: string) => (await findFile(db, officer, id))!;
const mailsAbout = async (id: string) =>
  (
    await db.selectFrom("outgoingMail").select(["template", "bodyText", "subject"]).where("aboutId", "=", id).orderBy("id").execute()
  ).filter(({ template }) => template !== "receipt" && template !== "file_sent_desk");
const all = (items: readonly string[]) => items.map((code) => ({ code, verdict: "yes" as const, note: "", seen: "" }));
const move = async (id: string, name: string, reason?: string) =>
  moveFile(db, BASE, id, name, { version: (await stands(id)).version, reason }, officer);
const inDays = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T12:00`;

describe("a file on the desk", () => {
  it("is admitted once every item is signed, assessed, and the body learns what it must", async () => {
    const { id, number } = await submitted();
    expect(await move(id, "admit")).toMatchObject({ reason: "admissibility_unchecked" });
    must(await saveChecks(db, id, "admissibility", all(admissibilityItems), officer));
    const signed = await checksOf(db, id);
    expect(signed).toHaveLength(admissibilityItems.length);
    expect(signed.every(({ checkedName, checkedAt }) => checkedName === officer.name && checkedAt instanceof Date)).toBe(true);
    await addAssessor(db, BASE, edition, (await makeActor(db, "assessor")).id, "water", officer);
    expect(must(await move(id, "admit")).to).toBe("admissible");
    const [mail] = await mailsAbout(id);
    expect(mail).toMatchObject({ template: "file_admissible" });
    expect(mail!.bodyText).toContain(`${BASE}/espace/demandes/${id}`);
    expect(mail!.subject).toContain(number);
    must(await move(id, "assess"));
    expect(await assignedTo(db, id)).toHaveLength(1);
    expect(await mailsAbout(id)).toHaveLength(1);
    expect(await move(id, "propose")).toMatchObject({ reason: "forbidden" });
    expect(await move(id, "table")).toMatchObject({ reason: "forbidden" });
  });

  it("is refused with a reason and the ways to contest it", async () => {
    const { id } = await submitted();
    expect(await move(id, "refuse")).toMatchObject({ reason: "reason_required" });
    must(await move(id, "refuse", "Le siège n’est pas dans la ville."));
    const [mail] = await mailsAbout(id);
    expect(mail!.bodyText).toContain("Le siège n’est pas dans la ville.");
    expect(mail!.bodyText).toContain("deux mois");
  });

  it("is admitted subject to a document that was refused, which the mail names", async () => {
    const { id } = await submitted();
    const accounts = (await filesOf(db, id)).find(({ requirement }) => requirement === "accounts")!;
    expect(await judgeDocument(db, id, { file: accounts.id, verdict: "refused", note: "" }, officer)).toMatchObject({
      reason: "reason_required",
    });
    must(await judgeDocument(db, id, { file: accounts.id, verdict: "refused", note: "Comptes de 2019." }, officer));
    must(await saveChecks(db, id, "admissibility", all(admissibilityItems), officer));
    expect(await move(id, "admit")).toMatchObject({ reason: "documents_missing" });
    must(await move(id, "admitSubject"));
    expect((await mailsAbout(id))[0]).toMatchObject({ template: "file_subject", bodyText: expect.stringContaining("- Derniers comptes") });
    expect(await move(id, "settle")).toMatchObject({ reason: "documents_missing" });
  });

  it("is moved by the first of two officers; the second is told", async () => {
    const { id } = await submitted();
    const { version } = await stands(id);
    const results = await Promise.all([
      moveFile(db, BASE, id, "refuse", { version, reason: "a" }, officer),
      moveFile(db, BASE, id, "refuse", { version, reason: "b" }, colleague),
    ]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(results.find((one) => !one.ok)).toMatchObject({ reason: "conflict" });
    expect(await mailsAbout(id)).toHaveLength(1);
  });

  it("keeps the item of a colleague from being overwritten by a page that was read before", async () => {
    const { id } = await submitted();
    must(await saveChecks(db, id, "legality", [{ code: "ring_fenced", verdict: "yes", note: "", seen: "" }], officer));
    const late = { code: "ring_fenced", verdict: "no" as const, note: "non", seen: "" };
    expect(
      await saveChecks(db, id, "legality", [late, { code: "general_interest", verdict: "yes", note: "", seen: "" }], colleague),
    ).toMatchObject({ reason: "conflict" });
    expect(await checksOf(db, id)).toHaveLength(1);
    const seen = seenCheck({ verdict: "yes", note: "" });
    expect(await saveChecks(db, id, "legality", [{ ...late, note: "", seen }], colleague)).toMatchObject({ reason: "check_note" });
    expect(
      must(
        await saveChecks(
          db,
          id,
          "legality",
          [
            { ...late, seen },
            { code: "unknown", verdict: "yes", note: "", seen: "" },
          ],
          colleague,
        ),
      ).changed,
    ).toBe(1);
    expect((await checksOf(db, id))[0]).toMatchObject({ verdict: "no", checkedName: colleague.name });
  });

  it("has its finished work counted as it is done, by several officers at once", async () => {
    const { id } = await submitted();
    const [first] = await filesOf(db, id);
    const done = async () =>
      (await db.selectFrom("application").select("workDone").where("id", "=", id).executeTakeFirstOrThrow()).workDone;
    const accept = (verdict: "accepted" | null) => judgeDocument(db, id, { file: first!.id, verdict, note: "" }, officer);
    const results = await Promise.all([
      ...all(admissibilityItems).map((item) => saveChecks(db, id, "admissibility", [item], officer)),
      saveChecks(db, id, "legality", all(legalityItems), colleague),
      accept("accepted"),
    ]);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(await done()).toBe(admissibilityItems.length + 1);
    must(await accept(null));
    const [item] = all(admissibilityItems);
    await sql`DELETE FROM application_check WHERE application = ${id} AND code = ${item!.code}`.execute(db);
    expect(await done()).toBe(admissibilityItems.length - 1);
  });

  it("is no business of an assessor, a reader, nor of finance before the jury's proposal", async () => {
    const { id } = await submitted();
    for (const role of ["assessor", "reader", "finance", "council"] as const) {
      const one = await makeActor(db, role);
      expect(await findFile(db, one, id)).toBeUndefined();
      expect(await addNote(db, id, "x", one)).toMatchObject({ reason: "forbidden" });
      expect(await askPiece(db, BASE, id, { requirement: null, question: "?", due: inDays(9) }, one)).toMatchObject({
        reason: "forbidden",
      });
    }
    must(await declareInterest(db, id, "member", "", colleague));
    for (const done of [
      await addNote(db, id, "x", colleague),
      await moveFile(db, BASE, id, "refuse", { version: 1, reason: "x" }, colleague),
      await saveChecks(db, id, "legality", all(legalityItems), colleague),
      await askPiece(db, BASE, id, { requirement: null, question: "?", due: inDays(9) }, colleague),
    ])
      expect(done).toMatchObject({ ok: false, reason: "not_found" });
    [colleague] = [await makeActor(db, "officer")];
  });
});

describe("a piece that is asked for", () => {
  it("makes the file incomplete, tells the body until when, and gives the file back with the answer", async () => {
    const { id } = await submitted();
    expect(await askPiece(db, BASE, id, { requirement: null, question: " ", due: "hier" }, officer)).toMatchObject({
      reason: "invalid",
      problems: [{ path: "question" }, { path: "due", code: "instant" }],
    });
    expect(await askPiece(db, BASE, id, { requirement: null, question: "?", due: inDays(0) }, officer)).toMatchObject({
      problems: [{ code: "due_soon" }],
    });
    must(
      await askPiece(db, BASE, id, { requirement: "accounts", question: "Les comptes de 2026, signés.", due: "2099-01-15T12:00" }, officer),
    );
    expect((await stands(id)).state).toBe("incomplete");
    const [mail] = await mailsAbout(id);
    expect(mail!.bodyText).toContain("Derniers comptes");
    expect(mail!.bodyText).toContain("jeudi 15 janvier 2099 à 12:00:00");
    expect(await move(id, "complete")).toMatchObject({ reason: "pieces_open" });
    const [piece] = await piecesOf(db, id);
    must(await answerPiece(db, BASE, id, piece!.id, "Les voici.", body.representative));
    expect((await stands(id)).state).toBe("submitted");
    expect(await closePiece(db, id, piece!.id, officer)).toMatchObject({ reason: "not_found" });
  });

  it("is reminded of once within three days, its officers are told once when it is overdue, and the list shows it", async () => {
    const { id, number } = await submitted();
    must(await assignOfficers(db, [id], [officer.id, colleague.id], officer));
    for (const question of ["un", "deux"])
      must(await askPiece(db, BASE, id, { requirement: null, question, due: "2099-01-15T12:00" }, officer));
    await sql`UPDATE piece_request SET due_at = now() + interval '2 days', asked_at = now() - interval '9 days' WHERE application = ${id} AND question = 'un'`.execute(
      db,
    );
    await sql`UPDATE piece_request SET due_at = now() - interval '1 hour' WHERE application = ${id} AND question = 'deux'`.execute(db);
    for (let i = 0; i < 2; i++) await remindOfPieces(db, BASE);
    const templates = (await mailsAbout(id)).map(({ template }) => template);
    expect(templates.filter((one) => one === "piece_reminder")).toHaveLength(1);
    expect(templates.filter((one) => one === "piece_overdue")).toHaveLength(2);
    const { rows } = await listFiles(db, officer, readFileFilter({ q: number, overdue: "1" }));
    expect(rows[0]).toMatchObject({ openPieces: 2, overduePieces: 1, officers: [officer.name, colleague.name] });
    expect(nextStep(rows[0]!)).toMatchObject({ code: "lapse" });
    expect(await move(id, "lapse")).toMatchObject({ reason: "reason_required" });
    must(await move(id, "lapse", "Aucune réponse au 15 janvier."));
  });
});

describe("what the rules of the edition say of a file", () => {
  it("answers for every item, and changes with what is wrong", async () => {
    const { id } = await submitted();
    const file = await stands(id);
    const rules = (await editionAt(db, edition, file.editionVersion))!;
    const sent = await filesOf(db, id);
    const facts = {
      edition: rules,
      applicant: file,
      files: sent,
      today: "2026-11-24",
      countries: new Set(["SN", "MA"]),
      lateReports: 0,
      countryList: null,
      countryDay: "2026-12-14",
      refusedCountries: [],
    };
    const draft = parseDraft(file.content);
    const verdicts = machineVerdicts(draft, facts);
    expect(Object.keys(verdicts).sort()).toEqual([...admissibilityItems].sort());
    const of = (change: object, other: object = {}) => machineVerdicts({ ...draft, ...change }, { ...facts, ...other });
    expect(Object.fromEntries(Object.entries(verdicts).map(([code, { verdict }]) => [code, verdict]))).toMatchObject({
      legal_form: "yes",
      age: "yes",
      identifier: "yes",
      earlier_reports: "yes",
      country: "yes",
      strand: "yes",
      ceiling: "yes",
      share: "yes",
      duration: "yes",
      documents: "unknown",
      republican_contract: "yes",
    });
    expect(of({}, { lateReports: 2 }).earlier_reports).toEqual({ verdict: "no", code: "reports_late", values: { count: 2 } });
    expect(of({}, { refusedCountries: ["Mali"] }).country).toMatchObject({ verdict: "no" });
    expect(of({ asked: { water: 15_000_001 } }).ceiling.code).toBe("ceiling_strand");
    expect(of({ asked: { water: 12_000_000 } }).share.verdict).toBe("no");
    expect(of({ endsOn: "2099-01-01" }).duration.code).toBe("duration_long");
    expect(of({ engagement: null }).republican_contract.verdict).toBe("no");
    expect(of({}, { applicant: { ...file, legalForm: "public_utility" } }).republican_contract.verdict).toBe("not_applicable");
    expect(of({}, { files: sent.filter(({ requirement }) => requirement === "accounts") }).documents.verdict).toBe("no");
    expect(of({}, { files: sent.map((one) => ({ ...one, verdict: "accepted" as const })) }).documents.verdict).toBe("yes");
    expect(of({}, { applicant: { ...file, foundedOn: "2026-10-01" } }).age.verdict).toBe("no");
  });
  it("are told from what the city gives in a year", () => {
    expect(yearlyFlags(2_300_000)).toEqual({ convention: false, accounts: false });
    expect(yearlyFlags(2_300_001)).toEqual({ convention: true, accounts: false });
    expect(yearlyFlags(15_300_001)).toEqual({ convention: true, accounts: true });
  });
});

describe("officers", () => {
  it("are put on many files at once, two at most, without those in which one has an interest", async () => {
    const home = await makeCallEdition(db, "BULK-2027");
    const files = await makeFiles(db, home, 120);
    const other = await makeActor(db, "officer");
    for (const id of files.slice(0, 3)) must(await declareInterest(db, id, "family", "", other));
    expect(must(await assignOfficers(db, files, [officer.id, other.id], officer))).toMatchObject({ done: 117, refused: 3 });
    expect((await officersOn(db, files[5]!)).map(({ userId }) => userId)).toEqual([officer.id, other.id]);
    expect(must(await assignOfficers(db, files, [other.id], other))).toMatchObject({ done: 117, refused: 3 });
    expect((await listFiles(db, other, readFileFilter({ edition: home, mine: "1" }))).total).toBe(117);
    expect(await assignOfficers(db, files, [officer.id, other.id, colleague.id], officer)).toMatchObject({ reason: "two_officers" });
    expect(await assignOfficers(db, files, [(await makeActor(db, "assessor")).id], officer)).toMatchObject({ reason: "not_found" });
    expect(must(await assignOfficers(db, files, [], officer)).done).toBe(120);
    expect((await listFiles(db, officer, readFileFilter({ edition: home, officer: "none" }))).total).toBe(120);
  });
  it("see who else has the file open", async () => {
    const [id] = await makeFiles(db, await makeCallEdition(db, "OPEN-2027"), 1);
    expect(await openFile(db, id!, officer)).toEqual([]);
    expect(await openFile(db, id!, colleague)).toMatchObject([{ userName: officer.name }]);
    await sql`UPDATE application_opening SET opened_at = now() - interval '31 minutes'`.execute(db);
    expect(await openFile(db, id!, colleague)).toEqual([]);
  });
});

describe("the list of files", () => {
  it("filters by each field, sorts, pages and searches words without accents", async () => {
    const home = await makeCallEdition(db, "LIST-2027");
    await makeFiles(db, home, 60, { name: "Écoles d’Ivoire" });
    await makeFiles(db, home, 5, { from: 100, state: "incomplete", askedCents: 9_000_000, strands: { waste: "waste" } });
    const list = async (query: Record<string, string>) => listFiles(db, officer, readFileFilter({ edition: home, ...query }));
    const first = await list({});
    expect(first).toMatchObject({ total: 65, byState: { submitted: 60, incomplete: 5 } });
    expect(first.rows).toHaveLength(50);
    const rest = await list({ page: "2" });
    expect(new Set([...first.rows, ...rest.rows].map(({ id }) => id)).size).toBe(65);
    expect(first.rows.map(({ stateSince }) => +stateSince)).toEqual(first.rows.map(({ stateSince }) => +stateSince).sort((a, b) => a - b));
    expect((await list({ state: "incomplete" })).total).toBe(5);
    expect((await list({ strand: "waste" })).total).toBe(5);
    expect((await list({ sort: "amount" })).rows[0]!.askedCents).toBe(9_000_000);
    expect((await list({ sort: "number" })).rows.map(({ number }) => number).slice(0, 2)).toEqual(["LIST-2027-0001", "LIST-2027-0002"]);
    expect((await list({ q: "ecoles ivoire 42" })).rows.map(({ number }) => number)).toContain("LIST-2027-0042");
    expect((await list({ q: "list-2027-0103" })).total).toBe(1);
    expect((await list({ q: "%" })).total).toBe(65);
    expect((await list({ country: "SN" })).total).toBe(65);
    expect((await list({ country: "FR" })).total).toBe(0);
    expect((await list({ days: "30" })).rows.every(({ stateSince }) => Date.now() - +stateSince > 30 * 86_400_000)).toBe(true);
    const done = first.rows[7]!;
    must(await saveChecks(db, done.id, "admissibility", all(admissibilityItems), officer));
    const { rows } = await list({ sort: "completeness", q: done.number });
    expect(completenessOf(rows[0]!)).toBe(Math.round((100 * admissibilityItems.length) / (admissibilityItems.length + 2)));
    expect((await list({ sort: "completeness", page: "2" })).rows.at(-1)!.id).toBe(done.id);
  });
  it("is an address: what is read is what was written, what is wrong is left out", () => {
    const filter = readFileFilter({ q: "eau", state: "submitted", sort: "amount", page: "3", country: "SN", mine: "1" });
    expect(readFileFilter(Object.fromEntries(new URLSearchParams(fileQuery(filter))))).toEqual(filter);
    expect(fileQuery(readFileFilter({ state: "draft", page: "-1", sort: "x", country: "Sénégal", days: "0" }))).toBe("");
  });
});

describe("the body of a file", () => {
  it("is matched to its record of the register by number or name, or gets one, as a draft", async () => {
    const { id } = await submitted();
    const made = must(await createOrganisation(db, id, officer));
    const record = await db.selectFrom("organisation").selectAll().where("id", "=", made.organisation).executeTakeFirstOrThrow();
    const file = await stands(id);
    expect(record).toMatchObject({ status: "draft", siret: file.siret, country: "FR" });
    expect(file.organisation).toBe(made.organisation);
    expect(must(await createOrganisation(db, id, officer)).organisation).toBe(made.organisation);
    const [other] = await makeFiles(db, edition, 1, { name: "Eau vive du fleuve", from: 900 });
    expect(await organisationsLike(db, await stands(other!))).toEqual([]);
    expect(await matchOrganisation(db, other!, made.organisation, officer)).toMatchObject({ reason: "organisation_taken" });
    expect((await relatedFiles(db, officer, await stands(other!))).some((row) => row.id === id && row.link === "name")).toBe(true);
    expect((await relatedFiles(db, officer, file)).every((row) => row.id !== id)).toBe(true);
  });
  it("has a total for the year over all schemes: grants of the register that are not ours count too", async () => {
    const [award] = await db
      .selectFrom("award")
      .select(["organisation", "awardedOn", "amountCents"])
      .where("currency", "=", "EUR")
      .limit(1)
      .execute();
    const year = Number(award!.awardedOn.slice(0, 4));
    const before = await yearlyTotal(db, { applicant: body.applicant, organisation: award!.organisation }, year);
    expect(before).toBeGreaterThan(0);
    expect(await yearlyTotal(db, { applicant: body.applicant, organisation: null }, year)).toBe(0);
  });
});

describe("the fast track", () => {
  const input = (fast: string) => ({
    edition: fast,
    applicant: { name: "Secours urgent", legalForm: "association_1901", noIdentifier: "unknown", country: "FR", profile: {} },
    title: "Abris après la crue",
    summary: "",
    country: "SN",
    place: "Dagana",
    startsOn: "",
    endsOn: "",
    asked: { water: 1_500_000 },
    totalCents: 3_000_000,
  });
  it("takes a request that came by letter, in the name of the body, and never for a call with a deadline", async () => {
    expect(await enterApplication(db, input(edition), officer)).toMatchObject({ reason: "not_fast_track" });
    const fast = await makeOpenEdition(db, { procedure: "fast_track", crisis: { fr: "Crue du fleuve" } });
    expect(await enterApplication(db, { ...input(fast), title: "", asked: {} }, officer)).toMatchObject({
      problems: [{ path: "title" }, { path: "asked" }],
    });
    const { id, number } = must(await enterApplication(db, input(fast), officer));
    expect(number).toMatch(/-0001$/);
    expect(await stands(id)).toMatchObject({ state: "submitted", askedCents: 1_500_000, totalCents: 3_000_000, countries: ["SN"] });
    const again = must(
      await enterApplication(
        db,
        {
          ...input(fast),
          applicant: { ...input(fast).applicant, noIdentifier: null, siret: (await findFile(db, officer, (await submitted()).id))!.siret },
        },
        officer,
      ),
    );
    expect((await stands(again.id)).applicant).toBe(body.applicant);
    expect(await enterApplication(db, input(fast), await makeActor(db, "finance"))).toMatchObject({ reason: "forbidden" });
  });
});

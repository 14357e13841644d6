import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { readCity } from "../../platform/city.ts";
import { connect, type Database } from "../../platform/database/connect.ts";
import { type Files, filesOnDisk } from "../../platform/files.ts";
import { pdfOf } from "../../platform/intake/testing.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { sweep } from "../../privacy/retention/testing.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { editRecord, moveRecord } from "../../register/record/actions.ts";
import { must } from "../acts.ts";
import { acceptMembership, answerJoin, changeMember, createApplicant, inviteMember, requestToJoin } from "../applicant/actions.ts";
import { membersOf, roleIn } from "../applicant/store.ts";
import {
  type Body,
  makeApplicant,
  makeOpenEdition,
  makePerson,
  makeReadyApplication,
  makeSubmitted,
  somePdf,
  someSiret,
} from "../testing.ts";
import { beginUpload, takePiece, uploadProgress } from "../upload/actions.ts";
import { acceptGuestLink, inviteGuest, saveDraft, startApplication } from "./actions.ts";
import { answerPiece, withdrawApplication } from "./after.ts";
import { filesOf } from "./file-store.ts";
import { attachFile } from "./files.ts";
import { makeReceipt } from "./receipt.ts";
import { canonicalJson, sealOf } from "./seal.ts";
import { findApplication, standingOf } from "./store.ts";
import { submitApplication } from "./submit.ts";

const SITE = "http://localhost";
const system = { id: "system", name: "Système", role: "system" } as const;
let db: Database;
let files: Files;
let edition: string;
let body: Body;
let end: () => Promise<void>;

beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const opened = connect(database.url, { max: 20 });
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-applying-"));
  db = opened.db;
  files = filesOnDisk(folder);
  end = async () => {
    await opened.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  edition = await makeOpenEdition(db);
  body = await makeApplicant(db);
});
afterAll(() => end());

const ready = () => makeReadyApplication(db, files, edition, body).then(({ id }) => id);
const mailsOf = async (template: string, to: string) =>
  db.selectFrom("outgoingMail").selectAll().where("template", "=", template).where("toAddress", "=", to).execute();
const tokenIn = async (template: string, to: string) => /jeton=([\w-]+)/.exec((await mailsOf(template, to)).at(-1)!.bodyText)![1]!;

/** Moves the closing of an edition, as an officer would. */
async function close(of: string, closesAt: string): Promise<void> {
  const { document, version } = (await currentEdition(db, of))!;
  must(await editRecord(db, "edition", of, version, { ...document, closesAt }, system));
}

describe("a body", () => {
  it("is refused with a wrong check digit, or with nothing to be known by", async () => {
    const person = await makePerson(db, "Nouvelle");
    const input = { name: "X", legalForm: "association_1901", country: "FR" };
    expect(await createApplicant(db, { ...input, siret: "21750001600018" }, person)).toMatchObject({
      ok: false,
      problems: [{ path: "siret", code: "siret_check_digit" }],
    });
    expect(await createApplicant(db, input, person)).toMatchObject({ ok: false, problems: [{ code: "identifier_or_reason" }] });
    expect(await createApplicant(db, { ...input, siret: "35600000049837" }, person)).toMatchObject({ ok: true });
    expect(await createApplicant(db, { ...input, noIdentifier: "alsace_moselle" }, person)).toMatchObject({ ok: true });
  });

  it("that has a space already is joined through its representatives", async () => {
    const siret = someSiret();
    const { applicant, representative } = await makeApplicant(db, { siret });
    const person = await makePerson(db, "Camille");
    expect(await createApplicant(db, { name: "Y", legalForm: "foundation", country: "FR", siret }, person)).toMatchObject({
      ok: false,
      reason: "taken",
      applicant,
    });
    must(await requestToJoin(db, SITE, applicant, "Trésorière", person));
    must(await requestToJoin(db, SITE, applicant, "Trésorière", person));
    expect(await mailsOf("join_request", representative.email)).toHaveLength(1);
    expect(await answerJoin(db, SITE, applicant, person.id, "contributor", person)).toMatchObject({ reason: "forbidden" });
    must(await answerJoin(db, SITE, applicant, person.id, "contributor", representative));
    expect(await roleIn(db, applicant, person.id)).toBe("contributor");
  });

  it("of one number is opened once by eight who try at once", async () => {
    const siret = someSiret();
    const people = await Promise.all(Array.from({ length: 8 }, (_, i) => makePerson(db, `P${i}`)));
    const made = await Promise.all(
      people.map((person) => createApplicant(db, { name: "Z", legalForm: "foundation", country: "FR", siret }, person)),
    );
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("keeps a representative, also when two take each other away at once", async () => {
    const { applicant, representative, contributor } = await makeApplicant(db);
    expect(await changeMember(db, applicant, representative.id, null, representative)).toMatchObject({
      reason: "applicant_representative",
    });
    must(await changeMember(db, applicant, contributor.id, "representative", representative));
    const both = await Promise.all([
      changeMember(db, applicant, contributor.id, null, representative),
      changeMember(db, applicant, representative.id, null, contributor),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await membersOf(db, applicant)).map(({ role }) => role)).toEqual(["representative"]);
  });

  it("takes in who opens an invitation, once", async () => {
    const { applicant, representative, contributor } = await makeApplicant(db);
    expect(await inviteMember(db, SITE, "fr", applicant, { email: "x@y.example", role: "contributor" }, contributor)).toMatchObject({
      reason: "forbidden",
    });
    must(await inviteMember(db, SITE, "en", applicant, { email: "New@Association.example", role: "representative" }, representative));
    const token = await tokenIn("member_invitation", "new@association.example");
    const [one, two] = [await makePerson(db, "Un"), await makePerson(db, "Deux")];
    const taken = await Promise.all([acceptMembership(db, token, one), acceptMembership(db, token, two)]);
    expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe("a draft", () => {
  it("warns of another draft of the same body and edition", async () => {
    const { applicant, representative } = await makeApplicant(db);
    const first = must(await startApplication(db, edition, applicant, representative));
    expect(await startApplication(db, edition, applicant, representative)).toMatchObject({
      ok: false,
      reason: "draft_exists",
      drafts: [{ id: first.id }],
    });
    must(await startApplication(db, edition, applicant, representative, { again: true }));
  });

  it("starts from an earlier one with what still fits", async () => {
    const earlier = await ready();
    const other = await makeOpenEdition(db, {
      questions: [{ code: "need", section: "project", label: { fr: "Besoin" }, type: "long" }],
      options: [],
    });
    const { id } = must(await startApplication(db, other, body.applicant, body.representative, { from: earlier }));
    const { draft } = (await findApplication(db, id))!;
    expect(draft).toMatchObject({ title: "Adduction d’eau de Dagana", startsOn: "", asked: {}, engagement: null, declarations: {} });
    expect(Object.keys(draft.answers)).toEqual(["need"]);
  });

  it("brings together what two people write apart, and tells what both changed", async () => {
    const { id } = must(await startApplication(db, edition, body.applicant, body.representative, { again: true }));
    const part = { title: "A", summary: "", startsOn: "", endsOn: "" };
    const first = must(await saveDraft(db, id, "project", 0, part, body.representative));
    must(await saveDraft(db, id, "project", first.version, { ...part, title: "Le titre de Louis" }, body.contributor));
    const merged = must(await saveDraft(db, id, "project", first.version, { ...part, summary: "Le résumé d’Awa" }, body.representative));
    expect(merged.taken).toEqual(["title"]);
    expect(merged.draft).toMatchObject({ title: "Le titre de Louis", summary: "Le résumé d’Awa" });
    expect(await saveDraft(db, id, "project", first.version, { ...part, title: "Le titre d’Awa" }, body.representative)).toMatchObject({
      reason: "conflict",
      conflicts: ["title"],
      current: { title: "Le titre de Louis" },
      part: { title: "Le titre d’Awa" },
      saved: { savedName: "Awa Diop" },
    });
    // A button pressed while the page was saving by itself: one's own older words are no conflict.
    const own = must(await saveDraft(db, id, "project", merged.version, { ...part, title: "Un début" }, body.representative));
    must(await saveDraft(db, id, "project", merged.version, { ...part, title: "Un début et la suite" }, body.representative));
    expect((await findApplication(db, id))!.draft.title).toBe("Un début et la suite");
    expect(own.version).toBe(merged.version + 1);
    // What saves by itself never merges behind one's back.
    expect(await saveDraft(db, id, "project", first.version, part, body.representative, { exact: true })).toMatchObject({
      reason: "conflict",
    });
    // Another section is another matter.
    must(await saveDraft(db, id, "places", 0, { places: [] }, body.representative));
  });

  it("lets a guest write but not send, and lets go of them once it is sent", async () => {
    const id = await ready();
    must(await inviteGuest(db, SITE, "fr", id, "expert@ailleurs.example", body.contributor));
    const guest = await makePerson(db, "Experte");
    must(await acceptGuestLink(db, await tokenIn("guest_invitation", "expert@ailleurs.example"), guest));
    must(await saveDraft(db, id, "partners", 1, { partners: [] }, guest));
    const { draft } = must(
      await saveDraft(db, id, "commitments", 1, { declarations: {}, engagement: null, bankAccount: { iban: "", holder: "" } }, guest),
    );
    expect(draft).toMatchObject({
      declarations: { honour: true },
      engagement: { accepted: true, by: "Awa Diop", textVersion: "2021-1947" },
    });
    expect(await submitApplication(db, id, new Date(), guest)).toMatchObject({ reason: "only_representative" });
    expect(await inviteGuest(db, SITE, "fr", id, "a@b.example", guest)).toMatchObject({ reason: "forbidden" });
    must(await submitApplication(db, id, new Date(), body.representative));
    expect(await standingOf(db, id, guest.id)).toBeUndefined();
    const stranger = await makePerson(db, "Inconnue");
    expect(await saveDraft(db, id, "partners", 1, { partners: [] }, stranger)).toMatchObject({ reason: "not_found" });
  });
});

describe("sending", () => {
  it("numbers, seals and keeps what was sent, with the job that makes the receipt", async () => {
    const id = await ready();
    const arrivedAt = new Date();
    const sent = must(await submitApplication(db, id, arrivedAt, body.representative));
    const file = (await findApplication(db, id))!;
    expect(file).toMatchObject({
      state: "submitted",
      number: sent.number,
      contentSha256: sent.sha256,
      submittedAt: arrivedAt,
      askedCents: 8_000_000,
      totalCents: 20_000_000,
    });
    expect(sent.number).toMatch(/^EAU-[A-Z0-9]{6}-\d{4}$/);
    const snapshot = await db.selectFrom("applicationSnapshot").selectAll().where("application", "=", id).executeTakeFirstOrThrow();
    // Who has the snapshot can make the seal again, as its keys have no order of their own.
    expect(sealOf(snapshot.content as never)).toBe(sent.sha256);
    expect(canonicalJson((snapshot.content as { content: unknown }).content)).toBe(canonicalJson(file.draft));
    const strands = await db.selectFrom("applicationStrand").selectAll().where("application", "=", id).execute();
    expect(strands).toMatchObject([{ strand: "water", source: "water", askedCents: 8_000_000 }]);
    const { rows } = await sql<{ key: string }>`SELECT key FROM graphile_worker.jobs WHERE key = ${`receipt ${id}`}`.execute(db);
    expect(rows).toHaveLength(1);
  });

  it("is attested by a receipt, mailed once with its digest, the same however often it is made", async () => {
    const { id, number } = await makeSubmitted(db, files, edition, body);
    const desk = { db, files, city: await readCity(join(projectRoot, "data/paris")), baseUrl: SITE };
    await makeReceipt(desk, id);
    const first = (await findApplication(db, id))!;
    await makeReceipt(desk, id);
    expect((await findApplication(db, id))!.receipt).toBe(first.receipt);
    expect(Buffer.from((await files.get(first.receipt!))!.subarray(0, 5)).toString()).toBe("%PDF-");
    const mails = await db.selectFrom("outgoingMail").selectAll().where("template", "=", "receipt").where("aboutId", "=", id).execute();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ toAddress: body.representative.email, attachments: [{ sha256: first.receipt }] });
    expect(mails[0]!.bodyText).toContain(number);
    expect(mails[0]!.bodyText).toContain(first.contentSha256);
  });

  it("twice, even at once, answers with the same number", async () => {
    const id = await ready();
    const all = await Promise.all(Array.from({ length: 5 }, () => submitApplication(db, id, new Date(), body.representative)));
    const numbers = new Set(all.map((one) => must(one).number));
    expect(numbers.size).toBe(1);
    expect(all.filter((one) => one.ok && !one.already)).toHaveLength(1);
    expect(await db.selectFrom("applicationSnapshot").select("version").where("application", "=", id).execute()).toHaveLength(1);
  });

  it("gives numbers in the order of arrival, without a gap, to twelve at once", async () => {
    const busy = await makeOpenEdition(db);
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) ids.push((await makeReadyApplication(db, files, busy, body)).id);
    const sent = await Promise.all(ids.map((id) => submitApplication(db, id, new Date(), body.representative)));
    expect(sent.map((one) => must(one).number.slice(-4)).sort()).toEqual(
      Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(4, "0")),
    );
  });

  it("is for a representative, and for a complete file", async () => {
    const id = await ready();
    expect(await submitApplication(db, id, new Date(), body.contributor)).toMatchObject({ reason: "only_representative" });
    must(await saveDraft(db, id, "project", 1, { title: "", summary: "x", startsOn: "", endsOn: "" }, body.contributor));
    const refused = await submitApplication(db, id, new Date(), body.representative);
    expect(refused).toMatchObject({ reason: "file_incomplete" });
    expect(!refused.ok && refused.problems?.map(({ path }) => path)).toEqual(["title", "startsOn", "endsOn"]);
  });
});

describe("the deadline", () => {
  it("takes the last instant, and not one millisecond more", async () => {
    const own = await makeOpenEdition(db);
    const [inTime, tooLate] = [
      (await makeReadyApplication(db, files, own, body)).id,
      (await makeReadyApplication(db, files, own, body)).id,
    ];
    // Closed some seconds ago: the head of the request had arrived in time, the rest came slowly.
    const closing = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_000);
    await close(own, `${closing.toISOString().slice(0, 19)}Z`);
    expect(await submitApplication(db, tooLate, new Date(closing.getTime() + 1), body.representative)).toMatchObject({
      reason: "submission_late",
      values: { seconds: 1 },
    });
    expect(await submitApplication(db, tooLate, new Date(closing.getTime() + 1_000), body.representative)).toMatchObject({
      reason: "submission_late",
      values: { seconds: 1 },
    });
    expect(must(await submitApplication(db, inTime, closing, body.representative)).submittedAt).toEqual(closing);
    expect((await findApplication(db, tooLate))!.state).toBe("draft");
  });

  it("is held by the database, whatever the program says", async () => {
    const own = await makeOpenEdition(db);
    const ids = [(await makeReadyApplication(db, files, own, body)).id, (await makeReadyApplication(db, files, own, body)).id];
    const closing = new Date(Math.floor(Date.now() / 1000) * 1000 - 2_000);
    await close(own, `${closing.toISOString().slice(0, 19)}Z`);
    const force = (id: string, at: Date) =>
      sql`UPDATE application SET state = 'submitted', submitted_at = ${at}, submitted_by = 'x', content_sha256 = repeat('0', 64) WHERE id = ${id}`.execute(
        db,
      );
    await expect(force(ids[0]!, new Date(closing.getTime() + 1))).rejects.toThrow("the call closed");
    await expect(force(ids[0]!, new Date(closing.getTime() + 1_000))).rejects.toThrow("the call closed");
    await expect(force(ids[0]!, new Date(Date.now() - 3_600_000))).rejects.toThrow("server's own");
    await force(ids[1]!, closing);
  });

  it("opens when it opens, and a cancelled call takes nothing", async () => {
    const own = await makeOpenEdition(db);
    const { id } = await makeReadyApplication(db, files, own, body);
    const { document, version } = (await currentEdition(db, own))!;
    must(
      await editRecord(
        db,
        "edition",
        own,
        version,
        { ...document, opensAt: `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z` },
        system,
      ),
    );
    expect(await submitApplication(db, id, new Date(), body.representative)).toMatchObject({ reason: "submission_early" });
    must(await editRecord(db, "edition", own, version + 1, { ...document, cancelledOn: "2026-01-01", cancelReason: { fr: "x" } }, system));
    expect(await submitApplication(db, id, new Date(), body.representative)).toMatchObject({ reason: "submission_closed" });
    expect(await startApplication(db, own, body.applicant, body.representative, { again: true })).toMatchObject({
      reason: "edition_cancelled",
    });
    must(await moveRecord(db, "edition", own, "archive", system));
    expect(await startApplication(db, own, body.applicant, body.representative, { again: true })).toMatchObject({ reason: "not_found" });
  });
});

describe("after it is sent", () => {
  it("can be withdrawn by a representative until the vote", async () => {
    const { id } = await makeSubmitted(db, files, edition, body);
    expect(await withdrawApplication(db, SITE, id, "", body.contributor)).toMatchObject({ reason: "forbidden" });
    must(await withdrawApplication(db, SITE, id, "Le projet n’a plus lieu.", body.representative));
    expect(await findApplication(db, id)).toMatchObject({ state: "withdrawn", reason: "Le projet n’a plus lieu." });
    expect(await withdrawApplication(db, SITE, id, "", body.representative)).toMatchObject({ reason: "wrong_state" });
  });

  it("answers what the desk asks for; the last answer gives the file back", async () => {
    const { id } = await makeSubmitted(db, files, edition, body);
    await sql`UPDATE application SET state = 'incomplete' WHERE id = ${id}`.execute(db);
    const { rows } = await sql<{ id: string }>`INSERT INTO piece_request (application, question, asked_by, asked_name, due_at)
      VALUES (${id}, 'Un devis signé', 'x', 'Alice', now() + interval '10 days'), (${id}, 'Le RIB', 'x', 'Alice', now() + interval '10 days') RETURNING id`.execute(
      db,
    );
    const [one, two] = rows.map((row) => row.id) as [string, string];
    const sent = { name: "devis.pdf", bytes: somePdf() };
    must(await attachFile(db, files, SITE, id, { requirement: null, piece: one }, sent, body.contributor));
    expect(await answerPiece(db, SITE, id, one, " ", body.contributor)).toMatchObject({ reason: "answer_required" });
    expect(must(await answerPiece(db, SITE, id, one, "Voici le devis.", body.contributor)).sent).toBe(false);
    expect(await attachFile(db, files, SITE, id, { requirement: null, piece: one }, sent, body.contributor)).toMatchObject({
      reason: "wrong_state",
    });
    expect(must(await answerPiece(db, SITE, id, two, "Joint.", body.contributor)).sent).toBe(true);
    expect((await findApplication(db, id))!.state).toBe("submitted");
    expect(await db.selectFrom("applicationSnapshot").select("reason").where("application", "=", id).orderBy("version").execute()).toEqual([
      { reason: "submission" },
      { reason: "complement" },
    ]);
  });
});

describe("a file on its way", () => {
  const start = async (bytes: number, name = "statuts.pdf") => {
    const { id } = must(await startApplication(db, edition, body.applicant, body.representative, { again: true }));
    const { id: upload } = must(await beginUpload(db, id, { requirement: "statutes", piece: null }, { name, bytes }, body.representative));
    return { application: id, upload };
  };
  const pdf = (bytes: number) => pdfOf({ bytes });

  it("goes on where it was cut, and is kept whole", async () => {
    const bytes = pdf(1_200_000);
    const { application, upload } = await start(bytes.length);
    must(await takePiece(db, files, SITE, upload, 0, bytes.subarray(0, 524_288), body.representative));
    expect(await takePiece(db, files, SITE, upload, 0, bytes.subarray(0, 524_288), body.representative)).toMatchObject({
      reason: "offset",
      values: { received: 524_288 },
    });
    expect(await uploadProgress(db, upload, body.representative)).toMatchObject({ received: 524_288 });
    expect(await uploadProgress(db, upload, body.contributor)).toBeUndefined();
    const done = must(await takePiece(db, files, SITE, upload, 524_288, bytes.subarray(524_288), body.representative));
    const [file] = await filesOf(db, application);
    expect(file).toMatchObject({
      id: done.file,
      requirement: "statutes",
      name: "statuts.pdf",
      mediaType: "application/pdf",
      bytes: bytes.length,
    });
    expect(Buffer.compare(Buffer.from((await files.get(file!.sha256))!), Buffer.from(bytes))).toBe(0);
  });

  it("is refused when it is not what it says, or too big", async () => {
    const { application, upload } = await start(10);
    expect(await takePiece(db, files, SITE, upload, 0, new Uint8Array(10), body.representative)).toMatchObject({ reason: "file_type" });
    expect(await uploadProgress(db, upload, body.representative)).toBeUndefined();
    expect(
      await beginUpload(
        db,
        application,
        { requirement: "statutes", piece: null },
        { name: "x.pdf", bytes: 20 * 1024 * 1024 + 1 },
        body.representative,
      ),
    ).toMatchObject({ reason: "file_size" });
    expect(
      await beginUpload(db, application, { requirement: "unknown", piece: null }, { name: "x.pdf", bytes: 1 }, body.representative),
    ).toMatchObject({ reason: "not_found" });
    const html = new TextEncoder().encode("<script>alert(1)</script>");
    expect(
      await attachFile(
        db,
        files,
        SITE,
        application,
        { requirement: "statutes", piece: null },
        { name: "x.pdf", bytes: html },
        body.representative,
      ),
    ).toMatchObject({ reason: "file_type" });
  });

  it("is forgotten after two days", async () => {
    const { upload } = await start(10);
    await sql`UPDATE upload SET touched_at = now() - interval '49 hours' WHERE id = ${upload}`.execute(db);
    expect((await sweep(db, ["upload"])).upload).toBeGreaterThan(0);
    expect(await uploadProgress(db, upload, body.representative)).toBeUndefined();
  });
});

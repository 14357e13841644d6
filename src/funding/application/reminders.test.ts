import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { connect, type Database } from "../../platform/database/connect.ts";
import { filesOnDisk } from "../../platform/files.ts";
import { must } from "../acts.ts";
import { addFiles, createDeliberation, moveDeliberation, recordVote } from "../deliberation/actions.ts";
import { draftConvention, recordSignature, sendConvention } from "../grant/conventions.ts";
import { mailApplicant } from "../mails.ts";
import { makeVotableFiles, makeWorld, people, propose } from "../money-testing.ts";
import { makeApplicant, makeOpenEdition, makeReadyApplication } from "../testing.ts";
import { moveApplication } from "./move.ts";
import { remindOfDrafts } from "./remind.ts";
import { submitApplication } from "./submit.ts";

let db: Database;
let folder: string;
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const opened = connect(database.url);
  db = opened.db;
  folder = await mkdtemp(join(tmpdir(), "ville-monde-remind-"));
  end = async () => {
    await opened.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
});
afterAll(() => end());

const HOUR = 3_600_000;
const mailsAbout = async (id: string) =>
  await db.selectFrom("outgoingMail").select(["template", "toAddress", "category"]).where("aboutId", "=", id).execute();

describe("a draft that was not sent", () => {
  it("is reminded of three days and one day before the deadline, once each", async () => {
    const closesAt = `${new Date(Date.now() + 100 * HOUR).toISOString().slice(0, 19)}Z`;
    const edition = await makeOpenEdition(db, { closesAt });
    const { id } = await makeReadyApplication(db, filesOnDisk(folder), edition, await makeApplicant(db));
    const at = (hours: number) => new Date(Date.parse(closesAt) - hours * HOUR);
    const counts: number[] = [];
    for (const hours of [80, 71, 70, 30, 23, 1, -1]) {
      await remindOfDrafts(db, "http://localhost", at(hours));
      counts.push((await mailsAbout(id)).length);
    }
    expect(counts).toEqual([0, 1, 1, 1, 2, 2, 2]);
    expect((await mailsAbout(id)).every(({ category }) => category === "reminder")).toBe(true);
  });
});

it("writes to the contact that the desk noted where a body has no member", async () => {
  const { rows } = await sql<{ id: string }>`INSERT INTO applicant (name, legal_form, no_identifier, country, profile)
    VALUES ('Secours', 'association_1901', 'unknown', 'FR', '{"contactEmail": "urgence@secours.example", "contactName": "Sali Sow"}') RETURNING id`.execute(
    db,
  );
  await mailApplicant(
    db,
    rows[0]!.id,
    "paid",
    { number: "U-1", title: "Secours", cents: 100, currency: "EUR" },
    { aboutKind: "grant", aboutId: rows[0]!.id },
  );
  expect((await mailsAbout(rows[0]!.id)).map(({ toAddress }) => toAddress)).toEqual(["urgence@secours.example"]);
});

it("sends no new application while a report of an earlier grant is late, by the act and by the database", async () => {
  const body = await makeApplicant(db);
  const world = await makeWorld(db, 2070, { aeCents: 100_000, cpCents: 100_000, revenueCents: 900_000_000 });
  const [file] = await makeVotableFiles(db, world, 1, 10_000);
  await propose(db, world, file!, 10_000);
  must(await db.transaction().execute((trx) => moveApplication(trx, file!, "propose", ["officer"], people.officer)));
  const { id } = must(await createDeliberation(db, { title: "Vote", reference: "2070 DGRI 1", sessionOn: "2026-07-01" }, people.council));
  must(await addFiles(db, id, [file!], people.council));
  must(await moveDeliberation(db, id, "table", people.council));
  const { grants } = must(
    await recordVote(
      db,
      id,
      { votedOn: "2026-07-01", votesFor: 9, votesAgainst: 1, abstained: 0, notVoting: 0, stepAsides: [] },
      people.council,
    ),
  );
  const convention = must(await draftConvention(db, grants[0]!, people.officer)).id;
  must(await sendConvention(db, convention, "a".repeat(64), people.officer));
  for (const party of ["beneficiary", "city"])
    must(
      await recordSignature(db, convention, { party, signedOn: "2026-07-03", signatory: "X", evidence: "Original" }, people.officer, {
        on: "2026-07-04",
      }),
    );
  await sql`UPDATE application SET applicant = ${body.applicant} WHERE id = ${file}`.execute(db);

  const edition = await makeOpenEdition(db);
  const { id: draft } = await makeReadyApplication(db, filesOnDisk(folder), edition, body);
  await sql`UPDATE report SET due_on = current_date - 1 WHERE "grant" = ${grants[0]!}`.execute(db);
  expect(await submitApplication(db, draft, new Date(), body.representative)).toMatchObject({
    ok: false,
    reason: "submission_late_report",
  });
  await expect(
    sql`UPDATE application SET state = 'submitted', submitted_at = now(), submitted_by = 'x', content_sha256 = ${"0".repeat(64)} WHERE id = ${draft}`.execute(
      db,
    ),
  ).rejects.toThrow(/late/);
  await sql`UPDATE report SET due_on = current_date + 1 WHERE "grant" = ${grants[0]!}`.execute(db);
  expect((await submitApplication(db, draft, new Date(), body.representative)).ok).toBe(true);
});

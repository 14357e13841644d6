import type { Database } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import { type Edition, phaseOf } from "../../register/edition/rules.ts";
import { countriesOfEdition, currentEdition, editionAt } from "../../register/edition/store.ts";
import type { Problem } from "../../register/record/kind.ts";
import { act, type Outcome, type Refusal, refuse } from "../acts.ts";
import type { Person } from "../applicant/actions.ts";
import { type Applicant, findApplicant } from "../applicant/store.ts";
import { completeCheck } from "./check.ts";
import { filesOf } from "./file-store.ts";
import { lateReportsOf } from "./list-store.ts";
import { moveApplication } from "./move.ts";
import { lockApplication } from "./move-store.ts";
import { type Sealed, sealOf } from "./seal.ts";
import { findApplication, type StoredApplication, standingOf } from "./store.ts";
import { insertSnapshot, notInTheFuture, putStrands } from "./submission-store.ts";

export interface Judged {
  file: StoredApplication;
  edition: Edition;
  editionVersion: number;
  applicant: Applicant;
  problems: Problem[];
  sealed: Sealed;
}

/**
 * A file with all that judges it: what it says, the rules, what keeps it from being sent. A draft follows the rules in
 * force now, a file that was sent those under which it was sent.
 */
export async function judge(db: Database, id: string, at: Date): Promise<Judged | undefined> {
  const file = await findApplication(db, id);
  if (!file) return undefined;
  const [current, applicant, files] = await Promise.all([
    currentEdition(db, file.edition),
    findApplicant(db, file.applicant),
    filesOf(db, id),
  ]);
  if (!current || !applicant) return undefined;
  const then = file.state === "draft" ? undefined : await editionAt(db, file.edition, file.editionVersion);
  const edition = then ?? current.document;
  const editionVersion = then ? file.editionVersion : current.version;
  const { countries } = await countriesOfEdition(db, edition);
  const problems = completeCheck(file.draft, {
    edition,
    applicant,
    files,
    today: dayOf(at),
    countries: new Set(countries.map(({ code }) => code)),
  });
  return {
    file,
    edition,
    editionVersion,
    applicant,
    problems,
    sealed: {
      edition: file.edition,
      editionVersion,
      applicant: identityOf(applicant),
      content: file.draft,
      files: files.map(({ requirement, name, sha256 }) => ({ requirement, name, sha256 })),
    },
  };
}

function identityOf({ id, name, legalForm, siret, rna, foreignScheme, foreignId, foundedOn, country, postalCode, profile }: Applicant) {
  return { id, name, legalForm, siret, rna, foreignScheme, foreignId, foundedOn, country, postalCode, profile };
}

export type Submission = { number: string; submittedAt: Date; sha256: string; already: boolean };

/**
 * Sends an application: checked whole, sealed, numbered, and kept as it was sent, in one transaction with the job that
 * makes its receipt: what is committed is whole, whatever then happens to the process. `arrivedAt` is the instant at
 * which the head of the request reached us, and is what the deadline is held against. Sent twice, it answers the same.
 */
export async function submitApplication(db: Database, id: string, arrivedAt: Date, by: Person): Promise<Outcome<Submission>> {
  return act<Submission>(db, async (trx) => {
    const locked = await lockApplication(trx, id);
    const standing = await standingOf(trx, id, by.id);
    if (!locked || !standing) return refuse("not_found");
    if (locked.state !== "draft") return already((await findApplication(trx, id))!);
    if (standing !== "representative") return refuse("only_representative");
    const judged = (await judge(trx, id, arrivedAt))!;
    const { edition, file } = judged;
    const untimely = timely(edition, arrivedAt);
    if (untimely) return untimely;
    if (judged.problems.length > 0) return { ok: false, reason: "file_incomplete", problems: judged.problems };
    const late = await lateReportsOf(trx, file.applicant, dayOf(arrivedAt));
    if (late.length > 0) return refuse("submission_late_report", { count: late.length });
    const sha256 = sealOf(judged.sealed);
    const submittedAt = await notInTheFuture(trx, arrivedAt);
    const asked = edition.strands.flatMap(({ code, budgetSource }) => {
      const cents = file.draft.asked[code];
      return typeof cents === "number" && cents > 0 ? [{ strand: code, source: budgetSource, askedCents: cents }] : [];
    });
    await putStrands(trx, id, asked);
    const moved = await moveApplication(trx, id, "submit", [standing], by, {
      facts: { complete: true },
      set: { submittedAt, submittedBy: by.id, contentSha256: sha256, editionVersion: judged.editionVersion },
      details: { sha256, askedCents: file.askedCents },
    });
    if (!moved.ok) return moved;
    await insertSnapshot(trx, {
      application: id,
      version: moved.version,
      reason: "submission",
      content: judged.sealed,
      sha256,
      byUser: by.id,
      byName: by.name,
    });
    await enqueue(trx, "receipt", { application: id }, { key: `receipt ${id}` });
    return { ok: true, number: moved.number!, submittedAt, sha256, already: false };
  });
}

/** A second click, or a retry of what was cut off: the answer of the first. */
function already(file: StoredApplication): Outcome<Submission> {
  if (!file.number || !file.submittedAt || !file.contentSha256) return refuse("wrong_state");
  return { ok: true, number: file.number, submittedAt: file.submittedAt, sha256: file.contentSha256, already: true };
}

/** Why a file may not be sent at an instant; nothing while the call is open, its last instant included. */
export function timely(edition: Edition, at: Date): Refusal | undefined {
  if (edition.procedure !== "call") return edition.cancelledOn === null ? undefined : refuse("submission_closed");
  const phase = phaseOf(edition, at);
  if (phase === "open") return undefined;
  if (phase === "cancelled") return refuse("submission_closed");
  if (phase === "announced") return refuse("submission_early");
  // Said to the second, rounded up: nobody is told that they were 0 seconds late.
  return refuse("submission_late", { seconds: Math.ceil((at.getTime() - Date.parse(edition.closesAt)) / 1000) });
}

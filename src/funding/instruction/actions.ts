import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { textIn } from "../../platform/localised.ts";
import { editionAt } from "../../register/edition/store.ts";
import { act, logAct, type Outcome, refuse } from "../acts.ts";
import { requiredDocuments } from "../application/check.ts";
import { filesOf } from "../application/file-store.ts";
import { type CheckList, itemsOf } from "../application/lists.ts";
import { moveApplication } from "../application/move.ts";
import { lockApplication } from "../application/move-store.ts";
import { type ApplicationState, applicationMoves } from "../application/states.ts";
import { assignByStrand } from "../assessment/assessor-store.ts";
import { maySee } from "../assessment/visible-store.ts";
import { mailApplicant } from "../mails.ts";
import { whoIs } from "../states.ts";
import {
  type Checked,
  checksOf,
  deleteCheck,
  type FileRecord,
  findFile,
  insertNote,
  putCheck,
  putOfficers,
  setFileVerdict,
  visibleIds,
} from "./file-store.ts";
import { officersOf } from "./list-store.ts";
import { elsewhere } from "./rules.ts";

/** Where the applicant sees their file. */
export const applicantLink = (baseUrl: string, id: string) => `${baseUrl}/espace/demandes/${id}`;
const about = (id: string) => ({ aboutKind: "application", aboutId: id });

/**
 * Makes a move of the table of states that the desk makes itself, and tells the applicant what they must know. `version`
 * is the one that was read. A file that enters the assessment gets the assessors of its strands.
 */
export async function moveFile(
  db: Database,
  baseUrl: string,
  id: string,
  move: string,
  input: { version: number; reason?: string | undefined },
  by: Actor,
): Promise<Outcome<{ to: ApplicationState }>> {
  if (!may(by, "application.instruct") || move in elsewhere) return refuse("forbidden");
  return act(db, async (trx): Promise<Outcome<{ to: ApplicationState }>> => {
    const file = await findFile(trx, by, id);
    if (!file) return refuse("not_found");
    if ((await lockApplication(trx, id))?.version !== input.version) return refuse("conflict");
    if (!Object.hasOwn(applicationMoves[file.state], move)) return refuse("wrong_state");
    const moved = await moveApplication(trx, id, move, whoIs(by), by, { reason: input.reason });
    if (!moved.ok) return moved;
    if (moved.to === "in_assessment") await assignByStrand(trx, { application: id }, by);
    await tellApplicant(trx, baseUrl, file, move, input.reason?.trim() ?? "", moved.version);
    return { ok: true, to: moved.to };
  });
}

const told: Record<string, string> = {
  admit: "file_admissible",
  settle: "file_admissible",
  admitSubject: "file_subject",
  refuse: "file_inadmissible",
  lapse: "file_lapsed",
};

/** Before the vote an applicant learns what the desk has found, never what the jury says. */
async function tellApplicant(
  trx: Database,
  baseUrl: string,
  file: FileRecord,
  move: string,
  reason: string,
  version: number,
): Promise<void> {
  const template = told[move];
  if (!template) return;
  const { id, number, title } = file;
  const missing = move === "admitSubject" ? await missingDocuments(trx, file) : [];
  await mailApplicant(
    trx,
    file.applicant,
    template,
    (locale) => ({
      number,
      title,
      reason,
      documents: missing.map((name) => `- ${textIn(name, locale)?.text ?? ""}`).join("\n"),
      link: applicantLink(baseUrl, id),
    }),
    { ...about(id), dedupeKey: `${template} ${id} ${version}` },
  );
}

async function missingDocuments(trx: Database, file: FileRecord) {
  const [edition, files] = await Promise.all([editionAt(trx, file.edition, file.editionVersion), filesOf(trx, file.id)]);
  const standing = new Set(files.filter(({ verdict }) => verdict !== "refused").map(({ requirement }) => requirement));
  return edition
    ? requiredDocuments(edition, file.askedCents)
        .filter(({ code, required }) => required && !standing.has(code))
        .map(({ name }) => name)
    : [];
}

/** Accepts or refuses a file that was sent, with a note for the applicant; null: not looked at yet. */
export async function judgeDocument(
  db: Database,
  id: string,
  input: { file: string; verdict: "accepted" | "refused" | null; note: string },
  by: Actor,
): Promise<Outcome> {
  if (!may(by, "application.instruct")) return refuse("forbidden");
  const note = input.note.trim().slice(0, 2_000);
  if (input.verdict === "refused" && note === "") return refuse("reason_required");
  return act(db, async (trx) => {
    if (!(await maySee(trx, by, id))) return refuse("not_found");
    const file = await lockApplication(trx, id);
    const judged = await setFileVerdict(trx, id, input.file, input.verdict, note, by);
    if (!judged || !file) return refuse("not_found");
    const { requirement } = judged;
    await logAct(trx, { kind: "application", id, version: file.version }, "document_judged", { verdict: input.verdict, requirement }, by);
    return { ok: true };
  });
}

export interface CheckInput {
  code: string;
  /** Null: not checked. */
  verdict: Checked["verdict"] | null;
  note: string;
  /** What the form showed, as `seenCheck` writes it. */
  seen: string;
}

/** An item as a form remembers it, to tell what was changed by whom. */
export const seenCheck = (check: Pick<Checked, "verdict" | "note"> | undefined): string => (check ? `${check.verdict} ${check.note}` : "");

/**
 * Signs the items of a list that were changed, with the name of the officer and the day. An item that a colleague has
 * changed since the page was read is not overwritten: "conflict", and nothing is.
 */
export async function saveChecks(
  db: Database,
  id: string,
  list: CheckList,
  items: readonly CheckInput[],
  by: Actor,
): Promise<Outcome<{ changed: number }>> {
  if (!may(by, "application.instruct")) return refuse("forbidden");
  return act(db, async (trx): Promise<Outcome<{ changed: number }>> => {
    if (!(await maySee(trx, by, id))) return refuse("not_found");
    const file = (await lockApplication(trx, id))!;
    const current = new Map((await checksOf(trx, id)).filter((check) => check.list === list).map((check) => [check.code, check]));
    const known: readonly string[] = itemsOf[list];
    const changed: Record<string, string | null> = {};
    for (const { code, verdict, note: typed, seen } of items) {
      const note = typed.trim().slice(0, 2_000);
      const wanted = verdict === null ? "" : seenCheck({ verdict, note });
      if (!known.includes(code) || wanted === seen) continue;
      const now = seenCheck(current.get(code));
      if (now === wanted) continue;
      if (now !== seen) return refuse("conflict");
      if (verdict === "no" && note === "") return refuse("check_note");
      if (verdict === null) await deleteCheck(trx, id, list, code);
      else await putCheck(trx, id, { list, code, verdict, note }, by);
      changed[code] = verdict;
    }
    if (Object.keys(changed).length > 0)
      await logAct(trx, { kind: "application", id, version: file.version }, "checked", { list, ...changed }, by);
    return { ok: true, changed: Object.keys(changed).length };
  });
}

/** A note between colleagues: the applicant and the assessors never see it. */
export async function addNote(db: Database, id: string, note: string, by: Actor): Promise<Outcome> {
  if (!may(by, "application.instruct")) return refuse("forbidden");
  const text = note.trim().slice(0, 20_000);
  if (text === "") return refuse("note_empty");
  return act(db, async (trx) => {
    if (!(await maySee(trx, by, id))) return refuse("not_found");
    await insertNote(trx, id, text, by);
    return { ok: true };
  });
}

/** How many files one act puts officers on. */
export const MOST_AT_ONCE = 1_000;

/**
 * Puts one officer, or two, on files, in the place of those who were there; without any, takes them off. Files that the
 * person does not see, or in which one of the officers has declared an interest, are left out and counted.
 */
export async function assignOfficers(
  db: Database,
  ids: readonly string[],
  officers: readonly string[],
  by: Actor,
): Promise<Outcome<{ done: number; refused: number }>> {
  if (!may(by, "application.instruct")) return refuse("forbidden");
  const wanted = [...new Set(officers.filter(Boolean))];
  if (wanted.length > 2) return refuse("two_officers");
  return act(db, async (trx): Promise<Outcome<{ done: number; refused: number }>> => {
    const able = new Set((await officersOf(trx)).map(({ id }) => id));
    if (!wanted.every((id) => able.has(id))) return refuse("not_found");
    const seen = await visibleIds(trx, by, ids.slice(0, MOST_AT_ONCE));
    const { done } = await putOfficers(trx, seen, wanted);
    for (const id of done) await logAct(trx, { kind: "application", id }, "officers", { officers: wanted }, by);
    return { ok: true, done: done.length, refused: Math.min(ids.length, MOST_AT_ONCE) - done.length };
  });
}

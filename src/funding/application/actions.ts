import { z } from "zod";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { queueMail } from "../../platform/mail/actions.ts";
import { type Edition, phaseOf } from "../../register/edition/rules.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import type { Person } from "../applicant/actions.ts";
import { findApplicant, roleIn } from "../applicant/store.ts";
import { newToken, tokenDigest } from "../applicant/token.ts";
import { type Draft, ENGAGEMENT_VERSION, emptyDraft, parseDraft, type Section, sections, totalsOf } from "./content.ts";
import { deleteGuest, guestLinkOf, putGuest, takeGuestLink } from "./guest-store.ts";
import { draftsOf } from "./list-store.ts";
import { lockApplication } from "./move-store.ts";
import { insertSection, otherWriters, type SavedSection, sectionAt, sectionsOf } from "./section-store.ts";
import { mergeParts, type Part, partOf } from "./sections.ts";
import { deleteDraftRow, findApplication, insertDraft, type Standing, type StoredApplication, standingOf, writeDraft } from "./store.ts";

/**
 * Starts a file. `from`: an earlier file of the same body whose words are taken over, where the edition still has their
 * codes. A draft of the same body and edition that exists already is told of ("draft_exists"), and made all the same with `again`.
 */
export async function startApplication(
  db: Database,
  edition: string,
  applicant: string,
  by: Person,
  options: { from?: string | undefined; again?: boolean; now?: Date } = {},
): Promise<Outcome<{ id: string }> | { ok: false; reason: "draft_exists"; drafts: { id: string; title: string }[] }> {
  const found = await currentEdition(db, edition);
  if (found?.status !== "published") return refuse("not_found");
  const phase = phaseOf(found.document, options.now ?? new Date());
  if (phase === "cancelled" || (found.document.procedure === "call" && phase !== "open")) return refuse(`edition_${phase}`);
  if (!(await roleIn(db, applicant, by.id))) return refuse("forbidden");
  const drafts = await draftsOf(db, applicant, edition);
  if (drafts.length > 0 && !options.again) return { ok: false, reason: "draft_exists", drafts };
  const earlier = options.from ? await findApplication(db, options.from) : undefined;
  if (options.from && earlier?.applicant !== applicant) return refuse("not_found");
  return act(db, async (trx) => {
    const id = await insertDraft(trx, {
      edition,
      editionVersion: found.version,
      applicant,
      currency: found.document.currency,
      draft: earlier ? carryOver(earlier.draft, found.document) : emptyDraft(),
      startedFrom: earlier?.id ?? null,
      by: by.id,
    });
    // What it starts with is version 0 of its sections: the first two who write are merged over it.
    if (earlier)
      for (const section of sections)
        await insertSection(trx, {
          application: id,
          section,
          version: 0,
          content: partOf(carryOver(earlier.draft, found.document), section),
          savedBy: by.id,
          savedName: by.name,
        });
    await logAct(trx, { kind: "application", id }, "started", { edition, applicant, ...(earlier ? { from: earlier.id } : {}) }, by);
    return { ok: true, id };
  });
}

/** What of an earlier file still fits an edition. Dates, amounts asked for, and what is declared or accepted, are said anew. */
export function carryOver(draft: Draft, edition: Edition): Draft {
  const codes = (list: readonly { code: string }[]) => new Set(list.map(({ code }) => code));
  const [questions, indicators] = [codes(edition.questions), codes(edition.indicators)];
  const lines = (side: string) => codes(edition.budgetLines.filter((line) => line.side === side));
  const fits = (side: "expense" | "resource", line: string) => edition.budgetLines.length === 0 || lines(side).has(line);
  return {
    ...emptyDraft(),
    title: draft.title,
    summary: draft.summary,
    places: draft.places,
    partners: draft.partners,
    answers: Object.fromEntries(Object.entries(draft.answers).filter(([code]) => questions.has(code))),
    budget: {
      expenses: draft.budget.expenses.filter(({ line }) => fits("expense", line)),
      resources: draft.budget.resources
        .filter(({ line }) => fits("resource", line))
        .map((one) => ({ ...one, status: "requested" as const })),
    },
    indicators: draft.indicators.filter(({ code }) => code === "" || indicators.has(code)),
    bankAccount: draft.bankAccount,
  };
}

export interface Conflict {
  ok: false;
  reason: "conflict";
  /** What stands now, and who wrote it when. */
  current: Part;
  saved: SavedSection;
  /** What was typed, with what this one had left alone as it stands now. */
  part: Part;
  conflicts: string[];
}
export type SaveResult = Outcome<{ version: number; savedAt: Date; draft: Draft; taken: string[] }> | Conflict;

/**
 * Saves a section of a draft, complete or not. `base` is the version of the section that was read (0: none yet). When
 * someone else has saved since, both are brought together; what both changed comes back as a conflict, and nothing is
 * written. With `exact`, anything newer is a conflict: what saves by itself must not merge behind one's back.
 */
export async function saveDraft(
  db: Database,
  id: string,
  section: Section,
  base: number,
  typed: Part,
  by: Person,
  options: { exact?: boolean; now?: Date } = {},
): Promise<SaveResult> {
  let conflict: Conflict | undefined;
  const result = await act<{ version: number; savedAt: Date; draft: Draft; taken: string[] }>(db, async (trx) => {
    const locked = await lockApplication(trx, id);
    const standing = await standingOf(trx, id, by.id);
    if (!locked || !standing) return refuse("not_found");
    if (locked.state !== "draft") return refuse("wrong_state");
    const file = (await findApplication(trx, id))!;
    const saved = (await sectionsOf(trx, id)).get(section);
    const current = partOf(file.draft, section);
    const mine = committed(typed, current, standing, by, options.now ?? new Date());
    let [part, taken] = [mine, [] as string[]];
    if (saved && saved.version !== base) {
      const read = (await sectionAt(trx, id, section, base)) ?? partOf(emptyDraft(), section);
      const merge = mergeParts(read, current, mine);
      // What this person saved last from the same page (by itself, a moment before the button) is no one else's.
      const other = merge.conflicts.length > 0 && (await otherWriters(trx, id, section, base, by.id));
      if (other || (options.exact && merge.taken.length > 0)) {
        conflict = { ok: false, reason: "conflict", current, saved, part: merge.part, conflicts: merge.conflicts };
        return refuse("conflict");
      }
      [part, taken] = [merge.part, merge.taken];
    }
    const draft = parseDraft({ ...file.draft, ...part });
    const edition = (await currentEdition(trx, file.edition))!.document;
    const version = (saved?.version ?? 0) + 1;
    await writeDraft(trx, id, draft, totalsOf(draft, edition), by.id);
    const savedAt = await insertSection(trx, {
      application: id,
      section,
      version,
      content: partOf(draft, section),
      savedBy: by.id,
      savedName: by.name,
    });
    return { ok: true, version, savedAt, draft, taken };
  });
  return conflict ?? result;
}

/**
 * What is declared and accepted binds the body: a representative alone changes it. An acceptance of the contrat
 * d’engagement républicain is dated and signed; one that stands keeps its date.
 */
function committed(part: Part, current: Part, standing: Standing, by: Person, now: Date): Part {
  if (!("engagement" in part)) return part;
  if (standing !== "representative") {
    const kept = { engagement: current.engagement, declarations: current.declarations };
    // The bank account of a body is no business of its guests.
    return { ...part, ...kept, ...(standing === "guest" ? { bankAccount: current.bankAccount } : {}) } as Part;
  }
  if (!part.engagement?.accepted) return { ...part, engagement: null };
  const before = current.engagement;
  if (before?.accepted && before.textVersion === ENGAGEMENT_VERSION) return { ...part, engagement: before };
  return { ...part, engagement: { accepted: true, textVersion: ENGAGEMENT_VERSION, at: now.toISOString(), by: by.name } };
}

/** A representative throws a draft away; nothing of it stays but the line of the log. */
export async function deleteDraft(db: Database, id: string, by: Person): Promise<Outcome> {
  return act(db, async (trx) => {
    if ((await standingOf(trx, id, by.id)) !== "representative") return refuse("forbidden");
    if (!(await deleteDraftRow(trx, id))) return refuse("wrong_state");
    await logAct(trx, { kind: "application", id }, "deleted", {}, by);
    return { ok: true };
  });
}

const emailSchema = z.email().max(200);

/** Invites someone from outside to one draft: they may write, not send. Members invite. */
export async function inviteGuest(db: Database, baseUrl: string, locale: Locale, id: string, email: string, by: Person): Promise<Outcome> {
  const to = email.trim().toLowerCase();
  if (!emailSchema.safeParse(to).success) return invalid([{ path: "email", code: "email" }]);
  return act(db, async (trx) => {
    const file = await memberDraft(trx, id, by);
    if (!file) return refuse("forbidden");
    const { token, digest } = newToken();
    await putGuest(trx, { application: id, email: to, by: by.id, digest });
    const body = (await findApplicant(trx, file.applicant))!;
    await queueMail(trx, {
      to,
      locale,
      template: "guest_invitation",
      params: { inviter: by.name, applicant: body.name, title: file.title || "—", link: `${baseUrl}/espace/invite?jeton=${token}` },
      confidential: true,
      aboutKind: "application",
      aboutId: id,
    });
    await logAct(trx, { kind: "application", id, version: file.version }, "guest_invited", {}, by);
    return { ok: true };
  });
}

export async function removeGuest(db: Database, id: string, email: string, by: Person): Promise<Outcome> {
  return act(db, async (trx) => {
    if (!(await memberDraft(trx, id, by))) return refuse("forbidden");
    return (await deleteGuest(trx, id, email)) ? { ok: true } : refuse("not_found");
  });
}

export async function acceptGuestLink(db: Database, token: string, by: Person): Promise<Outcome<{ application: string }>> {
  return act(db, async (trx) => {
    const application = await takeGuestLink(trx, tokenDigest(token), by.id);
    if (!application) return refuse("link_over");
    await logAct(trx, { kind: "application", id: application }, "guest_joined", {}, by);
    return { ok: true, application };
  });
}
export const findGuestLink = (db: Database, token: string) => guestLinkOf(db, tokenDigest(token));

async function memberDraft(trx: Database, id: string, by: Person): Promise<StoredApplication | undefined> {
  const standing = await standingOf(trx, id, by.id);
  if (standing !== "representative" && standing !== "contributor") return undefined;
  const file = await findApplication(trx, id);
  return file?.state === "draft" ? file : undefined;
}

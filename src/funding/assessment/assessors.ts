import { z } from "zod";
import { type Actor, may } from "../../platform/accounts/rights.ts";
import { inviteByMail } from "../../platform/accounts/sign-up.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { textIn } from "../../platform/localised.ts";
import type { MailDesk } from "../../platform/mail/desk.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { mailEach } from "../mails.ts";
import {
  addAssessorRow,
  addInvitation,
  assessorByEmail,
  assignByStrand,
  deleteAssignment,
  findAssessor,
  hasAccount,
  insertAssignment,
  noteReminded,
  removeAssessorRow,
} from "./assessor-store.ts";
import { maySee } from "./visible-store.ts";

const page = "/bureau/evaluations";

/** Makes someone an assessor of a strand of an edition ("": of all); they get the files that are in assessment at once. */
export async function addAssessor(
  db: Database,
  baseUrl: string,
  edition: string,
  user: string,
  strand: string,
  by: Actor,
): Promise<Outcome<{ assigned: number }>> {
  if (!may(by, "assessor.name")) return refuse("forbidden");
  return act(db, async (trx) => {
    const [record, person] = [await currentEdition(trx, edition), await findAssessor(trx, user)];
    if (!record || !person) return refuse("not_found");
    if (strand !== "" && !record.document.strands.some(({ code }) => code === strand)) return refuse("not_found");
    await addAssessorRow(trx, edition, user, strand);
    const assigned = await assignByStrand(trx, { edition }, by);
    await logAct(trx, { kind: "assessment", id: edition }, "assessor_added", { user: person.name, strand, assigned }, by);
    const nameIn = (locale: Locale) => textIn(record.document.name, locale)?.text ?? edition;
    if (user !== by.id)
      await mailEach(trx, [person], "assessor_added", (locale) => ({ edition: nameIn(locale), inviter: by.name, link: baseUrl + page }), {
        dedupeKey: `assessor ${edition} ${user}`,
      });
    return { ok: true, assigned };
  });
}

/** Ends it. Files already assigned stay with the person until they are taken off one by one. */
export async function removeAssessor(db: Database, edition: string, user: string, strand: string, by: Actor): Promise<Outcome> {
  if (!may(by, "assessor.name")) return refuse("forbidden");
  return act(db, async (trx) => {
    await removeAssessorRow(trx, edition, user, strand);
    await logAct(trx, { kind: "assessment", id: edition }, "assessor_removed", { user, strand }, by);
    return { ok: true };
  });
}

/** Asks one person for an opinion on one file. */
export async function assign(db: Database, application: string, user: string, by: Actor): Promise<Outcome> {
  if (!may(by, "assessor.name")) return refuse("forbidden");
  return act(db, async (trx) => {
    const person = await findAssessor(trx, user);
    if (!(await maySee(trx, by, application)) || !person) return refuse("not_found");
    await insertAssignment(trx, application, user, by);
    await logAct(trx, { kind: "assessment", id: application }, "assigned", { user: person.name }, by);
    return { ok: true };
  });
}

/** Takes someone off a file, unless their opinion is given. */
export async function unassign(db: Database, application: string, user: string, by: Actor): Promise<Outcome> {
  if (!may(by, "assessor.name")) return refuse("forbidden");
  return act(db, async (trx) => {
    if (!(await maySee(trx, by, application))) return refuse("not_found");
    if (!(await deleteAssignment(trx, application, user))) return refuse("opinion_given");
    await logAct(trx, { kind: "assessment", id: application }, "unassigned", { user }, by);
    return { ok: true };
  });
}

/** Puts the assessors of each strand on every file in assessment of an edition. */
export async function assignAll(db: Database, edition: string, by: Actor): Promise<Outcome<{ assigned: number }>> {
  if (!may(by, "assessor.name")) return refuse("forbidden");
  return act(db, async (trx) => {
    const assigned = await assignByStrand(trx, { edition }, by);
    if (assigned > 0) await logAct(trx, { kind: "assessment", id: edition }, "assigned", { assigned }, by);
    return { ok: true, assigned };
  });
}

/** Writes to those who have opinions to give on an edition, or to one of them: how many, and where. */
export async function remindAssessors(
  db: Database,
  baseUrl: string,
  edition: string,
  by: Actor,
  only?: string,
): Promise<Outcome<{ reminded: number }>> {
  if (!may(by, "assessor.name")) return refuse("forbidden");
  return act(db, async (trx) => {
    const record = await currentEdition(trx, edition);
    if (!record) return refuse("not_found");
    const waiting = await noteReminded(trx, edition, only);
    for (const one of waiting)
      await mailEach(
        trx,
        [one],
        "assessor_reminder",
        (locale) => ({ files: one.files, edition: textIn(record.document.name, locale)?.text ?? edition, link: baseUrl + page }),
        { category: "reminder" },
      );
    await logAct(trx, { kind: "assessment", id: edition }, "reminded", { reminded: waiting.length }, by);
    return { ok: true, reminded: waiting.length };
  });
}

/**
 * Asks an expert from outside by mail. With an account already they are an assessor at once; else as soon as they have
 * made theirs by the link.
 */
export async function inviteAssessor(
  db: Database,
  mail: MailDesk,
  input: { edition: string; email: string; strand: string; locale: Locale },
  by: Actor,
): Promise<Outcome<{ known: boolean }>> {
  if (!may(by, "assessor.name")) return refuse("forbidden");
  const email = input.email.trim().toLowerCase();
  if (!z.email().max(200).safeParse(email).success) return invalid([{ path: "email", code: "email" }]);
  return act(db, async (trx): Promise<Outcome<{ known: boolean }>> => {
    const record = await currentEdition(trx, input.edition);
    if (!record) return refuse("not_found");
    const owner = await assessorByEmail(trx, email);
    if (owner) {
      const added = await addAssessor(trx, mail.baseUrl, input.edition, owner, input.strand, by);
      return added.ok ? { ok: true, known: true } : added;
    }
    if (await hasAccount(trx, email)) return refuse("not_an_assessor");
    await addInvitation(trx, input.edition, email, input.strand, by.id);
    await inviteByMail(trx, mail, {
      email,
      role: "assessor",
      locale: input.locale,
      by,
      template: "assessor_invitation",
      params: { edition: textIn(record.document.name, input.locale)?.text ?? input.edition },
    });
    await logAct(trx, { kind: "assessment", id: input.edition }, "assessor_invited", { strand: input.strand }, by);
    return { ok: true, known: false };
  });
}

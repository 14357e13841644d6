import { z } from "zod";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { queueMail } from "../../platform/mail/actions.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { mailApplicant, mailEach } from "../mails.ts";
import { type MemberRole, parseApplicant } from "./rules.ts";
import {
  deleteInvitation,
  deleteMember,
  findApplicant,
  findTaken,
  insertApplicant,
  insertJoinRequest,
  invitationOf,
  personOf,
  putInvitation,
  putMember,
  roleIn,
  setMember,
  takeInvitation,
  takeJoinRequest,
  updateApplicant,
} from "./store.ts";
import { newToken, tokenDigest } from "./token.ts";

/** Who acts in the space of applicants: an account whose address is verified. */
export type Person = Actor & { email: string };

/** How long an invitation stays good, in days. */
export const INVITATION_DAYS = 14;
const emailSchema = z.email().max(200);
const readEmail = (email: string): string | undefined => {
  const wanted = email.trim().toLowerCase();
  return emailSchema.safeParse(wanted).success ? wanted : undefined;
};

/**
 * Opens the space of a body; who opens it is its first representative. An identifier that is taken answers "taken" with
 * the space that has it, which the person may ask to join.
 */
export async function createApplicant(
  db: Database,
  input: Record<string, unknown>,
  by: Person,
): Promise<Outcome<{ id: string }> | { ok: false; reason: "taken"; applicant: string; path: string }> {
  const parsed = parseApplicant(input);
  if (!parsed.ok) return invalid(parsed.problems);
  const { value } = parsed;
  const taken = value.siret || value.rna || value.foreignId ? await findTaken(db, value) : undefined;
  if (taken) return { ok: false, reason: "taken", applicant: taken.id, path: taken.path };
  return act(db, async (trx) => {
    const id = await insertApplicant(trx, value);
    await putMember(trx, id, by.id, "representative");
    await logAct(trx, { kind: "applicant", id }, "created", { name: value.name, siret: value.siret, rna: value.rna }, by);
    return { ok: true, id };
  });
}

export async function editApplicant(
  db: Database,
  id: string,
  version: number,
  input: Record<string, unknown>,
  by: Person,
): Promise<Outcome<{ version: number }>> {
  const parsed = parseApplicant(input);
  if (!parsed.ok) return invalid(parsed.problems);
  return act(db, async (trx) => {
    if (!(await roleIn(trx, id, by.id))) return refuse("forbidden");
    const before = (await findApplicant(trx, id))!;
    if (!(await updateApplicant(trx, id, version, parsed.value))) return refuse("conflict");
    const { name, siret, rna } = parsed.value;
    const identity = before.name !== name || before.siret !== siret || before.rna !== rna;
    await logAct(trx, { kind: "applicant", id, version: version + 1 }, "edited", identity ? { name, siret, rna } : {}, by);
    return { ok: true, version: version + 1 };
  });
}

/** Asks the representatives of a body, by mail, to let a person in. Asking twice sends one mail. */
export async function requestToJoin(db: Database, baseUrl: string, applicant: string, note: string, by: Person): Promise<Outcome> {
  return act(db, async (trx) => {
    const body = await findApplicant(trx, applicant);
    if (!body) return refuse("not_found");
    if (await roleIn(trx, applicant, by.id)) return refuse("member_already");
    if (!(await insertJoinRequest(trx, applicant, by.id, note.trim().slice(0, 1_000)))) return { ok: true };
    await mailApplicant(
      trx,
      applicant,
      "join_request",
      { person: by.name, email: by.email, applicant: body.name, link: `${baseUrl}/espace/organismes/${applicant}/membres` },
      { aboutKind: "applicant", aboutId: applicant },
    );
    return { ok: true };
  });
}

/** A representative lets in who has asked, as a contributor or a representative, or declines (`role` null). */
export async function answerJoin(
  db: Database,
  baseUrl: string,
  applicant: string,
  userId: string,
  role: MemberRole | null,
  by: Person,
): Promise<Outcome> {
  return act(db, async (trx) => {
    if ((await roleIn(trx, applicant, by.id)) !== "representative") return refuse("forbidden");
    if (!(await takeJoinRequest(trx, applicant, userId))) return refuse("not_found");
    if (role === null) return { ok: true };
    await putMember(trx, applicant, userId, role);
    const [person, body] = [await personOf(trx, userId), (await findApplicant(trx, applicant))!];
    const written = { applicant: body.name, link: `${baseUrl}/espace` };
    await mailEach(trx, [person!], "joined", written, { aboutKind: "applicant", aboutId: applicant });
    await logAct(trx, { kind: "applicant", id: applicant, version: body.version }, "member_added", { user: userId, role }, by);
    return { ok: true };
  });
}

/** A representative invites someone by mail, in the language of the one who invites. */
export async function inviteMember(
  db: Database,
  baseUrl: string,
  locale: Locale,
  applicant: string,
  invited: { email: string; role: MemberRole },
  by: Person,
): Promise<Outcome> {
  const email = readEmail(invited.email);
  if (!email) return invalid([{ path: "email", code: "email" }]);
  return act(db, async (trx) => {
    if ((await roleIn(trx, applicant, by.id)) !== "representative") return refuse("forbidden");
    const body = (await findApplicant(trx, applicant))!;
    const { token, digest } = newToken();
    await putInvitation(trx, { applicant, email, role: invited.role, digest, by: by.id, days: INVITATION_DAYS });
    await queueMail(trx, {
      to: email,
      locale,
      template: "member_invitation",
      params: {
        inviter: by.name,
        applicant: body.name,
        role: invited.role,
        days: INVITATION_DAYS,
        link: `${baseUrl}/espace/invitation?jeton=${token}`,
      },
      confidential: true,
      aboutKind: "applicant",
      aboutId: applicant,
    });
    await logAct(trx, { kind: "applicant", id: applicant, version: body.version }, "member_invited", { role: invited.role }, by);
    return { ok: true };
  });
}

export async function cancelInvitation(db: Database, applicant: string, email: string, by: Person): Promise<Outcome> {
  return act(db, async (trx) => {
    if ((await roleIn(trx, applicant, by.id)) !== "representative") return refuse("forbidden");
    await deleteInvitation(trx, applicant, email);
    return { ok: true };
  });
}

/**
 * Who opens the link signed in becomes a member, whatever the address of their account: the link went to the one that
 * the representative named, and holding it is the proof.
 */
export async function acceptMembership(db: Database, token: string, by: Person): Promise<Outcome<{ applicant: string }>> {
  return act(db, async (trx) => {
    const taken = await takeInvitation(trx, tokenDigest(token));
    if (!taken) return refuse("link_over");
    await putMember(trx, taken.applicant, by.id, taken.role);
    await takeJoinRequest(trx, taken.applicant, by.id);
    await logAct(trx, { kind: "applicant", id: taken.applicant }, "member_added", { user: by.id, role: taken.role }, by);
    return { ok: true, applicant: taken.applicant };
  });
}

export const findMembershipLink = (db: Database, token: string) => invitationOf(db, tokenDigest(token));

/** Changes what a member may do, or takes them out (`role` null; anybody may leave). A representative always remains. */
export async function changeMember(db: Database, applicant: string, userId: string, role: MemberRole | null, by: Person): Promise<Outcome> {
  return act(db, async (trx) => {
    const own = await roleIn(trx, applicant, by.id);
    if (own !== "representative" && !(own && role === null && userId === by.id)) return refuse("forbidden");
    const done = role === null ? await deleteMember(trx, applicant, userId) : await setMember(trx, applicant, userId, role);
    if (!done) return refuse("not_found");
    await logAct(
      trx,
      { kind: "applicant", id: applicant },
      role === null ? "member_removed" : "member_changed",
      { user: userId, role },
      by,
    );
    return { ok: true };
  });
}

import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { LegalForm } from "../application/eligibility.ts";
import { type ApplicantInput, type MemberRole, type Profile, profileSchema } from "./rules.ts";

/** A body that applies, as it describes itself. */
export interface Applicant {
  id: string;
  organisation: string | null;
  name: string;
  legalForm: LegalForm;
  siret: string | null;
  rna: string | null;
  foreignScheme: string | null;
  foreignId: string | null;
  noIdentifier: string | null;
  foundedOn: string | null;
  country: string;
  postalCode: string | null;
  profile: Profile;
  version: number;
}
export interface Member {
  userId: string;
  name: string;
  email: string;
  locale: string;
  role: MemberRole;
  since: Date;
}

export async function findApplicant(db: Database, id: string): Promise<Applicant | undefined> {
  const row = await db.selectFrom("applicant").selectAll().where("id", "=", id).executeTakeFirst();
  return row && ({ ...row, profile: profileSchema.parse(row.profile ?? {}) } as unknown as Applicant);
}

/** The body that has one of these identifiers already. */
export async function findTaken(
  db: Database,
  { siret, rna, foreignScheme, foreignId }: Pick<ApplicantInput, "siret" | "rna" | "foreignScheme" | "foreignId">,
): Promise<{ id: string; path: "siret" | "rna" | "foreignId" } | undefined> {
  const row = await db
    .selectFrom("applicant")
    .select(["id", "siret", "rna"])
    .where((eb) =>
      eb.or([
        ...(siret ? [eb("siret", "=", siret)] : []),
        ...(rna ? [eb("rna", "=", rna)] : []),
        ...(foreignScheme && foreignId ? [eb.and([eb("foreignScheme", "=", foreignScheme), eb("foreignId", "=", foreignId)])] : []),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row && { id: row.id, path: siret && row.siret === siret ? "siret" : rna && row.rna === rna ? "rna" : "foreignId" };
}

const columns = ({ profile, ...identity }: ApplicantInput) => ({ ...identity, profile: JSON.stringify(profile) });

export async function insertApplicant(trx: Database, value: ApplicantInput): Promise<string> {
  const row = await trx
    .insertInto("applicant")
    .values(columns(value) as never)
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** False when another version stands. */
export async function updateApplicant(trx: Database, id: string, version: number, value: ApplicantInput): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("applicant")
    .set({ ...columns(value), version: version + 1, updatedAt: sql`now()` } as never)
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The bodies of a person, with what they are in each. */
export async function applicantsOf(
  db: Database,
  userId: string,
): Promise<{ id: string; name: string; role: MemberRole; siret: string | null }[]> {
  const rows = await db
    .selectFrom("applicantMember as m")
    .innerJoin("applicant as a", "a.id", "m.applicant")
    .select(["a.id", "a.name", "a.siret", "m.role"])
    .where("m.userId", "=", userId)
    .orderBy("a.name")
    .execute();
  return rows as { id: string; name: string; role: MemberRole; siret: string | null }[];
}

export async function roleIn(db: Database, applicant: string, userId: string): Promise<MemberRole | undefined> {
  const row = await db
    .selectFrom("applicantMember")
    .select("role")
    .where("applicant", "=", applicant)
    .where("userId", "=", userId)
    .executeTakeFirst();
  return row?.role as MemberRole | undefined;
}

export async function membersOf(db: Database, applicant: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    SELECT m.user_id, u.name, u.email, u.locale, m.role, m.since FROM applicant_member m JOIN auth."user" u ON u.id = m.user_id
    WHERE m.applicant = ${applicant} ORDER BY m.role DESC, u.name`.execute(db);
  return rows;
}

export async function putMember(trx: Database, applicant: string, userId: string, role: MemberRole): Promise<void> {
  // Who is a representative already is not made less by an invitation to contribute.
  await sql`INSERT INTO applicant_member (applicant, user_id, role) VALUES (${applicant}, ${userId}, ${role})
    ON CONFLICT (applicant, user_id) DO UPDATE SET role = excluded.role WHERE excluded.role = 'representative'`.execute(trx);
}

export async function setMember(trx: Database, applicant: string, userId: string, role: MemberRole): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("applicantMember")
    .set({ role })
    .where("applicant", "=", applicant)
    .where("userId", "=", userId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function deleteMember(trx: Database, applicant: string, userId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("applicantMember")
    .where("applicant", "=", applicant)
    .where("userId", "=", userId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export interface Invitation {
  applicant: string;
  email: string;
  role: MemberRole;
  invitedAt: Date;
  expiresAt: Date;
}

/** Invites an address, again if need be: a new link ends the one before. */
export async function putInvitation(
  trx: Database,
  invitation: { applicant: string; email: string; role: MemberRole; digest: string; by: string; days: number },
): Promise<void> {
  const { applicant, email, role, digest, by, days } = invitation;
  await sql`INSERT INTO applicant_invitation (applicant, email, role, token_sha256, invited_by, expires_at)
    VALUES (${applicant}, ${email}, ${role}, ${digest}, ${by}, now() + make_interval(days => ${days}))
    ON CONFLICT (applicant, email) DO UPDATE SET role = excluded.role, token_sha256 = excluded.token_sha256,
      invited_by = excluded.invited_by, invited_at = now(), expires_at = excluded.expires_at`.execute(trx);
}

export async function invitationsOf(db: Database, applicant: string): Promise<Invitation[]> {
  const rows = await db
    .selectFrom("applicantInvitation")
    .select(["applicant", "email", "role", "invitedAt", "expiresAt"])
    .where("applicant", "=", applicant)
    .orderBy("email")
    .execute();
  return rows as unknown as Invitation[];
}

/** The invitation that a link is good for, while it is. */
export async function invitationOf(db: Database, digest: string): Promise<(Invitation & { applicantName: string }) | undefined> {
  const row = await db
    .selectFrom("applicantInvitation as i")
    .innerJoin("applicant as a", "a.id", "i.applicant")
    .select(["i.applicant", "i.email", "i.role", "i.invitedAt", "i.expiresAt", "a.name as applicantName"])
    .where("i.tokenSha256", "=", digest)
    .where("i.expiresAt", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return row as unknown as (Invitation & { applicantName: string }) | undefined;
}

/** Uses an invitation up: of several at one instant, one has it. */
export async function takeInvitation(trx: Database, digest: string): Promise<Pick<Invitation, "applicant" | "role"> | undefined> {
  const row = await trx
    .deleteFrom("applicantInvitation")
    .where("tokenSha256", "=", digest)
    .where("expiresAt", ">", sql<Date>`now()`)
    .returning(["applicant", "role"])
    .executeTakeFirst();
  return row as Pick<Invitation, "applicant" | "role"> | undefined;
}

export async function deleteInvitation(trx: Database, applicant: string, email: string): Promise<void> {
  await trx.deleteFrom("applicantInvitation").where("applicant", "=", applicant).where("email", "=", email).execute();
}

export interface JoinRequest {
  userId: string;
  name: string;
  email: string;
  note: string;
  askedAt: Date;
}

/** False when this person has asked before: nothing is sent twice. */
export async function insertJoinRequest(trx: Database, applicant: string, userId: string, note: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("applicantJoinRequest")
    .values({ applicant, userId, note })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function joinRequestsOf(db: Database, applicant: string): Promise<JoinRequest[]> {
  const { rows } = await sql<JoinRequest>`
    SELECT r.user_id, u.name, u.email, r.note, r.asked_at FROM applicant_join_request r JOIN auth."user" u ON u.id = r.user_id
    WHERE r.applicant = ${applicant} ORDER BY r.asked_at`.execute(db);
  return rows;
}

export async function takeJoinRequest(trx: Database, applicant: string, userId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("applicantJoinRequest")
    .where("applicant", "=", applicant)
    .where("userId", "=", userId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function personOf(
  db: Database,
  userId: string,
): Promise<{ id: string; name: string; email: string; locale: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string; email: string; locale: string }>`
    SELECT id, name, email, locale FROM auth."user" WHERE id = ${userId}`.execute(db);
  return rows[0];
}

import type { Database } from "../database/connect.ts";
import type { Locale } from "../i18n/languages.ts";
import { translator } from "../i18n/messages.ts";
import { queueMail } from "../mail/actions.ts";
import type { MailDesk } from "../mail/desk.ts";
import { type AccountProblem, accountProblem, addressOf, createAccount, type NewAccount } from "./actions.ts";
import { type AccountDesk, accountWords, doorOf, tell } from "./desk.ts";
import { passwordProblem } from "./passwords.ts";
import type { Actor, Role } from "./rights.ts";
import { deleteSessions } from "./session-store.ts";
import { findOwner, linkOwner, makeInvitation, makeLink, type Owner, takeLink } from "./store.ts";
import { attempt, mayMail } from "./throttle.ts";

const VERIFY_HOURS = 48;
const RESET_HOURS = 1;
const INVITATION_DAYS = 14;

/** The pages that the links open; each takes ?jeton= and acts on POST only, as programs follow links too. */
const paths = {
  verify: "/espace/confirmer",
  signIn: (role: Role) => `${doorOf(role)}/connexion`,
  reset: (role: Role) => `${doorOf(role)}/mot-de-passe`,
};

/**
 * Someone asks for an account of their own. The answer is the same whether the address has one or not: its owner is
 * told by mail. `from`: the network address, for the count of attempts.
 */
export async function signUp(
  desk: AccountDesk,
  input: NewAccount & { locale: Locale },
  from: string,
): Promise<{ ok: true } | { ok: false; field?: "email" | "name" | "password" | "link"; problem: AccountProblem | "wait" }> {
  const wrong = accountProblem(desk.auth, input);
  if (wrong) return wrong;
  const email = addressOf(input.email);
  if (!(await attempt(desk.db, from, `sign-up ${email}`))) return { ok: false, problem: "wait" };
  const made = await createAccount(desk.auth, "applicant", { ...input, email }, false);
  const owner = await findOwner(desk.db, email);
  if (!owner || owner.closed || !(await mayMail(desk.db, email))) return { ok: true };
  if (owner.verified) await tellOwner(desk, owner);
  else {
    // Until the address is proven the account is nobody's: the link carries what its own sign-up typed, so that who
    // signs up with another's address first does not choose their password.
    const context = await desk.auth.$context;
    const typed = made.ok ? undefined : { name: input.name.trim(), passwordHash: await context.password.hash(input.password) };
    await mailVerification(desk, owner, input.locale, typed);
  }
  return { ok: true };
}

/** Mails the link that proves an address again; nobody is told whether there is such an account. False: too many attempts. */
export async function sendVerificationAgain(desk: AccountDesk, email: string, locale: Locale, from: string): Promise<boolean> {
  if (!(await attempt(desk.db, from, `verify ${addressOf(email)}`))) return false;
  const owner = await findOwner(desk.db, addressOf(email));
  if (owner && !owner.verified && !owner.closed && (await mayMail(desk.db, owner.email))) await mailVerification(desk, owner, locale);
  return true;
}

/** Whose address a link proves, while it is good: for the page that asks to confirm. */
export const verificationOwner = (db: Database, token: string): Promise<Owner | undefined> => linkOwner(db, "verify", token);

/** Takes the link as proof of the address, once: its owner can sign in. */
export async function verifyAddress({ db, auth }: AccountDesk, token: string): Promise<{ ok: true } | { ok: false; reason: "link" }> {
  const link = await takeLink(db, "verify", token);
  if (!link) return { ok: false, reason: "link" };
  const { internalAdapter } = await auth.$context;
  if (link.passwordHash) await internalAdapter.updatePassword(link.userId, link.passwordHash);
  await internalAdapter.updateUser(link.userId, { emailVerified: true, ...(link.name ? { name: link.name } : {}) });
  return { ok: true };
}

/** Mails a link to choose a new password; nobody is told whether there is such an account. False: too many attempts. */
export async function requestPasswordReset(desk: AccountDesk, email: string, from: string): Promise<boolean> {
  if (!(await attempt(desk.db, from, `reset ${addressOf(email)}`))) return false;
  const owner = await findOwner(desk.db, addressOf(email));
  if (!owner || owner.closed || !(await mayMail(desk.db, owner.email))) return true;
  await desk.db.transaction().execute(async (trx) => {
    const token = await makeLink(trx, "reset", owner.id, RESET_HOURS);
    await writeLink(trx, desk, owner, owner.locale, "reset_password", `${paths.reset(owner.role)}?jeton=${token}`);
  });
  return true;
}

/** Whose password a link changes, while it is good. */
export const resetOwner = (db: Database, token: string): Promise<Owner | undefined> => linkOwner(db, "reset", token);

/** Changes the password by a mailed link, once, ends every session, and tells the owner. It proves the address too. */
export async function resetPassword(
  desk: AccountDesk,
  token: string,
  password: string,
): Promise<{ ok: true; role: Role } | { ok: false; problem: AccountProblem }> {
  const owner = await resetOwner(desk.db, token);
  if (!owner) return { ok: false, problem: "link" };
  const weak = passwordProblem(password, { ...owner, words: desk.auth.site.policy.words });
  if (weak) return { ok: false, problem: weak };
  const context = await desk.auth.$context;
  const hash = await context.password.hash(password);
  if (!(await takeLink(desk.db, "reset", token))) return { ok: false, problem: "link" };
  await setPassword(desk, owner.id, hash);
  if (!owner.verified) await context.internalAdapter.updateUser(owner.id, { emailVerified: true });
  await tell(desk.db, desk, owner, "password_changed", {});
  return { ok: true, role: owner.role };
}

/** In place of the one before, or the first of an account that had none. It ends every session: the database does. */
async function setPassword({ db, auth }: AccountDesk, userId: string, hash: string): Promise<void> {
  const { internalAdapter } = await auth.$context;
  const accounts = await internalAdapter.findAccounts(userId);
  if (accounts.some(({ providerId }) => providerId === "credential")) await internalAdapter.updatePassword(userId, hash);
  else await internalAdapter.linkAccount({ userId, providerId: "credential", accountId: userId, password: hash });
  await deleteSessions(db, userId);
}

/**
 * Mails a one-time link, good for 14 days, by which whoever has the address makes an account with `role`. `path`: the
 * page that takes it (?jeton=) and calls acceptInvitation; the office's own when not said. `template`: mail.invitation,
 * or one with the same arguments and those of `params`.
 */
export async function inviteByMail(
  trx: Database,
  mail: MailDesk,
  order: {
    email: string;
    role: Role;
    locale: Locale;
    by: Actor;
    path?: string;
    template?: string;
    params?: Record<string, string | number>;
    dedupeKey?: string;
    aboutKind?: string;
    aboutId?: string;
  },
): Promise<"queued" | "duplicate" | "unsubscribed"> {
  const email = addressOf(order.email);
  const token = await makeInvitation(trx, order.role, {
    email,
    locale: order.locale,
    hours: INVITATION_DAYS * 24,
    byName: order.by.name,
    ...(order.path ? { path: order.path } : {}),
  });
  return writeInvitation(trx, mail, { ...order, email, token });
}

/** The mail that carries the token of an invitation: the first one, or another in its place. */
export function writeInvitation(
  trx: Database,
  mail: MailDesk,
  order: Parameters<typeof inviteByMail>[2] & { token: string },
): ReturnType<typeof queueMail> {
  const { city, site } = accountWords({ mail }, { name: "", locale: order.locale });
  return queueMail(trx, {
    to: order.email,
    locale: order.locale,
    template: order.template ?? "invitation",
    params: {
      city,
      site,
      inviter: order.by.name,
      role: translator(order.locale).dynamic(`role.${order.role}`),
      days: INVITATION_DAYS,
      link: `${mail.baseUrl}${order.path ?? "/bureau/premier-compte"}?jeton=${order.token}`,
      ...order.params,
    },
    confidential: true,
    ...(order.dedupeKey ? { dedupeKey: order.dedupeKey } : {}),
    ...(order.aboutKind && order.aboutId ? { aboutKind: order.aboutKind, aboutId: order.aboutId } : {}),
  });
}

async function tellOwner(desk: AccountDesk, owner: Owner): Promise<void> {
  await writeLink(desk.db, desk, owner, owner.locale, "account_exists", paths.signIn(owner.role));
}

async function mailVerification(
  desk: AccountDesk,
  owner: Owner,
  locale: Locale,
  typed?: { name: string; passwordHash: string },
): Promise<void> {
  await desk.db.transaction().execute(async (trx) => {
    const token = await makeLink(trx, "verify", owner.id, VERIFY_HOURS, { typed });
    await writeLink(trx, desk, typed ? { ...owner, name: typed.name } : owner, locale, "verify_address", `${paths.verify}?jeton=${token}`);
  });
}

/** A mail that carries a link to a page of the site. */
export async function writeLink(
  trx: Database,
  desk: AccountDesk,
  owner: Owner,
  locale: Locale,
  template: string,
  path: string,
): Promise<void> {
  await queueMail(trx, {
    to: owner.email,
    name: owner.name,
    locale,
    template,
    params: { ...accountWords(desk, { name: owner.name, locale }), link: desk.mail.baseUrl + path },
    confidential: template !== "account_exists",
  });
}

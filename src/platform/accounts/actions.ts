import { z } from "zod";
import { logEvent } from "../audit/log.ts";
import type { Database } from "../database/connect.ts";
import { type Locale, mainLanguage } from "../i18n/languages.ts";
import type { Auth } from "./auth.ts";
import { type PasswordProblem, passwordProblem } from "./passwords.ts";
import type { Actor, Role } from "./rights.ts";
import { returnInvitation, useInvitation } from "./store.ts";

export interface NewAccount {
  email: string;
  name: string;
  password: string;
  /** The language that mails to them are in; the city's first when not said. */
  locale?: Locale;
}
export type AccountProblem = PasswordProblem | "email" | "email_taken" | "name" | "link";
export type AccountResult =
  | { ok: true; id: string; email: string }
  | { ok: false; field: "email" | "name" | "password" | "link"; problem: AccountProblem };

const address = z.email().max(200);

/** As it is kept and signs in: in lower case. */
export const addressOf = (email: string) => email.trim().toLowerCase();

export const isAddress = (email: string): boolean => address.safeParse(email).success;

/** What is wrong with what someone typed for a new account, whoever else has one. */
export function accountProblem({ site }: Pick<Auth, "site">, input: NewAccount): Extract<AccountResult, { ok: false }> | undefined {
  const name = input.name.trim();
  if (!isAddress(addressOf(input.email))) return { ok: false, field: "email", problem: "email" };
  if (name === "" || name.length > 120 || /\p{Cc}/u.test(name)) return { ok: false, field: "name", problem: "name" };
  const weak = passwordProblem(input.password, { email: addressOf(input.email), name, words: site.policy.words });
  return weak ? { ok: false, field: "password", problem: weak } : undefined;
}

/** Makes an account with a password. `verified`: the address is known to be theirs; else nobody can sign in with it yet. */
export async function createAccount(auth: Auth, role: Role, input: NewAccount, verified = true): Promise<AccountResult> {
  const problem = accountProblem(auth, input);
  if (problem) return problem;
  const wanted = { email: addressOf(input.email), name: input.name.trim(), locale: input.locale ?? mainLanguage() };
  const context = await auth.$context;
  const hash = await context.password.hash(input.password);
  if (await context.internalAdapter.findUserByEmail(wanted.email)) return { ok: false, field: "email", problem: "email_taken" };
  const user = await context.internalAdapter
    .createUser({ ...wanted, emailVerified: verified, role }, { method: "email-password" })
    .catch((error: { code?: string }) => {
      if (error.code === "23505") return undefined; // made by someone else in the meantime
      throw error;
    });
  if (!user) return { ok: false, field: "email", problem: "email_taken" };
  await context.internalAdapter.linkAccount({ userId: user.id, providerId: "credential", accountId: user.id, password: hash });
  return { ok: true, id: user.id, email: wanted.email };
}

/** Makes the one account that a link is good for. Of two at the same instant, one is told that the link is used. */
export async function acceptInvitation(db: Database, auth: Auth, token: string, input: NewAccount): Promise<AccountResult> {
  const invitation = await useInvitation(db, token);
  if (!invitation) return { ok: false, field: "link", problem: "link" };
  // A link that was mailed proves one address, and no other.
  const made = await createAccount(auth, invitation.role, {
    ...input,
    email: invitation.email ?? input.email,
    locale: input.locale ?? invitation.locale ?? mainLanguage(),
  });
  if (!made.ok) await returnInvitation(db, token);
  else await logAccount(db, made.id, invitation.role, { id: made.id, name: input.name.trim(), role: invitation.role });
  return made;
}

/** Notes in the log that an account was made, and for which role: never of whom. */
export const logAccount = (db: Database, id: string, role: Role, by: Actor): Promise<void> =>
  logEvent(db, { kind: "account", id, document: { role } }, "created", by);

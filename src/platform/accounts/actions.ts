import { z } from "zod";
import type { Database } from "../database/connect.ts";
import type { Auth } from "./auth.ts";
import { type PasswordProblem, passwordProblem } from "./passwords.ts";
import type { Role } from "./rights.ts";
import { returnInvitation, useInvitation } from "./store.ts";

export interface NewAccount {
  email: string;
  name: string;
  password: string;
}
export type AccountProblem = PasswordProblem | "email" | "email_taken" | "name" | "link";
export type AccountResult =
  | { ok: true; id: string }
  | { ok: false; field: "email" | "name" | "password" | "link"; problem: AccountProblem };

const email = z.email().max(200);

/** Makes an account with a password. The e-mail address is what signs in, in lower case. */
export async function createAccount(auth: Auth, role: Role, input: NewAccount): Promise<AccountResult> {
  const wanted = { email: input.email.trim().toLowerCase(), name: input.name.trim() };
  if (!email.safeParse(wanted.email).success) return { ok: false, field: "email", problem: "email" };
  if (wanted.name === "" || wanted.name.length > 120) return { ok: false, field: "name", problem: "name" };
  const weak = passwordProblem(input.password, wanted.email);
  if (weak) return { ok: false, field: "password", problem: weak };
  const context = await auth.$context;
  if (await context.internalAdapter.findUserByEmail(wanted.email)) return { ok: false, field: "email", problem: "email_taken" };
  const hash = await context.password.hash(input.password);
  const user = await context.internalAdapter
    .createUser({ ...wanted, emailVerified: true, role }, { method: "email-password" })
    .catch((error: { code?: string }) => {
      if (error.code === "23505") return undefined; // made by someone else in the meantime
      throw error;
    });
  if (!user) return { ok: false, field: "email", problem: "email_taken" };
  await context.internalAdapter.linkAccount({ userId: user.id, providerId: "credential", accountId: user.id, password: hash });
  return { ok: true, id: user.id };
}

/** Makes the one account that a link is good for. Of two at the same instant, one is told that the link is used. */
export async function acceptInvitation(db: Database, auth: Auth, token: string, input: NewAccount): Promise<AccountResult> {
  const role = await useInvitation(db, token);
  if (!role) return { ok: false, field: "link", problem: "link" };
  const made = await createAccount(auth, role, input);
  if (!made.ok) await returnInvitation(db, token);
  return made;
}

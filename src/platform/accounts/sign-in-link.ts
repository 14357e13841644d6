import type { Database } from "../database/connect.ts";
import { addressOf } from "./actions.ts";
import { type AccountDesk, doorOf } from "./desk.ts";
import { deletePassword } from "./people/store.ts";
import type { Role } from "./rights.ts";
import { writeLink } from "./sign-up.ts";
import { findOwner, isLinkOfBrowser, linkOwner, makeLink, type Owner, takeLink } from "./store.ts";
import { attempt, mayMail } from "./throttle.ts";

/** For how long a link signs in, in minutes. */
export const SIGN_IN_LINK_MINUTES = 15;

/**
 * Mails a link that signs in, once, to the owner of an address; nobody is told whether there is one. `browser`: a number that the
 * browser that asks keeps, to which the link is bound. False: too many attempts.
 */
export async function requestSignInLink(desk: AccountDesk, email: string, browser: string, from: string): Promise<boolean> {
  if (!(await attempt(desk.db, from, `sign-in link ${addressOf(email)}`))) return false;
  const owner = await findOwner(desk.db, addressOf(email));
  if (!owner || owner.closed || !(await mayMail(desk.db, owner.email))) return true;
  await desk.db.transaction().execute(async (trx) => {
    const token = await makeLink(trx, "sign_in", owner.id, SIGN_IN_LINK_MINUTES / 60, { browser });
    await writeLink(trx, desk, owner, owner.locale, "sign_in_link", `${doorOf(owner.role)}/connexion/lien?jeton=${token}`);
  });
  return true;
}

/** Whether a link is good, and whether this browser asked for it; from another, the address has to be typed again. */
export async function signInLink(db: Database, token: string, browser: string | undefined): Promise<{ here: boolean } | undefined> {
  const owner = await linkOwner(db, "sign_in", token);
  return owner && { here: !!browser && (await isLinkOfBrowser(db, token, browser)) };
}

/**
 * Uses a link up: whom it signs in. It proves the address: of an account whose address was not proven yet, the password goes, as
 * someone else may have chosen it.
 */
export async function takeSignInLink(
  { db, auth }: AccountDesk,
  token: string,
  shown: { browser: string | undefined; email: string; from: string },
): Promise<{ ok: true; userId: string; role: Role } | { ok: false; reason: "link" | "address" | "wait" }> {
  if (!(await attempt(db, shown.from, `sign-in link of ${token}`))) return { ok: false, reason: "wait" };
  const owner = await linkOwner(db, "sign_in", token);
  if (!owner) return { ok: false, reason: "link" };
  const here = !!shown.browser && (await isLinkOfBrowser(db, token, shown.browser));
  if (!here && addressOf(shown.email) !== owner.email) return { ok: false, reason: "address" };
  if (!(await takeLink(db, "sign_in", token))) return { ok: false, reason: "link" };
  if (!owner.verified) await adopt(auth, db, owner);
  return { ok: true, userId: owner.id, role: owner.role };
}

async function adopt(auth: AccountDesk["auth"], db: Database, owner: Owner): Promise<void> {
  await deletePassword(db, owner.id);
  await (await auth.$context).internalAdapter.updateUser(owner.id, { emailVerified: true });
}

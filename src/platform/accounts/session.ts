import type { Locale } from "../i18n/languages.ts";
import type { Auth } from "./auth.ts";
import type { Actor, Role } from "./rights.ts";

/** Who is signed in, and the cookies to pass on (a session in use is prolonged). */
export interface Session {
  actor: Actor & { role: Role };
  email: string;
  /** The language in which mails to them are. */
  locale: Locale;
  cookies: string[];
}

/** Reads the session that a request's cookie names; undefined when there is none, or it has ended. */
export async function sessionActor(auth: Auth, requestHeaders: Headers): Promise<Session | undefined> {
  if (!requestHeaders.has("cookie")) return undefined;
  const { headers, response } = await auth.api.getSession({ headers: requestHeaders, returnHeaders: true });
  if (!response) return undefined;
  const { id, name, email, role, locale } = response.user;
  return { actor: { id, name, role: role as Role }, email, locale: locale as Locale, cookies: headers.getSetCookie() };
}

export type SignInResult =
  | { ok: true; cookies: string[] }
  /** unverified: both are right, but the link mailed to the address was not followed yet. */
  | { ok: false; reason: "wrong" | "unverified" };

/** Opens a session, when the address and the password go together. */
export async function signIn(auth: Auth, requestHeaders: Headers, email: string, password: string): Promise<SignInResult> {
  try {
    const body = { email: email.trim(), password };
    const { headers } = await auth.api.signInEmail({ body, headers: requestHeaders, returnHeaders: true });
    return { ok: true, cookies: headers.getSetCookie() };
  } catch (error) {
    const { statusCode = 500, body } = error as { statusCode?: number; body?: { code?: string } };
    if (statusCode >= 500) throw error;
    return { ok: false, reason: body?.code === "EMAIL_NOT_VERIFIED" ? "unverified" : "wrong" };
  }
}

/** Ends a session: the cookies to set. */
export async function signOut(auth: Auth, requestHeaders: Headers): Promise<string[]> {
  return (await cookiesOf(() => auth.api.signOut({ headers: requestHeaders, returnHeaders: true }))) ?? [];
}

/** Changes one's own password and ends one's other sessions: the cookies to set; undefined when the current one is wrong. */
export function changePassword(
  auth: Auth,
  requestHeaders: Headers,
  currentPassword: string,
  newPassword: string,
): Promise<string[] | undefined> {
  return cookiesOf(() =>
    auth.api.changePassword({
      body: { currentPassword, newPassword, revokeOtherSessions: true },
      headers: requestHeaders,
      returnHeaders: true,
    }),
  );
}

/** Whether it is the password of who is signed in: asked again before what is most sensitive. Attempts are counted by the caller. */
export async function confirmPassword(auth: Auth, requestHeaders: Headers, password: string): Promise<boolean> {
  try {
    return (await auth.api.verifyPassword({ body: { password }, headers: requestHeaders })).status;
  } catch (error) {
    if (((error as { statusCode?: number }).statusCode ?? 500) < 500) return false;
    throw error;
  }
}

/** better-auth refuses by throwing an APIError with a status of 4xx; anything else is a fault. */
async function cookiesOf(call: () => Promise<{ headers: Headers }>): Promise<string[] | undefined> {
  try {
    return (await call()).headers.getSetCookie();
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500) return undefined;
    throw error;
  }
}

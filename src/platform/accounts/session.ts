import type { Auth } from "./auth.ts";
import type { Actor, Role } from "./rights.ts";

/** Who is signed in, and the cookies to pass on (a session in use is prolonged). */
export interface Session {
  actor: Actor & { role: Role };
  email: string;
  cookies: string[];
}

/** Reads the session that a request's cookie names; undefined when there is none, or it has ended. */
export async function sessionActor(auth: Auth, requestHeaders: Headers): Promise<Session | undefined> {
  if (!requestHeaders.has("cookie")) return undefined;
  const { headers, response } = await auth.api.getSession({ headers: requestHeaders, returnHeaders: true });
  if (!response) return undefined;
  const { id, name, email, role } = response.user;
  return { actor: { id, name, role: role as Role }, email, cookies: headers.getSetCookie() };
}

/** Opens a session: the cookies to set; undefined when the address and the password do not go together. */
export function signIn(auth: Auth, requestHeaders: Headers, email: string, password: string): Promise<string[] | undefined> {
  return cookiesOf(() => auth.api.signInEmail({ body: { email: email.trim(), password }, headers: requestHeaders, returnHeaders: true }));
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

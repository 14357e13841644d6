import type { Database } from "../database/connect.ts";
import { isDatabaseDown } from "../database/down.ts";
import type { Locale } from "../i18n/languages.ts";
import { addressOf } from "./actions.ts";
import type { Auth } from "./auth.ts";
import { deviceFamily, networkOf } from "./device.ts";
import type { Method } from "./opening.ts";
import { MAX_PASSWORD } from "./passwords.ts";
import type { Actor, Role } from "./rights.ts";
import { deleteSession, touchSession } from "./session-store.ts";
import { isOver, type SessionFacts, type Standing, standingOf } from "./standing.ts";

/** Who is signed in, and the cookies to pass on (a session in use is prolonged). */
export interface Session {
  id: string;
  actor: Actor & { role: Role };
  email: string;
  /** The language in which mails to them are. */
  locale: Locale;
  method: Method;
  facts: SessionFacts;
  standing: Standing;
  /** Of the outer provider by which they came, to end its session too. */
  idToken: string | null;
  cookies: string[];
}

const MINUTE_MS = 60_000;

/** What reading a session writes down beside: not done while the database takes no writes, and nobody is turned away for it. */
const whereWritable = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => {
    if (!isDatabaseDown(error)) throw error;
  });

/** Reads the session that a request's cookie names; undefined when there is none, or it has ended. */
export async function sessionActor(db: Database, auth: Auth, requestHeaders: Headers, now = new Date()): Promise<Session | undefined> {
  if (!requestHeaders.has("cookie")) return undefined;
  const read = () => auth.api.getSession({ headers: requestHeaders, returnHeaders: true });
  // A connection to a server that has just gone fails once: the next leads to one that is there.
  const { headers, response } = await read().catch((error: unknown) => (isDatabaseDown(error) ? read() : Promise.reject(error)));
  if (!response || response.user.closedAt) return undefined;
  const { user, session } = response;
  const facts: SessionFacts = {
    role: user.role as Role,
    hasFactor: user.secondFactor ?? false,
    secondAt: session.secondAt ?? null,
    createdAt: session.createdAt,
    seenAt: session.seenAt ?? session.createdAt,
  };
  if (isOver(facts, auth.site.policy, now)) {
    await whereWritable(deleteSession(db, session.userId, session.id));
    return undefined;
  }
  if (now.getTime() - facts.seenAt.getTime() > MINUTE_MS) await whereWritable(touchSession(db, session.id));
  return {
    id: session.id,
    actor: { id: user.id, name: user.name, role: facts.role },
    email: user.email,
    locale: user.locale as Locale,
    method: session.method as Method,
    facts,
    standing: standingOf(facts, auth.site.policy),
    idToken: session.idToken ?? null,
    cookies: headers.getSetCookie(),
  };
}

/** Opens a session for someone who has shown who they are: the cookies to set; undefined when the account is closed. */
export async function openSession(
  auth: Auth,
  requestHeaders: Headers,
  from: string,
  who: { userId: string; method: Method; secondAt?: Date | null | undefined; idToken?: string | null | undefined },
): Promise<string[] | undefined> {
  const body = {
    userId: who.userId,
    method: who.method,
    secondAt: who.secondAt ?? null,
    idToken: who.idToken ?? null,
    device: deviceFamily(requestHeaders.get("user-agent")),
    network: networkOf(from),
  };
  try {
    const { headers, response } = await auth.api.openSession({ body, headers: requestHeaders, returnHeaders: true });
    return response ? headers.getSetCookie() : undefined;
  } catch (error) {
    if ((error as { constraint?: string }).constraint === "account_closed") return undefined;
    throw error;
  }
}

export type SignInResult =
  | { ok: true; cookies: string[] }
  /** unverified: both are right, but the link mailed to the address was not followed yet. */
  | { ok: false; reason: "wrong" | "unverified" };

/** Opens a session, when the address and the password go together. A wrong address costs the same time as a wrong password. */
export async function signIn(auth: Auth, requestHeaders: Headers, email: string, password: string, from = ""): Promise<SignInResult> {
  const owner = await passwordOwner(auth, addressOf(email), password);
  if (!owner || owner.closedAt) return { ok: false, reason: "wrong" };
  if (!owner.emailVerified) return { ok: false, reason: "unverified" };
  const cookies = await openSession(auth, requestHeaders, from, { userId: owner.id, method: "password" });
  return cookies ? { ok: true, cookies } : { ok: false, reason: "wrong" };
}

async function passwordOwner(auth: Auth, email: string, password: string) {
  if (password.length > MAX_PASSWORD * 2) return undefined;
  const { internalAdapter, password: passwords } = await auth.$context;
  const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  const hash = found?.accounts.find(({ providerId }) => providerId === "credential")?.password;
  if (!found || !hash) {
    await passwords.hash(password);
    return undefined;
  }
  if (!(await passwords.verify({ hash, password }))) return undefined;
  return found.user as typeof found.user & { closedAt?: Date | null };
}

/** Ends a session: the cookies to set. */
export async function signOut(auth: Auth, requestHeaders: Headers): Promise<string[]> {
  return (await cookiesOf(() => auth.api.signOut({ headers: requestHeaders, returnHeaders: true }))) ?? [];
}

/**
 * Changes one's own password, which ends all of one's sessions (the database does), and opens a new one as good as this one: the
 * cookies to set; undefined when the current password is wrong.
 */
export async function changePassword(
  auth: Auth,
  requestHeaders: Headers,
  session: Session,
  given: { current: string; password: string; from: string },
): Promise<string[] | undefined> {
  if (!(await passwordOwner(auth, session.email, given.current))) return undefined;
  const { internalAdapter, password: passwords } = await auth.$context;
  await internalAdapter.updatePassword(session.actor.id, await passwords.hash(given.password));
  return openSession(auth, requestHeaders, given.from, {
    userId: session.actor.id,
    method: session.method,
    secondAt: session.facts.secondAt,
    idToken: session.idToken,
  });
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

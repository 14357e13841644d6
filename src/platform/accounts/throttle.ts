import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Database } from "../database/connect.ts";
import { count, forget } from "./throttle-store.ts";
import { keyFor } from "./tickets.ts";

/** Attempts in a window of ten minutes: from one network address on one account, from one address, on one account from anywhere. */
const most = { pair: 8, address: 80, account: 24, device: 8, mail: 5, code: 6 };

const key = (text: string) => createHash("sha256").update(text).digest("hex");
const pairKey = (address: string, email: string) => key(`pair ${address} ${email.toLowerCase()}`);

/**
 * Counts an attempt (to sign up, to ask for a link, to show a code) from a network address about an account, and says whether either
 * has had more than its share in the last ten minutes. Waiting is all it asks.
 */
export async function attempt(db: Database, address: string, about: string): Promise<boolean> {
  const [pair, from] = [pairKey(address, about), key(`address ${address}`)];
  const counts = await count(db, [pair, from]);
  return counts.get(pair)! <= most.pair && counts.get(from)! <= most.address;
}

/** Counts a mail that a stranger makes us send to an address, so that our forms fill no mailbox. */
export async function mayMail(db: Database, email: string): Promise<boolean> {
  const mail = key(`mail ${email.toLowerCase()}`);
  return (await count(db, [mail])).get(mail)! <= most.mail;
}

/**
 * Counts a code of a second factor, by account alone: who sends one has the first factor already, and six digits are few.
 */
export async function mayTryCode(db: Database, userId: string): Promise<boolean> {
  const code = key(`code ${userId}`);
  return (await count(db, [code])).get(code)! <= most.code;
}
export const forgetCodes = (db: Database, userId: string): Promise<void> => forget(db, [key(`code ${userId}`)]);

export interface SignInAttempt {
  secret: string;
  address: string;
  email: string;
  /** What the browser sent of the cookie that `deviceMark` made. */
  device: string | undefined;
}

/**
 * Counts an attempt to sign in (OWASP, "Slow down online guessing attacks with device cookies"). An account that is guessed at from
 * many addresses is closed to unknown devices for a while; a device on which its owner signed in before has a count of its own, so
 * that nobody is locked out by others. Who is refused by their own address does not use up the share of the account.
 */
export async function maySignIn(db: Database, { secret, address, email, device }: SignInAttempt): Promise<boolean> {
  const known = knownDevice(secret, email, device);
  if (known) return (await count(db, [known])).get(known)! <= most.device;
  if (!(await attempt(db, address, email))) return false;
  const account = key(`account ${email.trim().toLowerCase()}`);
  return (await count(db, [account])).get(account)! <= most.account;
}

/** Forgets the attempts of who has signed in. */
export async function forgetAttempts(db: Database, address: string, email: string, secret?: string, device?: string): Promise<void> {
  const known = secret && knownDevice(secret, email, device);
  await forget(db, [pairKey(address, email), ...(known ? [known] : [])]);
}

/** For how long a device is known, in seconds. */
export const DEVICE_S = 180 * 86_400;

/** The mark of a device on which someone has signed in: it opens nothing, and says nothing of whom. */
export function deviceMark(secret: string, email: string): string {
  const nonce = randomBytes(16).toString("base64url");
  return `${nonce}.${seal(secret, email, nonce)}`;
}

function knownDevice(secret: string, email: string, device: string | undefined): string | undefined {
  const [nonce = "", sealed = ""] = (device ?? "").split(".");
  const [given, right] = [Buffer.from(sealed), Buffer.from(seal(secret, email, nonce))];
  return nonce !== "" && given.length === right.length && timingSafeEqual(given, right) ? key(`device ${nonce}`) : undefined;
}

const seal = (secret: string, email: string, nonce: string) =>
  createHmac("sha256", keyFor(secret, "devices")).update(`${nonce} ${email.trim().toLowerCase()}`).digest("base64url");

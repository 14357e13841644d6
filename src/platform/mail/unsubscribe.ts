import { createHmac, timingSafeEqual } from "node:crypto";
import type { Database } from "../database/connect.ts";
import { addressDigest, optOut } from "./store.ts";

const PATH = "/desabonnement";

/** What makes the link of one installation: its public address, and the key that signs. */
export interface LinkMaker {
  /** Without a slash at the end. */
  baseUrl: string;
  secret: string;
}

/** The link by which the owner of an address ends the reminders: signed, without the address in it, good for ever. */
export function unsubscribeLink({ baseUrl, secret }: LinkMaker, address: string, locale: string): string {
  const digest = addressDigest(address);
  return `${baseUrl}${PATH}?${new URLSearchParams({ de: digest, langue: locale, cle: signature(secret, digest) })}`;
}

/** True when the link is one of ours. */
export function isUnsubscribeLink(secret: string, digest: string, key: string): boolean {
  const [given, own] = [Buffer.from(key), Buffer.from(signature(secret, digest))];
  return /^[0-9a-f]{64}$/.test(digest) && given.length === own.length && timingSafeEqual(given, own);
}

/** Ends the reminders of whoever the link was mailed to. False when it is none of ours; the same link again is true. */
export async function unsubscribe(db: Database, secret: string, digest: string, key: string): Promise<boolean> {
  if (!isUnsubscribeLink(secret, digest, key)) return false;
  await optOut(db, digest, "reminder");
  return true;
}

function signature(secret: string, digest: string): string {
  return createHmac("sha256", secret).update(`ville-monde unsubscribe reminder ${digest}`).digest("base64url");
}

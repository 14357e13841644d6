import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Locale } from "../platform/i18n/languages.ts";
import { UUID } from "../platform/uuid.ts";
import { hrefOfFollow } from "../ui/paths.ts";

/** What makes the links of one installation: its public address, and the key that signs. */
export interface LinkMaker {
  baseUrl: string;
  secret: string;
}
/** The two things that a personal link is good for; neither opens the other. */
export type LinkUse = "mine" | "stop";

/** A token that goes out in one mail, and the digest of it that stays. */
export function newToken(): { token: string; digest: string } {
  const token = randomBytes(24).toString("base64url");
  return { token, digest: digestOf(token) };
}
export const digestOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** The personal link of a subscription: signed, without an address in it, good as long as the subscription is. */
export function personalLink({ baseUrl, secret }: LinkMaker, use: LinkUse, id: string, locale: Locale): string {
  return `${baseUrl}${hrefOfFollow(locale, use)}?${new URLSearchParams({ de: id, cle: signature(secret, use, id) })}`;
}

export function isPersonalLink(secret: string, use: LinkUse, id: string, key: string): boolean {
  const [given, own] = [Buffer.from(key), Buffer.from(signature(secret, use, id))];
  return UUID.test(id) && given.length === own.length && timingSafeEqual(given, own);
}

function signature(secret: string, use: LinkUse, id: string): string {
  return createHmac("sha256", secret).update(`ville-monde follow ${use} ${id}`).digest("base64url");
}

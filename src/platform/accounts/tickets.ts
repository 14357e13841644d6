import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { Database } from "../database/connect.ts";
import { useTicket } from "./tickets-store.ts";

/** A key of its own for each use, made from the secret that signs sessions (RFC 5869). 32 bytes. */
export const keyFor = (secret: string, use: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "ville-monde", `ville-monde ${use}`, 32));

const [RANDOM, STAMP, MAC] = [16, 6, 16];

/**
 * A number that this program gave out for one purpose, good once and until then: a challenge of a passkey, the state of a visit to
 * an outer provider. Nothing is kept until it comes back. 51 signs of base64url.
 */
export function makeTicket(secret: string, purpose: string, minutes: number, now = new Date()): string {
  const body = Buffer.alloc(RANDOM + STAMP);
  randomBytes(RANDOM).copy(body);
  body.writeUIntBE(Math.floor(now.getTime() / 1000) + minutes * 60, RANDOM, STAMP);
  return Buffer.concat([body, mac(secret, purpose, body)]).toString("base64url");
}

/** Uses a ticket up: false when it was not made for this purpose, is over, or was used, on whichever node. */
export async function takeTicket(db: Database, secret: string, purpose: string, ticket: string, now = new Date()): Promise<boolean> {
  const bytes = Buffer.from(ticket, "base64url");
  // Of the many writings of the same bytes, the one that was given out.
  if (bytes.length !== RANDOM + STAMP + MAC || bytes.toString("base64url") !== ticket) return false;
  const body = bytes.subarray(0, RANDOM + STAMP);
  if (!timingSafeEqual(bytes.subarray(RANDOM + STAMP), mac(secret, purpose, body))) return false;
  const until = new Date(body.readUIntBE(RANDOM, STAMP) * 1000);
  return until > now && (await useTicket(db, ticket, until));
}

const mac = (secret: string, purpose: string, body: Buffer) =>
  createHmac("sha256", keyFor(secret, "tickets")).update(purpose).update("\0").update(body).digest().subarray(0, MAC);

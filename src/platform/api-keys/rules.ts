import { createHash, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { z } from "zod";
import type { Role } from "../accounts/rights.ts";
import { typedName } from "../typed-name.ts";

/**
 * What a key may do, and as whom the acts and the log know it: the least that does the work. A key has no role of its
 * own: a key that may edit the register and pay is an officer where it edits and finance where it pays, never both at once.
 */
export const scopes = {
  "register:write": "officer",
  "register:publish": "officer",
  "grants:read": "reader",
  "payments:read": "finance",
  "payments:write": "finance",
  "imports:write": "officer",
} as const satisfies Record<string, Role>;
export type Scope = keyof typeof scopes;
export const scopeNames = Object.keys(scopes) as Scope[];

const TOKEN = /^vm_[A-Za-z0-9_-]{43}$/;
/** How many signs of a key are shown: enough to tell keys apart, nothing for who would guess the rest. */
const SHOWN = 9;

/** A new key: 256 random bits, which no dictionary shortens; a plain digest keeps it. */
export const newToken = (): string => `vm_${randomBytes(32).toString("base64url")}`;
export const isToken = (value: string): boolean => TOKEN.test(value);
export const prefixOf = (token: string): string => token.slice(0, SHOWN);
export const digestOf = (token: string): string => createHash("sha256").update(token).digest("hex");

const MOST_SIGNS = 64;

/** "::ffff:10.0.0.1" is 10.0.0.1; what is no address is undefined. */
export function plainAddress(value: string): string | undefined {
  // What a header says may be as long as a header.
  if (value.length > MOST_SIGNS) return undefined;
  // bounded: MOST_SIGNS.
  const address = value.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").replace(/%.*$/, "");
  return isIP(address) ? address : undefined;
}

/** "10.1.0.0/16" or one address: the network itself, without bits of a host, as PostgreSQL's cidr wants it. */
export function isNetwork(value: string): boolean {
  const [address = "", bits, ...more] = value.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0 || address.includes("%")) return false;
  if (bits === undefined) return true;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  return hostBits(address, family, Number(bits)) === 0n;
}

function hostBits(address: string, family: number, bits: number): bigint {
  const width = family === 4 ? 32 : 128;
  return numberOf(address, family) & ((1n << BigInt(width - bits)) - 1n);
}

function numberOf(address: string, family: number): bigint {
  if (family === 4) return address.split(".").reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  // A dotted end is two groups.
  // bounded: an address, as isIP has judged.
  const text = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((n) => n.toString(16)).join(":"),
  );
  const [head = "", tail] = text.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [first, last] = [groups(head), groups(tail ?? "")];
  const all = tail === undefined ? first : [...first, ...Array(8 - first.length - last.length).fill("0"), ...last];
  return all.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

export const MAX_DAYS = 730;
const day = 86_400_000;

/** What is asked for when a key is made. `days`: how long it is good, at most two years. */
export const newKey = z.strictObject({
  name: typedName,
  scopes: z
    .array(z.enum(scopeNames as [Scope, ...Scope[]]))
    .min(1)
    .transform((given) => scopeNames.filter((one) => given.includes(one))),
  days: z.coerce.number().int().min(1).max(MAX_DAYS),
  addresses: z.array(z.string().trim().refine(isNetwork)).max(50).default([]),
});
export type NewKey = z.infer<typeof newKey>;

export const expiryOf = (days: number, now: Date): Date => new Date(now.getTime() + days * day);

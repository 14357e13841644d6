import { createHash } from "node:crypto";
import { z } from "zod";

/** The head of the log has to be anchored at least this often. In milliseconds. */
export const STALE_MS = 36 * 3_600_000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(1);

const anchor = z.strictObject({
  format: z.literal("ville-monde-anchor/1"),
  number: count,
  made_at: z.iso.datetime(),
  site: z.url(),
  /** How many entries the log had. */
  entries: count,
  /** The last of them. */
  head: z.strictObject({ id: count, at: z.iso.datetime(), sha256 }),
  /** The anchor before, by the digest of its text. */
  previous: z.strictObject({ number: count, sha256 }).nullable(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER) of the signature beside. */
  key: z.strictObject({ algorithm: z.literal("Ed25519"), sha256 }),
});
/** What is said of the log on one day: digests and numbers, nothing of what the entries hold. */
export type Anchor = z.infer<typeof anchor>;

const line = z.strictObject({
  anchor,
  /** Of the text of `anchor`, in base64. */
  signature: z.base64().length(88),
  /** SubjectPublicKeyInfo in DER, in base64. */
  public_key: z.base64().max(200),
});
export interface SignedAnchor {
  anchor: Anchor;
  signature: Uint8Array;
  /** PEM. */
  publicKey: string;
}

/** The bytes that are signed: what `jq -cj .anchor` says of a line. */
export const anchorText = (value: Anchor): string => JSON.stringify(value);
export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A line of the public file, and of the copies that are kept. */
export const lineOf = ({ anchor: value, signature, publicKey }: SignedAnchor): string =>
  JSON.stringify({
    anchor: value,
    signature: Buffer.from(signature).toString("base64"),
    public_key: publicKey.replace(/-----[^-]+-----|\s/g, ""),
  });

/** A line that was read from somewhere; undefined when it is none. */
export function readLine(text: string): SignedAnchor | undefined {
  try {
    const parsed = line.safeParse(JSON.parse(text));
    if (!parsed.success) return undefined;
    const { signature, public_key: key } = parsed.data;
    return {
      anchor: parsed.data.anchor,
      signature: Buffer.from(signature, "base64"),
      // bounded: one key, whose length the schema of the line holds.
      publicKey: `-----BEGIN PUBLIC KEY-----\n${key.replace(/.{64}(?=.)/g, "$&\n")}\n-----END PUBLIC KEY-----\n`,
    };
  } catch {
    return undefined;
  }
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** The days (YYYY-MM-DD, in their order) from that of the first anchor to `today` on which none was made; today itself may still come. */
export function daysWithout(days: readonly string[], today: string): string[] {
  const made = new Set(days);
  const first = [...made].sort()[0];
  const missing: string[] = [];
  if (first === undefined) return missing;
  for (let day = first; day < today; day = dayAfter(day)) if (!made.has(day)) missing.push(day);
  return missing;
}

import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { keyFor } from "../tickets.ts";

/** What every authenticator knows (RFC 6238): SHA-1, six digits, thirty seconds. Codes of a step before or after are taken. */
const algorithm = { algorithm: "SHA1", digits: 6, period: 30 };
const SLACK = 1;
const SECRET_BYTES = 20;

export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The address that authenticators read from the picture: otpauth://totp/… */
export const totpAddress = (secret: string, site: string, email: string): string =>
  new TOTP({ ...algorithm, issuer: site.replaceAll(":", " "), label: email, secret }).toString();

/** In groups of four, as people type it. */
export const inFours = (text: string): string => text.replace(/(.{4})(?=.)/g, "$1 ");

/** The step of time to which a code belongs; undefined when it is wrong. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const token = code.replace(/[\s-]/g, "");
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = TOTP.validate({ ...algorithm, token, secret: Secret.fromBase32(secret), timestamp: now.getTime(), window: SLACK });
  return delta === null ? undefined : TOTP.counter({ period: algorithm.period, timestamp: now.getTime() }) + delta;
}

/** A code as an authenticator would show it at that time. */
export const codeAt = (secret: string, at: Date): string =>
  TOTP.generate({ ...algorithm, secret: Secret.fromBase32(secret), timestamp: at.getTime() });

export const RECOVERY_CODES = 10;
/** Letters and digits that no one takes for others. */
const SIGNS = "23456789abcdefghjkmnpqrstuvwxyz";
const RECOVERY_SIGNS = 12;

/** Codes to keep on paper, each good once: about 59 bits each. "k7mp-2xqd-9hwe" */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: RECOVERY_SIGNS }, () => SIGNS[randomInt(SIGNS.length)])
      .join("")
      .replace(/(.{4})(?=.)/g, "$1-"),
  );

/** What is kept of a recovery code: nobody finds the code from it without the secret of the program. */
export const recoveryDigest = (secret: string, userId: string, code: string): string =>
  createHmac("sha256", keyFor(secret, "recovery"))
    .update(`${userId} ${code.toLowerCase().replace(/[^a-z0-9]/g, "")}`)
    .digest("hex");

const [IV, TAG] = [12, 16];

/** Seals the secret of someone's authenticator for the database (AES-256-GCM): IV, tag, text. */
export function sealTotp(secret: string, userId: string, plain: string): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secret, "totp"), iv).setAAD(Buffer.from(userId));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Undefined when the secret of the program is another, or the row was moved to someone else. */
export function unsealTotp(secret: string, userId: string, sealed: Buffer): string | undefined {
  const decipher = createDecipheriv("aes-256-gcm", keyFor(secret, "totp"), sealed.subarray(0, IV)).setAAD(Buffer.from(userId));
  decipher.setAuthTag(sealed.subarray(IV, IV + TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV + TAG)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

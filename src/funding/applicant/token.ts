import { createHash, randomBytes } from "node:crypto";

/** By which a token is known where it must not be written. */
export const tokenDigest = (token: string): string => createHash("sha256").update(token).digest("hex");

/** The secret of a link that is mailed, and its digest, which is all that is kept. */
export function newToken(): { token: string; digest: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, digest: tokenDigest(token) };
}

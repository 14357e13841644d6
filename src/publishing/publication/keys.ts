import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign, verify } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartupError } from "../../platform/startup-error.ts";

/** The key that signs the manifests. */
export interface SigningKey {
  sign(text: string): Buffer;
  /** PEM (SubjectPublicKeyInfo). */
  publicKey: string;
  /** SHA-256 of the same in DER, in hexadecimal: what people compare. */
  fingerprint: string;
}

/** The key that the settings name, else one made once and kept in the data folder, for its owner alone. Throws a StartupError. */
export async function signingKey({ dataDir, signingKey: given }: { dataDir: string; signingKey: string | undefined }): Promise<SigningKey> {
  const path = given ?? join(dataDir, "publication-key.pem");
  const pem = given ? await readFile(path, "utf8").catch(() => undefined) : await madeOnce(path, dataDir);
  const key = pem === undefined ? undefined : privateKey(pem);
  if (!key) throw new StartupError(`${path} is no Ed25519 private key in PEM: make one with openssl genpkey -algorithm ed25519.`);
  const publicKey = createPublicKey(key).export({ type: "spki", format: "pem" }) as string;
  return { sign: (text) => sign(null, Buffer.from(text), key), publicKey, fingerprint: fingerprintOf(publicKey)! };
}

async function madeOnce(path: string, dataDir: string): Promise<string> {
  const kept = await readFile(path, "utf8").catch(() => undefined);
  if (kept !== undefined) return kept;
  await mkdir(dataDir, { recursive: true });
  // Whole or not there, and never written over: of two processes that start at once, the first wins.
  const draft = `${path}.${randomUUID()}`;
  const { privateKey: key } = generateKeyPairSync("ed25519");
  try {
    await writeFile(draft, key.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, "utf8");
}

function privateKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
}

function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined when it is no Ed25519 public key. */
export function fingerprintOf(publicKey: string): string | undefined {
  const der = publicKeyOf(publicKey)?.export({ type: "spki", format: "der" });
  return der && createHash("sha256").update(der).digest("hex");
}

/** True when `signature` is that key's own of exactly this text. */
export function isSigned(text: string, signature: Uint8Array, publicKey: string): boolean {
  const key = publicKeyOf(publicKey);
  return key !== undefined && signature.length === 64 && verify(null, Buffer.from(text), key, signature);
}

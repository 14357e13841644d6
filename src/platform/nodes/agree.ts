import { randomUUID, scryptSync } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Blobs } from "../blobs.ts";
import type { Database } from "../database/connect.ts";
import { fileName } from "../files.ts";
import { StartupError } from "../startup-error.ts";
import { claimKey, type KeyName, lastFiles, setKey } from "./store.ts";

/** In the place of the files: says which site they are of. */
const MARK = "site-id";
const SAMPLE = 5;
const TRIES = 20;
const TRY_MS = 250;

const remedies: Record<KeyName, string> = {
  secret:
    "Sessions and links of this site are signed with another secret than this node's: give every node the same VILLE_MONDE_SECRET, or the same file `secret` in its data folder. If it was changed on purpose, which signs everybody out: npm run cli -- nodes accept secret.",
  publication:
    "The publications of this site are signed with another key than this node's: give every node the same VILLE_MONDE_SIGNING_KEY, or the same file `publication-key.pem` in its data folder. If it was changed on purpose: npm run cli -- nodes accept publication.",
  protected:
    "The files of people at risk are sealed with a key that this node does not have: give every node the same VILLE_MONDE_PROTECTED_KEY, or the same file `protected-key` in its data folder. If it was changed on purpose and nothing is sealed with the old one: npm run cli -- nodes accept protected.",
  files:
    "The files of this site are kept in another place than {place}: give every node the same VILLE_MONDE_FILES (s3://…), or a data folder whose folder `files` they share. If they were moved here on purpose: npm run cli -- nodes accept files.",
};

/** A digest of a secret that people may have chosen: slow to guess from. */
export const fingerprintOfSecret = (secret: string): string => scryptSync(secret, "ville-monde site", 16).toString("hex");

/**
 * Throws a StartupError when the other nodes of this database have another key. `own`: the fingerprints of this node's, the one
 * in use first; to know the one that is noted is enough.
 */
async function agreeOnKey(db: Database, name: KeyName, own: string[]): Promise<void> {
  const noted = await claimKey(db, name, own[0]!);
  if (!own.includes(noted)) throw new StartupError(remedies[name]);
}

/** Of each kind: throws as the one above. */
export async function agreeOnKeys(db: Database, keys: Record<Exclude<KeyName, "files">, string[]>): Promise<void> {
  for (const name of ["secret", "publication", "protected"] as const) await agreeOnKey(db, name, keys[name]);
}

/** The same of the place of the files: it bears a mark, made by the first node. */
export async function agreeOnFiles(db: Database, blobs: Blobs): Promise<void> {
  const other = () => new StartupError(remedies.files.replace("{place}", blobs.place));
  const found = await readMark(blobs);
  const made = found ?? randomUUID();
  const noted = await claimKey(db, "files", made);
  if (found === noted) return;
  if (found !== undefined) throw other();
  if (noted === made || (await holdsFiles(db, blobs))) return writeMark(blobs, noted);
  // Another node that starts at this moment has noted it, and is about to mark the place that it shares with this one.
  for (let i = 0; i < TRIES; i++) {
    await sleep(TRY_MS);
    if ((await readMark(blobs)) === noted) return;
  }
  throw other();
}

/** Makes this node's the ones that all nodes must have. */
export async function acceptKey(db: Database, name: Exclude<KeyName, "files">, fingerprint: string): Promise<void> {
  await setKey(db, name, fingerprint);
}

export async function acceptFiles(db: Database, blobs: Blobs): Promise<void> {
  const mark = (await readMark(blobs)) ?? randomUUID();
  await writeMark(blobs, mark);
  await setKey(db, "files", mark);
}

/** True when the last files that the database names are there: one that was restored, or moved by hand, bears no mark. */
async function holdsFiles(db: Database, blobs: Blobs): Promise<boolean> {
  const sample = await lastFiles(db, SAMPLE);
  const sizes = await Promise.all(sample.map((sha256) => blobs.size(fileName(sha256))));
  return sample.length > 0 && sizes.every((size) => size !== undefined);
}

async function readMark(blobs: Blobs): Promise<string | undefined> {
  const bytes = await blobs.get(MARK).catch((error: unknown) => {
    throw new StartupError(`The files cannot be read from ${blobs.place} (${reasonOf(error)}): correct VILLE_MONDE_FILES and its keys.`);
  });
  return bytes && Buffer.from(bytes).toString("utf8").trim();
}

async function writeMark(blobs: Blobs, mark: string): Promise<void> {
  await blobs.put(MARK, Buffer.from(`${mark}\n`)).catch((error: unknown) => {
    throw new StartupError(`The files cannot be written to ${blobs.place} (${reasonOf(error)}): correct VILLE_MONDE_FILES and its keys.`);
  });
}

/** What the server of the bucket, or the disk, gave as its reason. */
export function reasonOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const { name, code, message } = cause as { name?: string; code?: string; message?: string };
  return code ?? (name && name !== "Error" ? name : (message ?? String(cause)));
}

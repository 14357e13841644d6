import { join } from "node:path";
import type { Database } from "../../platform/database/connect.ts";
import { KEPT_PUBLICATIONS } from "./actions.ts";
import { type Copies, digestOfFile } from "./copies.ts";
import { fingerprintOf, isSigned } from "./keys.ts";
import { copyName, digestOf, type Entry, type Manifest, readManifest } from "./manifest.ts";
import { publicationsAfter } from "./store.ts";

/** What does not hold: what it is about (a manifest, a file), and why. */
export interface Fault {
  about: string;
  fault: "unreadable" | "signature" | "other_key" | "digest" | "previous" | "size" | "content" | "missing";
}
export interface Verified {
  manifests: number;
  files: number;
  /** Files of a manifest that were not there to be looked at. */
  absent: number;
  faults: Fault[];
}

const BATCH = 50;

/** Walks every publication of this site, and the copies of the last ones. */
export async function verifyHere(db: Database, copies: Copies, onProgress: (done: number) => void = () => {}): Promise<Verified> {
  const result: Verified = { manifests: 0, files: 0, absent: 0, faults: [] };
  const last: Manifest[] = [];
  let before: { number: number; sha256: string } | null = null;
  for (let after = 0; ; ) {
    const rows = await publicationsAfter(db, after, BATCH);
    for (const row of rows) {
      const about = `publication ${row.number}`;
      const manifest = readManifest(row.manifest);
      if (!isSigned(row.manifest, row.signature, row.publicKey)) result.faults.push({ about, fault: "signature" });
      if (digestOf(row.manifest) !== row.sha256) result.faults.push({ about, fault: "digest" });
      if (!manifest) result.faults.push({ about, fault: "unreadable" });
      else {
        if (manifest.number !== row.number || JSON.stringify(manifest.previous) !== JSON.stringify(before))
          result.faults.push({ about, fault: "previous" });
        if (manifest.key.sha256 !== fingerprintOf(row.publicKey)) result.faults.push({ about, fault: "other_key" });
        last.push(manifest);
      }
      before = { number: row.number, sha256: row.sha256 };
      onProgress(++result.manifests);
    }
    if (rows.length < BATCH) break;
    after = rows.at(-1)!.number;
  }
  const seen = new Set<string>();
  for (const { number, files } of last.slice(-KEPT_PUBLICATIONS))
    for (const entry of files) {
      if (seen.has(entry.sha256)) continue;
      seen.add(entry.sha256);
      result.files++;
      const fault = faultOf(entry, await copies.size(entry.sha256), await copies.digest(entry.sha256));
      if (fault) result.faults.push({ about: `${copyName(entry)} of publication ${number}`, fault });
    }
  return result;
}

function faultOf(entry: Entry, bytes: number | undefined, sha256: string | undefined): Fault["fault"] | undefined {
  if (bytes === undefined || sha256 === undefined) return "missing";
  return sha256 === entry.sha256 ? undefined : bytes === entry.bytes ? "content" : "size";
}

/** A manifest that was taken away, its signature and the files beside it. `publicKey`: whose signature is expected. */
export async function verifyTaken(text: string, signature: Uint8Array, publicKey: string, folder: string): Promise<Verified> {
  const manifest = readManifest(text);
  const result: Verified = { manifests: 1, files: 0, absent: 0, faults: faultsOfManifest(text, signature, publicKey) };
  for (const entry of manifest?.files ?? []) {
    const sha256 = await digestOfFile(join(folder, copyName(entry)));
    if (sha256 === undefined) result.absent++;
    else {
      result.files++;
      if (sha256 !== entry.sha256) result.faults.push({ about: copyName(entry), fault: "content" });
    }
  }
  return result;
}

export function faultsOfManifest(text: string, signature: Uint8Array, publicKey: string): Fault[] {
  const manifest = readManifest(text);
  return [
    ...(isSigned(text, signature, publicKey) ? [] : [{ about: "manifest", fault: "signature" as const }]),
    ...(manifest ? [] : [{ about: "manifest", fault: "unreadable" as const }]),
    ...(manifest && manifest.key.sha256 !== fingerprintOf(publicKey) ? [{ about: "manifest", fault: "other_key" as const }] : []),
  ];
}

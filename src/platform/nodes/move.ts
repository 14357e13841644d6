import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Blobs } from "../blobs.ts";

const FOLDERS = ["files/", "publications/"];
const DIGEST = /\/([0-9a-f]{64})$/;

export interface Moved {
  copied: number;
  /** Those that were there already, whole. */
  kept: number;
  bytes: number;
  /** Those that could not be copied, and why. */
  faults: { name: string; fault: "altered" | "lost" | "differs" }[];
}

/**
 * Copies all files from one place to another, each read back from there and held against its digest before it counts.
 * Nothing is taken away from where it was. A file of which the digest is wrong at the source is told, and not copied. Begun
 * anew, it goes on where it stopped.
 */
export async function copyBlobs(from: Blobs, to: Blobs, onProgress: (done: number) => void = () => {}): Promise<Moved> {
  const moved: Moved = { copied: 0, kept: 0, bytes: 0, faults: [] };
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-move-"));
  let done = 0;
  try {
    for (const one of FOLDERS)
      for await (const name of from.list(one)) {
        // What is being made at this moment is no file yet.
        if (name.includes("/draft-")) continue;
        const fault = await copyOne(name, from, to, join(folder, randomUUID()), moved);
        if (fault) moved.faults.push({ name, fault });
        onProgress(++done);
      }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return moved;
}

async function copyOne(
  name: string,
  from: Blobs,
  to: Blobs,
  draft: string,
  moved: Moved,
): Promise<Moved["faults"][number]["fault"] | undefined> {
  try {
    const taken = await take(from, name, draft);
    if (!taken) return "lost";
    const digest = DIGEST.exec(name)?.[1];
    if (digest && digest !== taken.sha256) return "altered";
    if ((await to.size(name)) === taken.bytes && (await take(to, name))?.sha256 === taken.sha256) {
      moved.kept++;
      return undefined;
    }
    await to.putFile(name, draft);
    if ((await take(to, name))?.sha256 !== taken.sha256) return "differs";
    moved.copied++;
    moved.bytes += taken.bytes;
    return undefined;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Reads one, to the disk if a path is given; undefined when it is not there. */
async function take(blobs: Blobs, name: string, path?: string): Promise<{ sha256: string; bytes: number } | undefined> {
  const source = await blobs.stream(name);
  if (!source) return undefined;
  const hash = createHash("sha256");
  let bytes = 0;
  const seen = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      bytes += chunk.length;
      next(null, path ? chunk : undefined);
    },
  });
  if (path) await pipeline(source, seen, createWriteStream(path));
  else await pipeline(source, seen.resume());
  return { sha256: hash.digest("hex"), bytes };
}

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Blobs, blobsInFolder } from "../../platform/blobs.ts";

const FOLDER = "publications";
const named = (sha256: string) => `${FOLDER}/${sha256}`;

/** The files of the last publications, each kept once under its SHA-256, where the nodes keep what they share. */
export class Copies {
  readonly #blobs: Blobs;
  readonly #drafts: string;

  /** `dataDir`: where files are made before they are kept; and kept, when no other place is given. */
  constructor(dataDir: string, blobs: Blobs = blobsInFolder(dataDir)) {
    this.#blobs = blobs;
    this.#drafts = join(dataDir, FOLDER);
  }

  /** Its size in bytes; undefined when it is not, or no longer, kept. */
  size(sha256: string): Promise<number | undefined> {
    return this.#blobs.size(named(sha256));
  }

  stream(sha256: string): Promise<Readable | undefined> {
    return this.#blobs.stream(named(sha256));
  }

  /** Its digest, as it is now; undefined when it cannot be read. */
  async digest(sha256: string): Promise<string | undefined> {
    const hash = createHash("sha256");
    try {
      const source = await this.stream(sha256);
      if (!source) return undefined;
      await pipeline(source, hash);
      return hash.digest("hex");
    } catch {
      return undefined;
    }
  }

  /** A folder for files being made, empty: what a killed process left in one goes. */
  async draftFolder(): Promise<string> {
    await mkdir(this.#drafts, { recursive: true });
    for (const name of await readdir(this.#drafts))
      if (name.startsWith("draft-")) await rm(join(this.#drafts, name), { recursive: true, force: true });
    const folder = join(this.#drafts, `draft-${crypto.randomUUID()}`);
    await mkdir(folder);
    return folder;
  }

  async keep(draft: string, sha256: string): Promise<void> {
    await this.#blobs.putFile(named(sha256), draft);
  }

  /** Puts a copy of it on this machine's disk, to be read more than once. False when it is not kept. */
  async take(sha256: string, path: string): Promise<boolean> {
    const source = await this.stream(sha256);
    if (source) await pipeline(source, createWriteStream(path));
    return source !== undefined;
  }

  /** Takes away the copies that no publication of `wanted` names. */
  async forgetAllBut(wanted: ReadonlySet<string>): Promise<void> {
    for await (const name of this.#blobs.list(`${FOLDER}/`)) {
      const sha256 = name.slice(FOLDER.length + 1);
      if (/^[0-9a-f]{64}$/.test(sha256) && !wanted.has(sha256)) await this.#blobs.remove(name);
    }
  }
}

/** Writes content to a file and says what it is. */
export async function writeDraft(path: string, content: AsyncIterable<string | Uint8Array>): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* seen() {
    for await (const part of content) {
      const chunk = typeof part === "string" ? Buffer.from(part) : part;
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  await pipeline(Readable.from(seen(), { objectMode: false }), createWriteStream(path));
  return { bytes, sha256: hash.digest("hex") };
}

/** The SHA-256 of a file on the disk; undefined when it cannot be read. */
export async function digestOfFile(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest("hex");
  } catch {
    return undefined;
  }
}

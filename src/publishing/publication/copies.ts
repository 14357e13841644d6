import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** The files of the last publications, each kept once under its SHA-256, in a folder that the nodes share. */
export class Copies {
  #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, "publications");
  }

  path(sha256: string): string {
    return join(this.#folder, sha256);
  }

  /** Its size in bytes; undefined when it is not, or no longer, kept. */
  async size(sha256: string): Promise<number | undefined> {
    return (await stat(this.path(sha256)).catch(() => undefined))?.size;
  }

  /** A folder for files being made, empty: what a killed process left in one goes. */
  async draftFolder(): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    for (const name of await readdir(this.#folder)) if (name.startsWith("draft-")) await this.#remove(name);
    const folder = join(this.#folder, `draft-${crypto.randomUUID()}`);
    await mkdir(folder);
    return folder;
  }

  async keep(draft: string, sha256: string): Promise<void> {
    await rename(draft, this.path(sha256));
  }

  /** Takes away the copies that no publication of `wanted` names. */
  async forgetAllBut(wanted: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.#folder)) if (/^[0-9a-f]{64}$/.test(name) && !wanted.has(name)) await this.#remove(name);
  }

  #remove(name: string): Promise<void> {
    return rm(join(this.#folder, name), { recursive: true, force: true });
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

import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createBrotliCompress, createGzip } from "node:zlib";

export type Encoding = "identity" | "gzip" | "br";
const suffixes: Record<Encoding, string> = { identity: "", gzip: ".gz", br: ".br" };

/** A file kept on the disk, in each encoding it was written in. */
export interface Kept {
  mark: string;
  copies: Partial<Record<Encoding, { path: string; bytes: number }>>;
}

/** What a maker gives: the content, and the mark of what it was made from. */
export interface Made {
  mark: string;
  content: AsyncIterable<string | Uint8Array>;
}

/**
 * Files made once for each state of the register and kept in `folder`, each in its last state only. One is made at a
 * time, however many ask.
 */
export class KeptFiles {
  #folder: string;
  #making = new Map<string, Promise<Kept>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The copy of `name` at `mark`; undefined when it has not been made. */
  async find(name: string, mark: string, packed: boolean): Promise<Kept | undefined> {
    const copies: Kept["copies"] = {};
    for (const encoding of encodingsOf(packed)) {
      const path = this.#path(name, mark, encoding);
      const found = await stat(path).catch(() => undefined);
      if (!found) return undefined;
      copies[encoding] = { path, bytes: found.size };
    }
    return { mark, copies };
  }

  /** The last copy of `name` that was kept, at whatever mark, and when it was made. */
  async last(name: string, packed: boolean): Promise<(Kept & { at: Date }) | undefined> {
    const names = await readdir(this.#folder).catch(() => []);
    const marks = new Set(names.flatMap((one) => (one.startsWith(`${name}~`) ? [one.slice(name.length + 1).split("~")[0]!] : [])));
    const found = await Promise.all(
      [...marks].map(async (mark) => {
        const kept = await this.find(name, mark, packed);
        return kept && { ...kept, at: (await stat(kept.copies.identity!.path)).mtime };
      }),
    );
    return found.filter((one) => one !== undefined).sort((a, b) => b.at.getTime() - a.at.getTime())[0];
  }

  /** The copy of `name` at `mark`, made if need be. `make` runs `write` while what it reads from stays as it is. */
  async get(name: string, mark: string, packed: boolean, make: (write: (made: Made) => Promise<Kept>) => Promise<Kept>): Promise<Kept> {
    const key = `${name} ${mark}`;
    const found = this.#making.get(key) ?? (await this.find(name, mark, packed));
    if (found) return found;
    const made = this.#making.get(key) ?? this.#turn.then(() => make((one) => this.#write(name, packed, one)));
    this.#making.set(key, made);
    this.#turn = made.catch(() => {});
    try {
      return await made;
    } finally {
      this.#making.delete(key);
    }
  }

  async #write(name: string, packed: boolean, { mark, content }: Made): Promise<Kept> {
    await mkdir(this.#folder, { recursive: true });
    const draft = join(this.#folder, `draft-${crypto.randomUUID()}`);
    try {
      await pipeline(Readable.from(content), createWriteStream(draft));
      if (!packed) {
        await pipeline(createReadStream(draft), createGzip({ level: 6 }), createWriteStream(draft + suffixes.gzip));
        await pipeline(
          createReadStream(draft),
          createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
          createWriteStream(draft + suffixes.br),
        );
      }
      for (const encoding of encodingsOf(packed)) await rename(draft + suffixes[encoding], this.#path(name, mark, encoding));
    } finally {
      for (const suffix of Object.values(suffixes)) await rm(draft + suffix, { force: true });
    }
    await this.#forget(name, mark);
    return (await this.find(name, mark, packed))!;
  }

  /** Takes away what was kept of other states. Those who are reading one go on reading it. */
  async #forget(name: string, mark: string): Promise<void> {
    for (const one of await readdir(this.#folder))
      if (one.startsWith(`${name}~`) && !one.startsWith(`${name}~${mark}~`)) await rm(join(this.#folder, one), { force: true });
  }

  #path(name: string, mark: string, encoding: Encoding): string {
    return join(this.#folder, `${name}~${mark}~${suffixes[encoding]}`);
  }
}

// The plain copy last: when it is there, all are.
const encodingsOf = (packed: boolean): Encoding[] => (packed ? ["identity"] : ["gzip", "br", "identity"]);

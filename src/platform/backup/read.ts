import { once } from "node:events";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { StartupError } from "../startup-error.ts";
import { decrypterWith } from "./age.ts";
import { type Head, headSchema } from "./format.ts";

/** An entry of an archive. Its content is read, to the end, before the next entry is asked for. */
export interface Read {
  name: string;
  size: number;
  content: AsyncIterable<Buffer>;
}

/** A backup being read: its head, then all other entries, once. */
export interface Opened {
  head: Head;
  rest: AsyncIterable<Read>;
  /** Lets go of the file; also of one that was not read to its end. */
  close(): void;
}

/**
 * Opens a backup. Throws a StartupError when the file cannot be read, is for another key, is no backup, or, while its
 * entries are read, was cut or altered: then nothing that was read may be believed.
 */
export async function openBackup(path: string, identities: readonly string[]): Promise<Opened> {
  const file = createReadStream(path);
  const told = (error: unknown) => explained(path, error);
  try {
    const plain = await decrypterWith(identities).decrypt(Readable.toWeb(file) as globalThis.ReadableStream<Uint8Array>);
    const entries = entriesIn(Readable.fromWeb(plain as unknown as ReadableStream), told);
    const first = await entries.next();
    if (first.done || first.value.name !== "head.json") throw new StartupError(`${path} is no backup of Ville-Monde.`);
    const parsed = headSchema.safeParse(JSON.parse((await whole(first.value.content)).toString("utf8")));
    if (!parsed.success)
      throw new StartupError(`${path} is a backup of a format that this version does not know: restore it with the version that made it.`);
    return { head: parsed.data, rest: entries, close: () => file.destroy() };
  } catch (error) {
    file.destroy();
    throw told(error);
  }
}

async function* entriesIn(plain: Readable, told: (error: unknown) => Error): AsyncGenerator<Read> {
  const archive = extract();
  const gunzip = createGunzip();
  // It is told by the iteration below, when there is still one.
  archive.on("error", () => {});
  // Whatever breaks breaks the reading of the archive.
  plain.on("error", (error) => gunzip.destroy(error));
  gunzip.on("error", (error) => archive.destroy(error));
  plain.pipe(gunzip);
  (async () => {
    for await (const chunk of gunzip) if (!archive.write(chunk)) await once(archive, "drain");
    archive.end(undefined);
  })().catch((error: Error) => archive.destroy(error));
  try {
    for await (const entry of archive)
      yield { name: entry.header.name, size: entry.header.size ?? 0, content: contentOf(entry as unknown as AsyncIterable<Buffer>, told) };
  } catch (error) {
    throw told(error);
  } finally {
    plain.destroy();
    gunzip.destroy();
  }
}

/** What breaks in the middle of an entry is met by who reads it. */
async function* contentOf(entry: AsyncIterable<Buffer>, told: (error: unknown) => Error): AsyncGenerator<Buffer> {
  try {
    yield* entry;
  } catch (error) {
    throw told(error);
  }
}

function explained(path: string, error: unknown): Error {
  if (error instanceof StartupError) return error;
  const { message = "", code = "" } = error as NodeJS.ErrnoException;
  if (["ENOENT", "EACCES", "EISDIR", "EIO"].includes(code)) return new StartupError(`${path} cannot be read (${code}).`);
  if (/no identity matched/i.test(message))
    return new StartupError(
      `${path} is for another key: none of the identities given opens it. Give the file with the key that it was made for.`,
    );
  if (/invalid version|not an age|header|stanza|HMAC/i.test(message) && !/tag/.test(message))
    return new StartupError(`${path} is no age file, or its beginning was altered: take another copy of it.`);
  if (/tag|chunk|stream|end of (file|data)|unexpected|ciphertext|JSON|incorrect|invalid|Premature/i.test(message) || code.startsWith("Z_"))
    return new StartupError(`${path} was cut or altered: nothing of it may be believed. Take another copy of it, or another backup.`);
  return error as Error;
}

/** The content of an entry that is small. */
export async function whole(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Readable } from "node:stream";
import type pg from "pg";
import type { Blobs } from "../blobs.ts";
import { fileName } from "../files.ts";
import { copyOut, readFileNames, readJobs, readSequences, type Table } from "./dump-store.ts";
import { digestOf, type Foot, type Head, nameOf, RowsDigest } from "./format.ts";

/** One entry of the archive: its bytes, or a stream of so many. */
export type Entry = { name: string; bytes: Uint8Array } | { name: string; stream: Readable; size: number };

/** Rows are gathered into parts of about this size: an entry says its length before its content. */
const PART_BYTES = 1024 * 1024;
/** Keys of the data folder that go with it. The one that seals the files of people at risk never does. */
export const KEY_FILES = ["secret", "publication-key.pem"];

export interface Source {
  client: pg.Client;
  tables: readonly Table[];
  /** Files, under files/, and the copies of what was published. */
  blobs: Blobs;
  dataDir: string;
  cityDir: string;
  /** Of the site's key. */
  sign(text: string): Uint8Array;
  /** Told how many rows and files have gone. */
  onProgress?: ((done: number) => void) | undefined;
}

/** All that a backup holds after its head, as it is read; the last two say and sign what came before. */
export async function* entriesOf(head: Head, source: Source): AsyncGenerator<Entry, Foot> {
  const { client, dataDir, onProgress = () => {} } = source;
  const headBytes = Buffer.from(JSON.stringify(head, null, 1));
  const foot: Foot = { head: digestOf(headBytes), tables: {}, sequences: [], entries: {}, files: 0, missing: [] };
  let done = 0;
  const small = (name: string, bytes: Uint8Array): Entry => {
    foot.entries[name] = digestOf(bytes);
    return { name, bytes };
  };
  yield { name: "head.json", bytes: headBytes };
  for (const name of KEY_FILES) {
    const bytes = await readFile(join(dataDir, name)).catch(() => undefined);
    if (bytes) yield small(`keys/${name}`, bytes);
  }
  for (const table of source.tables.filter(({ copied }) => copied)) {
    const digest = new RowsDigest();
    let [parts, size, number]: [Buffer[], number, number] = [[], 0, 0];
    const part = (): Entry => {
      const bytes = Buffer.concat(parts);
      [parts, size] = [[], 0];
      return { name: `database/${nameOf(table)}/${String(++number).padStart(6, "0")}`, bytes };
    };
    for await (const chunk of copyOut(client, table)) {
      digest.update(chunk);
      parts.push(chunk);
      size += chunk.length;
      if (size < PART_BYTES) continue;
      yield part();
      onProgress(done + digest.rows);
    }
    if (size > 0) yield part();
    done += digest.rows;
    foot.tables[nameOf(table)] = digest.end();
    onProgress(done);
  }
  foot.sequences = await readSequences(client);
  yield small("jobs.jsonl", Buffer.from((await readJobs(client)).map((job) => `${JSON.stringify(job)}\n`).join("")));
  for (const { sha256, needed } of await readFileNames(client)) {
    const entry = await kept(source.blobs, fileName(sha256), `files/${sha256}`);
    if (entry) {
      foot.files++;
      yield entry;
    } else if (needed) foot.missing.push(sha256);
    onProgress(++done);
  }
  for await (const name of source.blobs.list("publications")) {
    const entry = /^publications\/[0-9a-f]{64}$/.test(name) && (await kept(source.blobs, name, name));
    if (entry) yield entry;
  }
  for (const name of await filesIn(source.cityDir)) yield small(`city/${name}`, await readFile(join(source.cityDir, name)));
  const text = JSON.stringify(foot, null, 1);
  yield { name: "foot.json", bytes: Buffer.from(text) };
  yield { name: "foot.sig", bytes: source.sign(text) };
  return foot;
}

/** Something that is kept; undefined when it is not, or has gone meanwhile. */
async function kept(blobs: Blobs, from: string, name: string): Promise<Entry | undefined> {
  const size = await blobs.size(from);
  const stream = size === undefined ? undefined : await blobs.stream(from);
  return stream && { name, stream, size: size! };
}

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .toSorted();
}

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { parse } from "csv-parse";

/** The records of a file: how many, and where each has an identifier, its digest by it. */
export interface Records {
  rows: number;
  digests?: Map<string, string>;
}

/** Larger JSON is not counted: it would be read whole. In bytes. */
const MOST_JSON = 2_000_000;

const digest = (text: string) => createHash("sha1").update(text).digest("base64url");

/** Reads the records of a file on the disk; undefined for a format whose records are not known. */
export async function readRecords(path: string, name: string, bytes: number): Promise<Records | undefined> {
  if (name.endsWith(".csv")) return readCsv(path);
  if (name === "iati.xml") return readActivities(path);
  if (name.endsWith(".geojson")) return { rows: await countOf(path, FEATURE) };
  if (name.endsWith(".json") && !name.endsWith(".schema.json") && bytes <= MOST_JSON) return readJson(path);
  return undefined;
}

/** Lines below the names. They have identifiers where the first column is "id". */
async function readCsv(path: string): Promise<Records> {
  const digests = new Map<string, string>();
  let rows = -1;
  let known = false;
  for await (const cells of createReadStream(path).pipe(parse({ relax_column_count: true, bom: true })) as AsyncIterable<string[]>) {
    if (rows < 0) known = cells[0] === "id";
    else if (known) digests.set(cells[0]!, digest(JSON.stringify(cells)));
    rows++;
  }
  return { rows: Math.max(rows, 0), ...(known ? { digests } : {}) };
}

const END = "</iati-activity>";

/** As our own writer writes them: no comment or CDATA section in which the end of an element could stand. */
async function readActivities(path: string): Promise<Records> {
  const digests = new Map<string, string>();
  let [rows, rest] = [0, ""];
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 256 * 1024 })) {
    const parts = (rest + chunk).split(END);
    rest = parts.pop()!;
    for (const part of parts) {
      const activity = part.slice(part.indexOf("<iati-activity "));
      rows++;
      // A copy: a part of a text keeps the whole of it in memory.
      const id = Buffer.from(/<iati-identifier>([^<]*)</.exec(activity)?.[1] ?? String(rows)).toString();
      digests.set(id, digest(activity));
    }
  }
  return { rows, digests };
}

/** As JSON writes it: a quotation mark within a text has a backslash before it. */
const FEATURE = '"type":"Feature",';

async function countOf(path: string, what: string): Promise<number> {
  let [n, rest] = [0, ""];
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
    const parts = (rest + chunk).split(what);
    n += parts.length - 1;
    rest = parts.at(-1)!.slice(1 - what.length);
  }
  return n;
}

/** The first list of the file. */
async function readJson(path: string): Promise<Records | undefined> {
  const content: unknown = JSON.parse(await readFile(path, "utf8"));
  const list = Array.isArray(content) ? content : Object.values(content ?? {}).find(Array.isArray);
  return list && { rows: list.length };
}

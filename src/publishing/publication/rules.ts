import { type Entry, keyOf, type Manifest, type Problem } from "./manifest.ts";

/** A file as it was just made. `records`: the digest of each, by its identifier; absent when they were not compared. */
export interface Made {
  path: string;
  language?: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  rows?: number;
  records?: { added: number; changed: number; removed: number };
}

type Place = (file: Pick<Entry, "path" | "language">, number: number) => Pick<Entry, "url" | "copy">;

/** What a file is beside what it was in the publication before. */
export function entryOf(made: Made, before: Entry | undefined, number: number, place: Place): Entry {
  const { path, language, mediaType, bytes, sha256, rows, records } = made;
  const same = before?.sha256 === sha256;
  return {
    path,
    ...(language ? { language } : {}),
    ...place(made, number),
    media_type: mediaType,
    bytes,
    sha256,
    ...(rows === undefined ? {} : { rows }),
    status: before === undefined ? "new" : same ? "unchanged" : "changed",
    since: same ? before.since : number,
    ...(before && !same
      ? {
          change: {
            bytes: bytes - before.bytes,
            ...(rows === undefined || before.rows === undefined ? {} : { rows: rows - before.rows }),
            ...(records ? { records } : {}),
          },
        }
      : {}),
  };
}

/** The last good content of a file that may not go out as it is. */
export function heldEntry(before: Entry, number: number, place: Place): Entry {
  const { change: _change, ...rest } = before;
  return { ...rest, ...place(before, number), status: "held" };
}

/** What went before a file: any content counts, that of a held file too. */
export const entriesByKey = (manifest: Manifest | undefined): Map<string, Entry> =>
  new Map((manifest?.files ?? []).map((entry) => [keyOf(entry), entry]));

/** True when nothing went out that had not already: the same content everywhere, the same problems. */
export function isSame(previous: Manifest | undefined, next: { files: Entry[]; problems: Problem[]; removed: string[] }): boolean {
  return (
    previous !== undefined &&
    next.removed.length === 0 &&
    next.files.every(({ status }) => status === "unchanged" || status === "held") &&
    JSON.stringify(next.problems) === JSON.stringify(previous.problems)
  );
}

export function countsOf({ files, problems }: Pick<Manifest, "files" | "problems">) {
  const of = (status: Entry["status"]) => files.filter((file) => file.status === status).length;
  return { added: of("new"), changed: of("changed"), unchanged: of("unchanged"), held: problems.length };
}

/** What became of the records of a file, by the digest of each. */
export function compareRecords(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  let [added, changed] = [0, 0];
  for (const [id, digest] of after) {
    const was = before.get(id);
    if (was === undefined) added++;
    else if (was !== digest) changed++;
  }
  return { added, changed, removed: before.size - (after.size - added) };
}

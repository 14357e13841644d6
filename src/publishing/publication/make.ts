import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { City } from "../../platform/city.ts";
import { type Locale, languages, mainLanguage } from "../../platform/i18n/languages.ts";
import { type Measure, type PublicFile, publicFiles } from "../files.ts";
import { NotFit, offers } from "../public-file.ts";
import type { PublicState } from "../public-state-store.ts";
import { type Copies, writeDraft } from "./copies.ts";
import { copyName, type Entry, type Problem } from "./manifest.ts";
import { readRecords } from "./records.ts";
import { compareRecords, type Made } from "./rules.ts";
import type { Moment } from "./store.ts";

/** What the files are made from. `moment` reads what is published alone. */
export interface Making {
  moment: Moment;
  city: City;
  baseUrl: string;
  state: PublicState;
  copies: Copies;
  folder: string;
  /** What was made before, for the files that describe others. */
  measureOf(file: PublicFile, locale: Locale): Measure | undefined;
  /** Hears of a fault in the making of a file: the others go out all the same. */
  onFault(path: string, error: unknown): void;
}
export interface Version {
  file: PublicFile;
  locale: Locale;
  language?: Locale;
}

/**
 * Every file to publish, what describes others last. One that comes in several languages is several. What people may take
 * back is left out: a publication keeps its copies.
 */
export const versions = (city: Pick<City, "country">): Version[] =>
  publicFiles
    .filter((file) => !file.takenBack && offers(city, file))
    .sort((a, b) => Number(a.describes !== undefined) - Number(b.describes !== undefined))
    .flatMap((file): Version[] =>
      file.localised ? languages.map((locale) => ({ file, locale, language: locale })) : [{ file, locale: mainLanguage() }],
    );

/** Makes one file in the folder of drafts, or says why it may not go out. */
export async function makeFile(
  version: Version,
  before: Entry | undefined,
  making: Making,
): Promise<{ made: Made } | { problem: Problem }> {
  const { file, locale, language } = version;
  const named = { path: file.path, ...(language ? { language } : {}) };
  const draft = join(making.folder, copyName(named));
  const { moment, city, baseUrl, state } = making;
  try {
    const written = await moment((db) => {
      const content = file.make({ db, city, baseUrl, state, locale, made: async (...one) => making.measureOf(...one) });
      return writeDraft(draft, file.guard ? file.guard(content) : content);
    });
    if (written.sha256 === before?.sha256)
      return { made: { ...named, mediaType: file.type, ...written, ...(before.rows === undefined ? {} : { rows: before.rows }) } };
    return {
      made: { ...named, mediaType: file.type, ...written, ...(await countRecords(draft, named, written.bytes, before, making.copies)) },
    };
  } catch (error) {
    await rm(draft, { force: true });
    if (error instanceof NotFit) return { problem: { ...named, code: "check", message: error.message } };
    making.onFault(named.path, error);
    return { problem: { ...named, code: "failed" } };
  }
}

/** How many records the file has, and what became of those of the last one, where its copy is still there. */
async function countRecords(
  draft: string,
  named: Pick<Entry, "path" | "language">,
  bytes: number,
  before: Entry | undefined,
  copies: Copies,
): Promise<Pick<Made, "rows" | "records">> {
  const now = await readRecords(draft, named.path, bytes);
  if (!now) return {};
  const was = before && now.digests && (await recordsBefore(before, `${draft}.before`, copies));
  return { rows: now.rows, ...(was?.digests && now.digests ? { records: compareRecords(was.digests, now.digests) } : {}) };
}

/** The records of the last copy; undefined when it cannot be read. */
async function recordsBefore(before: Entry, path: string, copies: Copies) {
  try {
    return (await copies.take(before.sha256, path)) ? await readRecords(path, before.path, before.bytes) : undefined;
  } catch {
    return undefined;
  } finally {
    await rm(path, { force: true });
  }
}

const NOTHING = { added: 0, changed: 0, removed: 0 };

/** The records of a dataset's workbook and of its JSON are those of its CSV: they are not read again. */
export function likeCsv(made: Made[], before: ReadonlyMap<string, Entry>): Made[] {
  const tables = new Map(made.filter(({ path }) => path.endsWith(".csv")).map((one) => [one.path, one]));
  return made.map((one) => {
    const table = /\.(xlsx|json)$/.test(one.path) ? tables.get(one.path.replace(/\.\w+$/, ".csv")) : undefined;
    if (table?.rows === undefined) return one;
    const records = table.sha256 === before.get(table.path)?.sha256 ? NOTHING : table.records;
    return { ...one, rows: table.rows, ...(records ? { records } : {}) };
  });
}

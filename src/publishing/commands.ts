import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { City } from "../platform/city.ts";
import { type Database, published } from "../platform/database/connect.ts";
import { type Locale, mainLanguage } from "../platform/i18n/languages.ts";
import type { DatasetName } from "./datasets.ts";
import { type Format, fileOf } from "./files.ts";
import { checkIati, type IatiReport } from "./iati/check.ts";
import { publicState } from "./public-state-store.ts";
import { inSnapshot } from "./snapshot.ts";

/** What a command of the open data needs. `db` may see everything: only what is published is read. */
export interface ExportServices {
  db: Database;
  city: City;
  baseUrl: string;
}

/**
 * Writes one file of the open data to `out`, which it ends unless it is the standard output. `dataset` matters to the
 * formats of tables and maps, `locale` to the files in one language. Throws a RangeError when there is no such file.
 */
export async function exportFile(
  { db, city, baseUrl }: ExportServices,
  format: Format,
  out: Writable,
  options: { dataset?: DatasetName; locale?: Locale; onBytes?: ((written: number) => void) | undefined } = {},
): Promise<void> {
  const { dataset = "projects", locale = mainLanguage(), onBytes = () => {} } = options;
  const file = fileOf(dataset, format);
  if (!file) throw new RangeError(`there is no ${format} of ${dataset}`);
  await inSnapshot(published(db), async (snapshot) => {
    const state = await publicState(snapshot);
    const content = Readable.from(counted(file.make({ db: snapshot, city, baseUrl, state, locale }), onBytes));
    await pipeline(content, out, { end: out !== process.stdout });
  });
}

async function* counted(content: AsyncIterable<string | Uint8Array>, onBytes: (written: number) => void) {
  let written = 0;
  for await (const part of content) {
    written += part.length;
    onBytes(written);
    yield part;
  }
}

/** Checks the IATI files as they would go out now: findings empty when they are valid. */
export function checkExport({ db, city, baseUrl }: ExportServices): Promise<IatiReport> {
  return inSnapshot(published(db), (snapshot) => checkIati({ db: snapshot, city, baseUrl }));
}

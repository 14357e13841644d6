import type { Locale } from "../../platform/i18n/languages.ts";
import { soon } from "../../platform/soon.ts";
import type { Services } from "../../platform/web/env.ts";
import { type Entry, entriesOf, type Offered } from "../../publishing/catalogue/entries.ts";
import type { Extent } from "../../publishing/catalogue/extent-store.ts";
import { filterExamples, listSources, type SourceListed } from "../../publishing/datasets/count-store.ts";
import { deskOf } from "../../publishing/desk.ts";
import { type PublicFile, publicFiles } from "../../publishing/files.ts";
import { offers } from "../../publishing/public-file.ts";
import { findPublication } from "../../publishing/publication/store.ts";

export type FileListed = Pick<Offered, "path" | "format" | "type" | "localised"> & { bytes: number | undefined };
export interface EntryListed {
  entry: Entry;
  extent: Extent;
  files: FileListed[];
}

/** What the page of the open data shows. */
export interface Catalogue {
  updatedAt: Date;
  entries: EntryListed[];
  /** The catalogue itself, for machines. */
  files: FileListed[];
  /** When all files were last published together, with a signed list of their digests; undefined when they never were. */
  signedAt: Date | undefined;
  sources: SourceListed[];
  /** Values of the filters that projects of this register have. */
  examples: Record<string, string | undefined>;
  /** Every size is known. */
  complete: boolean;
}

/** Up to so many rows in all, the page has the files made that it gives the size of; beyond, it shows the sizes it finds. */
const SMALL = 5_000;
/** How long it waits for them: what is not made by then is shown without its size, until the next visit. */
const PATIENCE_MS = 1_500;

export async function readCatalogue(services: Services, locale: Locale): Promise<Catalogue> {
  const { published: db } = services;
  const desk = deskOf(services);
  const entriesOffered = entriesOf(publicFiles.filter((file) => offers(services.city, file)));
  const [state, sources, examples, publication, extents] = await Promise.all([
    desk.state(),
    listSources(db),
    filterExamples(db),
    findPublication(db),
    Promise.all(entriesOffered.map((entry) => entry.extent(db))),
  ]);
  const rows = extents.reduce((sum, extent, i) => sum + (entriesOffered[i]!.group === "tables" ? extent.rows : 0), 0);
  const sizeOf = async (file: PublicFile): Promise<number | undefined> => {
    if (rows > SMALL) return desk.bytes(file, locale);
    // A file that cannot be kept has no size to show, and is there all the same.
    const made = desk.whole(file, locale).then(
      (kept) => kept.copies.identity!.bytes,
      () => undefined,
    );
    return soon(made, PATIENCE_MS);
  };
  const listed = async ({ path, format, type, localised, file }: Offered): Promise<FileListed> => ({
    path,
    format,
    type,
    localised,
    bytes: file && (await sizeOf(file)),
  });
  const entries = await Promise.all(
    entriesOffered.map(
      async (entry, i): Promise<EntryListed> => ({ entry, extent: extents[i]!, files: await Promise.all(entry.files.map(listed)) }),
    ),
  );
  const files = await Promise.all(publicFiles.filter(({ describes }) => describes).map((file) => listed({ ...file, file })));
  // A feed is made for each request: it has no size to wait for.
  const sized = [...entries.flatMap((one) => one.files.filter((_, i) => one.entry.files[i]!.file)), ...files];
  const complete = sized.every((file) => file.bytes !== undefined);
  return { updatedAt: state.at, entries, files, signedAt: publication?.at, sources, examples, complete };
}

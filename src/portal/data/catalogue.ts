import type { Locale } from "../../platform/i18n/languages.ts";
import type { Services } from "../../platform/web/env.ts";
import { extents, filterExamples, listSources, type SourceListed } from "../../publishing/datasets/count-store.ts";
import { type Dataset, type DatasetName, datasetNames, datasets } from "../../publishing/datasets.ts";
import { deskOf } from "../../publishing/desk.ts";
import { type Format, type PublicFile, publicFiles } from "../../publishing/files.ts";
import { iatiExtent } from "../../publishing/iati/reported-store.ts";
import { scdlExtents } from "../../publishing/scdl/files.ts";

export interface FileListed {
  path: string;
  format: Format;
  type: string;
  bytes: number | undefined;
}
export interface DatasetListed {
  name: DatasetName;
  dataset: Dataset;
  rows: number;
  changedAt: Date | null;
  files: FileListed[];
}

/** What the page of the open data shows. */
export interface Catalogue {
  updatedAt: Date;
  datasets: DatasetListed[];
  /** The IATI files, one row per activity. */
  iati: { rows: number; changedAt: Date | null; files: FileListed[] };
  /** The two SCDL files: beneficiaries with a French number, and the others. One row per signed agreement. */
  scdl: { rows: number; changedAt: Date | null; files: FileListed[] }[];
  sources: SourceListed[];
  /** Values of the filters that projects of this register have. */
  examples: Record<string, string | undefined>;
  /** Every size is known. */
  complete: boolean;
}

/** Up to so many rows in all, the page has the files made that it gives the size of; beyond, it shows the sizes it finds. */
const SMALL = 5_000;

export async function readCatalogue(services: Services, locale: Locale): Promise<Catalogue> {
  const { published: db } = services;
  const desk = deskOf(services);
  const [state, extent, sources, examples, signed] = await Promise.all([
    desk.state(),
    extents(
      db,
      datasetNames.map((name) => datasets[name].kind),
    ),
    listSources(db),
    filterExamples(db),
    scdlExtents(db),
  ]);
  const small = Object.values(extent).reduce((sum, { rows }) => sum + rows, 0) <= SMALL;
  const listed = async (file: PublicFile): Promise<FileListed> => {
    // A file that cannot be kept has no size to show, and is there all the same.
    const bytes = small
      ? await desk.whole(file, locale).then(
          (kept) => kept.copies.identity!.bytes,
          () => undefined,
        )
      : await desk.bytes(file, locale);
    return { path: file.path, format: file.format, type: file.type, bytes };
  };
  const files = (keep: (file: PublicFile) => boolean) =>
    Promise.all(publicFiles.filter((file) => file.format !== "schema" && keep(file)).map(listed));
  const entries = await Promise.all(
    datasetNames.map(
      async (name): Promise<DatasetListed> => ({
        name,
        dataset: datasets[name],
        ...extent[datasets[name].kind]!,
        files: await files((file) => file.dataset === name),
      }),
    ),
  );
  const iati = { ...(await iatiExtent(db)), files: await files((file) => file.format.startsWith("iati")) };
  const lists = await files((file) => file.format === "scdl");
  const scdl = [signed.identified, signed.others].map((one, i) => ({ ...one, files: [lists[i]!] }));
  const complete = [...entries.flatMap((entry) => entry.files), ...iati.files, ...lists].every((file) => file.bytes !== undefined);
  return { updatedAt: state.at, datasets: entries, iati, scdl, sources, examples, complete };
}

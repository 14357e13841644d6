import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { type DatasetName, datasetNames, datasets } from "../datasets.ts";
import { iatiExtent } from "../iati/reported-store.ts";
import type { PublicFile } from "../public-file.ts";
import { said } from "../said.ts";
import { scdlExtents } from "../scdl/files.ts";
import { type Extent, extentOf } from "./extent-store.ts";

export const groups = ["tables", "standards", "calls", "other"] as const;
export type Group = (typeof groups)[number];

/** A file as the catalogue offers it: of the open data, or a feed that is made for each request. */
export type Offered = Pick<PublicFile, "path" | "type" | "localised"> & { format: string; file?: PublicFile };

/** One set of data in one or more files: a row of the page of data, a dcat:Dataset of the catalogue. */
export interface Entry {
  /** Never changes: its identifier in the catalogue, its place on the page. */
  id: string;
  group: Group;
  title: Localised;
  description: Localised;
  /** Words to find it by, parted by commas, beyond those of all. */
  keywords?: Localised;
  /** Codes of the data themes of the European Union. */
  themes: readonly ("INTR" | "GOVE" | "ECON" | "SOCI")[];
  /** The records whose countries it covers. */
  places?: "project" | "partner";
  files: Offered[];
  extent(db: Database): Promise<Extent>;
}

const offered = (file: PublicFile): Offered => ({ path: file.path, type: file.type, format: file.format, localised: file.localised, file });
const none = async (): Promise<Extent> => ({ rows: 0, changedAt: null });

const ofDataset: Partial<Record<DatasetName, Pick<Entry, "themes" | "places">>> = {
  projects: { themes: ["INTR"], places: "project" },
  partners: { themes: ["INTR"], places: "partner" },
  agreements: { themes: ["INTR"], places: "partner" },
  awards: { themes: ["INTR", "GOVE"], places: "project" },
  subsidies: { themes: ["GOVE"] },
  stories: { themes: ["INTR", "SOCI"] },
  missions: { themes: ["INTR"] },
};

/** Every set of data that the site offers, with its files among `files`. What no entry claims is offered all the same. */
export function entriesOf(files: readonly PublicFile[]): Entry[] {
  const content = files.filter(({ format }) => format !== "schema" && !format.startsWith("dcat"));
  const having = (format: string) => content.filter((file) => file.format === format).map(offered);
  const [signed = [], others = [], regulatory = []] = having("scdl").map((file) => [file]);
  const grants = () => said("data.keywords.grants");
  const calls = () => said("data.keywords.calls");
  const feed = (path: string, format: string, type: string): Offered => ({ path, format, type, localised: true });
  const entries: Entry[] = [
    ...datasetNames.map(
      (name): Entry => ({
        id: name,
        group: "tables",
        title: datasets[name].title,
        description: datasets[name].description,
        ...(name === "awards" || name === "subsidies" ? { keywords: grants() } : {}),
        themes: ["INTR"],
        ...ofDataset[name],
        files: content.filter(({ dataset }) => dataset === name).map(offered),
        extent: (db) => extentOf(db, datasets[name].kind),
      }),
    ),
    {
      id: "iati",
      group: "standards",
      title: said("data.iati"),
      description: said("data.iatiText"),
      themes: ["INTR"],
      places: "project",
      files: having("iati"),
      extent: async (db) => ({ ...(await extentOf(db, "project")), ...(await iatiExtent(db)) }),
    },
    {
      id: "iati-organisation",
      group: "standards",
      title: said("data.organisation"),
      description: said("data.organisationText"),
      themes: ["GOVE", "INTR"],
      files: having("iati-organisation"),
      extent: async () => ({ rows: 1, changedAt: null }),
    },
    {
      id: "subventions",
      group: "standards",
      title: said("data.scdl"),
      description: said("data.scdlText"),
      keywords: grants(),
      themes: ["GOVE", "INTR"],
      files: signed,
      extent: async (db) => (await scdlExtents(db)).schema,
    },
    {
      id: "subventions-sans-identifiant",
      group: "standards",
      title: said("data.scdlOther"),
      description: said("data.scdlOtherText"),
      keywords: grants(),
      themes: ["GOVE", "INTR"],
      files: others,
      extent: async (db) => (await scdlExtents(db)).others,
    },
    {
      id: "subventions-format-reglementaire",
      group: "standards",
      title: said("data.scdlRegulatory"),
      description: said("data.scdlRegulatoryText"),
      keywords: grants(),
      themes: ["GOVE", "INTR"],
      files: regulatory,
      extent: async (db) => (await scdlExtents(db)).regulatory,
    },
    {
      id: "360giving",
      group: "standards",
      title: said("data.threesixty"),
      description: said("data.threesixtyText"),
      keywords: grants(),
      themes: ["GOVE", "INTR"],
      places: "project",
      files: having("360giving"),
      extent: (db) => extentOf(db, "award"),
    },
    {
      id: "dispositifs-aide",
      group: "standards",
      title: said("data.aides"),
      description: said("data.aidesText"),
      keywords: calls(),
      themes: ["GOVE", "INTR"],
      files: [...having("aides"), ...having("aides-json")],
      extent: (db) => extentOf(db, "edition"),
    },
    {
      id: "agenda",
      group: "calls",
      title: said("data.occasionFeeds"),
      description: said("data.occasionFeedsText"),
      themes: ["INTR"],
      files: [feed("occasions.atom", "atom", "application/atom+xml"), feed("occasions.ics", "ics", "text/calendar")],
      extent: (db) => extentOf(db, "occasion"),
    },
    {
      id: "calls",
      group: "calls",
      title: said("data.callFeeds"),
      description: said("data.feeds.text"),
      keywords: calls(),
      themes: ["GOVE", "INTR"],
      files: [feed("calls.atom", "atom", "application/atom+xml"), feed("calls.ics", "ics", "text/calendar")],
      extent: (db) => extentOf(db, "edition"),
    },
    {
      id: "follow",
      group: "other",
      title: said("data.follow"),
      description: said("data.followText"),
      themes: ["INTR"],
      files: [feed("follow/everything.atom", "atom", "application/atom+xml")],
      extent: none,
    },
    {
      id: "audience",
      group: "other",
      title: said("data.audience"),
      description: said("data.audienceText"),
      themes: ["GOVE"],
      files: [{ ...feed("audience.csv", "csv", "text/csv; charset=utf-8; header=present"), localised: false }],
      extent: none,
    },
  ];
  const claimed = new Set(entries.flatMap((entry) => entry.files.map(({ path }) => path)));
  const left = content.filter(({ path }) => !claimed.has(path));
  return [
    ...entries.filter((entry) => entry.files.length > 0),
    ...left.map(
      (file): Entry => ({
        id: file.path.replace(/\.\w+$/, ""),
        group: "other",
        title: { und: file.path },
        description: said("data.other"),
        themes: ["INTR"],
        files: [offered(file)],
        extent: none,
      }),
    ),
  ];
}

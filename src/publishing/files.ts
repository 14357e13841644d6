import type { City } from "../platform/city.ts";
import type { Database } from "../platform/database/connect.ts";
import type { Locale } from "../platform/i18n/languages.ts";
import { aidesCsv, aidesJson } from "./aides/files.ts";
import type { ProjectSelection } from "./datasets/project-store.ts";
import { type DatasetName, datasetNames, datasets } from "./datasets.ts";
import { catalogueFiles } from "./dcat/files.ts";
import { featuresOfPartner, featuresOfProject } from "./geojson/features.ts";
import { partnersByBatches, projectsByBatches } from "./geojson/geo-store.ts";
import { geojson } from "./geojson/geojson.ts";
import { activities, lastChange } from "./iati/activities.ts";
import { readContext } from "./iati/context.ts";
import { activitiesFile } from "./iati/files.ts";
import { organisationFile, YEARS } from "./iati/organisation.ts";
import { lastSpent, spentByYear } from "./iati/spending-store.ts";
import { aboutLines, metadata } from "./metadata.ts";
import type { PublicState } from "./public-state-store.ts";
import { readReference } from "./reference-store.ts";
import { scdlFile } from "./scdl/files.ts";
import { csv } from "./tabular/csv.ts";
import { json } from "./tabular/json.ts";
import { tableSchema } from "./tabular/schema.ts";
import { xlsx } from "./tabular/xlsx/workbook.ts";
import { threeSixtyPackage } from "./threesixty/files.ts";

export type Format =
  | "csv"
  | "xlsx"
  | "json"
  | "geojson"
  | "schema"
  | "iati"
  | "iati-organisation"
  | "scdl"
  | "360giving"
  | "aides"
  | "aides-json"
  | "dcat"
  | "dcat-jsonld";

/** What a file that has been made weighs, and the digest of its bytes (SHA-256, hexadecimal). */
export interface Measure {
  bytes: number;
  sha256: string;
}

/** What a file is made from. `db` sees only what is published. */
export interface Making {
  db: Database;
  city: City;
  /** The public address, without a slash at the end. */
  baseUrl: string;
  state: PublicState;
  /** Of the names, where a file has one language. */
  locale: Locale;
  /** Some of the projects only. */
  selection?: ProjectSelection;
  /** Of another file, as it was made from the same state; undefined while it has not been. */
  made?(file: PublicFile, locale: Locale): Promise<Measure | undefined>;
}

/** A file under /data. */
export interface PublicFile {
  /** After /data/. */
  path: string;
  format: Format;
  type: string;
  dataset?: DatasetName;
  /** Takes the filters of the list of projects. */
  filtered: boolean;
  /** Takes ?lang=: its names are in one language. */
  localised: boolean;
  /** Already compressed. */
  packed: boolean;
  /** The files whose sizes it tells: they are made before it. */
  describes?: readonly PublicFile[];
  make(making: Making): AsyncIterable<string | Uint8Array>;
}

const types: Record<Format, string> = {
  csv: "text/csv; charset=utf-8; header=present",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json",
  geojson: "application/geo+json",
  schema: "application/json",
  iati: "application/xml",
  "iati-organisation": "application/xml",
  scdl: "text/csv; charset=utf-8; header=present",
  "360giving": "application/json",
  aides: "text/csv; charset=utf-8; header=present",
  "aides-json": "application/json",
  dcat: "text/turtle; charset=utf-8",
  "dcat-jsonld": "application/ld+json",
};

const file = (path: string, format: Format, rest: Partial<PublicFile> & Pick<PublicFile, "make">): PublicFile => ({
  path,
  format,
  type: types[format],
  filtered: rest.dataset === "projects" && format !== "schema",
  localised: format === "geojson" || format === "schema",
  packed: format === "xlsx",
  ...rest,
});

function filesOf(name: DatasetName): PublicFile[] {
  const { columns, rows } = datasets[name];
  const context = async ({ db, city, baseUrl }: Making) => ({ city, baseUrl, reference: await readReference(db) });
  return [
    file(`${name}.csv`, "csv", {
      dataset: name,
      async *make(m) {
        yield* csv(columns, rows(m.db, m.selection), await context(m));
      },
    }),
    file(`${name}.xlsx`, "xlsx", {
      dataset: name,
      async *make(m) {
        yield* xlsx(name, columns, rows(m.db, m.selection), await context(m), aboutLines(m, datasets[name], `${name}.xlsx`), m.state.at);
      },
    }),
    file(`${name}.json`, "json", {
      dataset: name,
      async *make(m) {
        yield* json(name, columns, rows(m.db, m.selection), await context(m), metadata(m, datasets[name], `${name}.json`));
      },
    }),
    file(`${name}.schema.json`, "schema", {
      dataset: name,
      async *make(m) {
        yield `${JSON.stringify(tableSchema(name, datasets[name], m.locale), null, 2)}\n`;
      },
    }),
  ];
}

const contents: PublicFile[] = [
  ...datasetNames.flatMap(filesOf),
  file("projects.geojson", "geojson", {
    dataset: "projects",
    async *make(m) {
      const reference = await readReference(m.db);
      yield* geojson(
        projectsByBatches(m.db, m.selection),
        (row) => featuresOfProject(row, m.locale, reference),
        metadata(m, datasets.projects, "projects.geojson"),
      );
    },
  }),
  file("partners.geojson", "geojson", {
    dataset: "partners",
    async *make(m) {
      const reference = await readReference(m.db);
      yield* geojson(
        partnersByBatches(m.db),
        (row) => featuresOfPartner(row, m.locale, reference),
        metadata(m, datasets.partners, "partners.geojson"),
      );
    },
  }),
  file("iati.xml", "iati", {
    async *make({ db, city, baseUrl }) {
      const context = await readContext({ db, city, baseUrl });
      yield* activitiesFile(activities(db, context), context, await lastChange(db, context));
    },
  }),
  file("iati-organisation.xml", "iati-organisation", {
    async *make({ db, city, baseUrl }) {
      const today = new Date().toISOString().slice(0, 10);
      yield organisationFile({ city, baseUrl, today }, await spentByYear(db, YEARS), await lastSpent(db));
    },
  }),
  file("subventions.csv", "scdl", { make: (m) => scdlFile(m, true) }),
  file("subventions-sans-identifiant.csv", "scdl", { make: (m) => scdlFile(m, false) }),
  file("360giving.json", "360giving", { make: threeSixtyPackage }),
  file("dispositifs-aide.csv", "aides", { make: aidesCsv }),
  file("dispositifs-aide.json", "aides-json", { make: aidesJson }),
];

export const publicFiles: readonly PublicFile[] = [...contents, ...catalogueFiles(contents)];

/** The file in a format, of a dataset where the format has several; undefined when there is none. */
export function fileOf(dataset: DatasetName, format: Format): PublicFile | undefined {
  return publicFiles.find((one) => one.format === format && (one.dataset === undefined || one.dataset === dataset));
}

import { dayOf } from "../platform/instants.ts";
import { aidesCsv, aidesJson } from "./aides/files.ts";
import { type DatasetName, datasetNames, datasets } from "./datasets.ts";
import { catalogueFiles } from "./dcat/files.ts";
import { featuresOfPartner, featuresOfProject } from "./geojson/features.ts";
import { partnersByBatches, projectsByBatches } from "./geojson/geo-store.ts";
import { geojson } from "./geojson/geojson.ts";
import { activities, lastChange } from "./iati/activities.ts";
import { readContext } from "./iati/context.ts";
import { activitiesFile } from "./iati/files.ts";
import { guardActivities, guardWhole } from "./iati/guard.ts";
import { organisationFile, YEARS } from "./iati/organisation.ts";
import { lastSpent, spentByYear } from "./iati/spending-store.ts";
import { aboutLines, metadata } from "./metadata.ts";
import type { Format, Making, Measure, PublicFile } from "./public-file.ts";
import { readReference } from "./reference-store.ts";
import { scdlFile } from "./scdl/files.ts";
import { csv } from "./tabular/csv.ts";
import { json } from "./tabular/json.ts";
import { tableSchema } from "./tabular/schema.ts";
import { xlsx } from "./tabular/xlsx/workbook.ts";
import { threeSixtyPackage } from "./threesixty/files.ts";

export type { Format, Making, Measure, PublicFile };

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
  takenBack: rest.dataset === "stories" && format !== "schema",
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
    guard: guardActivities,
    async *make({ db, city, baseUrl }) {
      const context = await readContext({ db, city, baseUrl });
      yield* activitiesFile(activities(db, context), context, await lastChange(db, context));
    },
  }),
  file("iati-organisation.xml", "iati-organisation", {
    guard: guardWhole,
    async *make({ db, city, baseUrl }) {
      const today = dayOf(new Date());
      yield organisationFile({ city, baseUrl, today }, await spentByYear(db, YEARS), await lastSpent(db));
    },
  }),
  file("subventions.csv", "scdl", { country: "FR", make: (m) => scdlFile(m, "schema") }),
  file("subventions-sans-identifiant.csv", "scdl", { country: "FR", make: (m) => scdlFile(m, "others") }),
  file("subventions-format-reglementaire.csv", "scdl", { country: "FR", make: (m) => scdlFile(m, "regulatory") }),
  file("360giving.json", "360giving", { make: threeSixtyPackage }),
  file("dispositifs-aide.csv", "aides", { country: "FR", make: aidesCsv }),
  file("dispositifs-aide.json", "aides-json", { country: "FR", make: aidesJson }),
];

export const publicFiles: readonly PublicFile[] = [...contents, ...catalogueFiles(contents)];

/** The file in a format, of a dataset where the format has several; undefined when there is none. */
export function fileOf(dataset: DatasetName, format: Format): PublicFile | undefined {
  return publicFiles.find((one) => one.format === format && (one.dataset === undefined || one.dataset === dataset));
}

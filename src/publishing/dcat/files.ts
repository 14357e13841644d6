import { languages, mainLanguage } from "../../platform/i18n/languages.ts";
import { entriesOf, type Offered } from "../catalogue/entries.ts";
import { continentsOf } from "../catalogue/extent-store.ts";
import { type Making, type Measure, offers, type PublicFile } from "../public-file.ts";
import { catalogueGraph, type Described } from "./catalogue.ts";
import type { Graph } from "./graph.ts";
import { jsonLd, turtle } from "./write.ts";

/** The catalogue of `files`, as DCAT-AP: in Turtle and in JSON-LD, the same graph. */
export function catalogueFiles(files: readonly PublicFile[]): PublicFile[] {
  const file = (path: string, format: PublicFile["format"], type: string, write: (quads: Graph["quads"]) => string): PublicFile => ({
    path,
    format,
    type,
    filtered: false,
    localised: false,
    packed: false,
    takenBack: false,
    describes: files,
    async *make(making) {
      yield write((await graphOf(files, making)).quads);
    },
  });
  return [
    file("catalogue.ttl", "dcat", "text/turtle; charset=utf-8", turtle),
    file("catalogue.jsonld", "dcat-jsonld", "application/ld+json", jsonLd),
  ];
}

async function graphOf(files: readonly PublicFile[], { db, city, baseUrl, state, made }: Making): Promise<Graph> {
  const continents = { project: await continentsOf(db, "project"), partner: await continentsOf(db, "partner") };
  const described: Described[] = [];
  for (const entry of entriesOf(files.filter((one) => offers(city, one))))
    described.push({ entry, extent: await entry.extent(db), continents: entry.places ? continents[entry.places] : [] });
  const measures = new Map<string, Measure | undefined>();
  const key = ({ path }: Offered, locale: string) => `${path} ${locale}`;
  for (const { entry } of described)
    for (const one of entry.files)
      for (const locale of one.localised ? languages : [mainLanguage()])
        measures.set(key(one, locale), one.file && !one.file.takenBack ? await made?.(one.file, locale) : undefined);
  const issued = described.flatMap(({ extent }) => (extent.issuedAt ? [extent.issuedAt.getTime()] : []));
  return catalogueGraph(described, {
    city,
    baseUrl,
    updatedAt: state.at,
    issuedAt: issued.length > 0 ? new Date(Math.min(...issued)) : undefined,
    measure: (one, locale) => measures.get(key(one, locale)),
  });
}

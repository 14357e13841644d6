import type { City } from "../../platform/city.ts";
import { type Locale, languages, mainLanguage } from "../../platform/i18n/languages.ts";
import { href } from "../../ui/paths.ts";
import type { Entry, Offered } from "../catalogue/entries.ts";
import type { Extent } from "../catalogue/extent-store.ts";
import { type Standard, standards } from "../catalogue/standards.ts";
import type { Measure } from "../public-file.ts";
import { said } from "../said.ts";
import { Graph } from "./graph.ts";
import { authority, fileTypes, languageCodes, listOf, prefixes, publisherType } from "./vocabulary.ts";

/** A set of data with all that the catalogue says of it. */
export interface Described {
  entry: Entry;
  extent: Extent;
  /** Of the countries that its records name. */
  continents: string[];
}
export interface CatalogueContext {
  city: City;
  /** The public address of the site, without a slash at the end. */
  baseUrl: string;
  updatedAt: Date;
  issuedAt: Date | undefined;
  /** Of a file that has been made; undefined of one that has not. */
  measure(file: Offered, locale: Locale): Measure | undefined;
}

/**
 * The catalogue as DCAT-AP 3.0.1. Every node that a shape asks the class of says it, and every code of a European list
 * says its list, so that the graph can be checked by itself. All has a dct:identifier: the French national harvester
 * passes over what has none. It fits one page, and says so in the words of Hydra that harvesters follow.
 */
export function catalogueGraph(described: readonly Described[], context: CatalogueContext): Graph {
  const { city, baseUrl, updatedAt, issuedAt } = context;
  const graph = new Graph();
  const address = `${baseUrl}/data/catalogue`;
  const catalogue = graph.node(address, "dcat:Catalog", "hydra:Collection");
  const publisher = publisherOf(graph, context);
  const common = { publisher, contact: contactOf(graph, context), licence: graph.node(city.licence.url, "dct:LicenseDocument") };
  graph.text(common.licence, "dct:title", city.licence.name);
  graph.value(catalogue, "dct:identifier", address);
  graph.text(catalogue, "dct:title", said("data.catalogueTitle", { city: city.name.fr ?? city.name.en ?? "" }));
  graph.text(catalogue, "dct:description", said("data.catalogueDescription"));
  graph.link(catalogue, "dct:publisher", publisher);
  graph.link(catalogue, "dct:license", common.licence);
  graph.link(catalogue, "dct:conformsTo", standardOf(graph, standards.dcat!));
  graph.link(catalogue, "foaf:homepage", graph.node(baseUrl + href(mainLanguage(), "data"), "foaf:Document"));
  graph.link(catalogue, "dct:language", ...city.languages.map((one) => language(graph, one)));
  graph.link(catalogue, "dcat:themeTaxonomy", taxonomy(graph));
  graph.instant(catalogue, "dct:issued", issuedAt);
  graph.instant(catalogue, "dct:modified", updatedAt);
  graph.link(
    catalogue,
    "dct:spatial",
    ...[...new Set(described.flatMap(({ continents }) => continents))].map((one) => continent(graph, one)),
  );
  const sets = described.map((one) => datasetOf(graph, one, common, context));
  graph.link(catalogue, "dcat:dataset", ...sets);
  graph.link(catalogue, "dcat:service", serviceOf(graph, described, common, context));
  graph.value(catalogue, "hydra:totalItems", sets.length, "xsd:integer");
  const page = graph.node(`${address}#page`, "hydra:PartialCollectionView");
  graph.link(catalogue, "hydra:view", page);
  for (const end of ["hydra:first", "hydra:last"] as const) graph.link(page, end, page);
  return graph;
}

interface Common {
  publisher: string;
  contact: string;
  licence: string;
}

function publisherOf(graph: Graph, { city, baseUrl }: CatalogueContext): string {
  const publisher = graph.node(`${baseUrl}/data/catalogue#publisher`, "foaf:Agent");
  graph.value(publisher, "dct:identifier", city.organisationIdentifier);
  graph.text(publisher, "foaf:name", city.name);
  graph.link(publisher, "foaf:homepage", graph.node(baseUrl + href(mainLanguage(), "home"), "foaf:Document"));
  const type = graph.node(`http://purl.org/adms/publishertype/${publisherType(city.organisationType)}`, "skos:Concept");
  graph.value(type, "skos:prefLabel", publisherType(city.organisationType));
  const scheme = graph.node("http://purl.org/adms/publishertype/1.0", "skos:ConceptScheme");
  graph.value(scheme, "dct:title", "ADMS publisher types");
  graph.link(type, "skos:inScheme", scheme);
  graph.link(publisher, "dct:type", type);
  return publisher;
}

/** The service that answers, by its page of contact: its address is given there, on request. */
function contactOf(graph: Graph, { city, baseUrl }: CatalogueContext): string {
  const contact = graph.node(`${baseUrl}/data/catalogue#contact`, "vcard:Kind", "vcard:Organization");
  graph.text(contact, "vcard:fn", city.service);
  graph.link(contact, "vcard:hasURL", baseUrl + href(mainLanguage(), "contact"));
  return contact;
}

function datasetOf(graph: Graph, { entry, extent, continents }: Described, common: Common, context: CatalogueContext): string {
  const { city, baseUrl, updatedAt } = context;
  const set = graph.node(`${baseUrl}/data/catalogue#${entry.id}`, "dcat:Dataset");
  graph.value(set, "dct:identifier", set);
  graph.text(set, "dct:title", entry.title);
  graph.text(set, "dct:description", entry.description);
  for (const keywords of [said("data.keywords"), entry.keywords ?? {}])
    for (const [locale, words] of Object.entries(keywords))
      for (const word of words!.split(", ")) graph.text(set, "dcat:keyword", { [locale]: word });
  graph.link(set, "dcat:theme", ...entry.themes.map((code) => theme(graph, code)));
  graph.link(set, "dct:publisher", common.publisher);
  graph.link(set, "dcat:contactPoint", common.contact);
  graph.link(set, "dct:license", common.licence);
  graph.link(set, "dct:language", ...city.languages.map((one) => language(graph, one)));
  graph.link(set, "dct:spatial", ...continents.map((one) => continent(graph, one)));
  graph.link(set, "dct:accrualPeriodicity", concept(graph, "frequency", "IRREG", { en: "irregular", fr: "irrégulier" }, "dct:Frequency"));
  graph.link(set, "dct:accessRights", concept(graph, "access-right", "PUBLIC", { en: "public", fr: "public" }, "dct:RightsStatement"));
  graph.instant(set, "dct:issued", extent.issuedAt);
  graph.instant(set, "dct:modified", extent.changedAt ?? updatedAt);
  graph.link(set, "dcat:landingPage", graph.node(`${baseUrl}${href(mainLanguage(), "data", { hash: entry.id })}`, "foaf:Document"));
  const provenance = graph.node(`${baseUrl}/data/catalogue#provenance`, "dct:ProvenanceStatement");
  graph.text(provenance, "rdfs:label", said("data.provenance"));
  graph.link(set, "dct:provenance", provenance);
  if (extent.period) {
    const period = graph.node(`${set}-period`, "dct:PeriodOfTime");
    graph.value(period, "dcat:startDate", extent.period.from, "xsd:date");
    graph.value(period, "dcat:endDate", extent.period.to, "xsd:date");
    graph.link(set, "dct:temporal", period);
  }
  for (const format of new Set(entry.files.map((file) => file.format)))
    if (standards[format]) graph.link(set, "dct:conformsTo", standardOf(graph, standards[format]));
  for (const file of entry.files)
    for (const locale of file.localised ? languages : [undefined])
      graph.link(set, "dcat:distribution", distributionOf(graph, file, locale, extent, common, entry, context));
  return set;
}

/** One file, in one language where it has one. */
function distributionOf(
  graph: Graph,
  file: Offered,
  locale: Locale | undefined,
  extent: Extent,
  { licence }: Common,
  entry: Entry,
  { city, baseUrl, updatedAt, measure }: CatalogueContext,
): string {
  const url = `${baseUrl}/data/${file.path}${locale ? `?lang=${locale}` : ""}`;
  const one = graph.node(`${baseUrl}/data/catalogue#${file.path}${locale ? `-${locale}` : ""}`, "dcat:Distribution");
  graph.value(one, "dct:identifier", one);
  graph.text(
    one,
    "dct:title",
    Object.fromEntries(Object.entries(entry.title).map(([language, title]) => [language, `${title} (${file.path})`])),
  );
  graph.text(one, "dct:description", entry.description);
  graph.link(one, "dcat:accessURL", url);
  graph.link(one, "dcat:downloadURL", url);
  graph.link(one, "dct:license", licence);
  graph.link(one, "dct:language", ...(locale ? [locale] : city.languages).map((code) => language(graph, code)));
  const media = file.type.split(";")[0]!;
  graph.link(one, "dcat:mediaType", graph.node(`http://www.iana.org/assignments/media-types/${media}`, "dct:MediaType"));
  const type = fileTypes[file.format];
  if (type) graph.link(one, "dct:format", concept(graph, "file-type", type, { en: type }, "dct:MediaTypeOrExtent"));
  graph.link(one, "dct:conformsTo", standardOf(graph, standards[file.format] ?? tableSchema(file, baseUrl)));
  graph.link(one, "dcatap:availability", concept(graph, "planned-availability", "AVAILABLE", { en: "available", fr: "disponible" }));
  graph.instant(one, "dct:issued", extent.issuedAt);
  graph.instant(one, "dct:modified", extent.changedAt ?? updatedAt);
  const size = measure(file, locale ?? mainLanguage());
  if (size) {
    graph.value(one, "dcat:byteSize", size.bytes, "xsd:nonNegativeInteger");
    const checksum = graph.node(`${one}-sha256`, "spdx:Checksum");
    graph.link(checksum, "spdx:algorithm", graph.node(`${prefixes.spdx}checksumAlgorithm_sha256`, "spdx:ChecksumAlgorithm"));
    graph.value(checksum, "spdx:checksumValue", size.sha256, "xsd:hexBinary");
    graph.link(one, "spdx:checksum", checksum);
  }
  return one;
}

/** The columns of a table are its standard: of its CSV, XLSX and JSON alike. */
function tableSchema(file: Offered, baseUrl: string): Standard | undefined {
  const dataset = file.file?.dataset;
  return dataset && { name: `Table Schema: ${dataset}`, url: `${baseUrl}/data/${dataset}.schema.json` };
}

function serviceOf(graph: Graph, described: readonly Described[], common: Common, { baseUrl, updatedAt }: CatalogueContext): string {
  const service = graph.node(`${baseUrl}/data/catalogue#api`, "dcat:DataService");
  graph.value(service, "dct:identifier", service);
  graph.text(service, "dct:title", said("data.api"));
  graph.text(service, "dct:description", said("data.apiText"));
  graph.link(service, "dcat:endpointURL", `${baseUrl}/api/v1`);
  graph.link(service, "dcat:endpointDescription", `${baseUrl}/api/openapi.json`);
  graph.link(service, "dcat:landingPage", graph.node(`${baseUrl}/api`, "foaf:Document"));
  graph.link(service, "dct:publisher", common.publisher);
  graph.link(service, "dcat:contactPoint", common.contact);
  graph.link(service, "dct:license", common.licence);
  graph.link(service, "dct:conformsTo", standardOf(graph, { name: "OpenAPI 3.1", url: "https://spec.openapis.org/oas/v3.1.0" }));
  graph.link(service, "dct:accessRights", authority("access-right", "PUBLIC"));
  graph.link(service, "dcat:theme", authority("data-theme", "INTR"));
  for (const [locale, words] of Object.entries(said("data.keywords")))
    for (const word of words!.split(", ")) graph.text(service, "dcat:keyword", { [locale]: word });
  graph.instant(service, "dct:modified", updatedAt);
  const tables = described.filter(({ entry }) => entry.group === "tables");
  graph.link(service, "dcat:servesDataset", ...tables.map(({ entry }) => `${baseUrl}/data/catalogue#${entry.id}`));
  return service;
}

function standardOf(graph: Graph, standard: Standard | undefined): string | undefined {
  if (!standard) return undefined;
  graph.value(graph.node(standard.url, "dct:Standard"), "dct:title", standard.name);
  return standard.url;
}

/** A code of a European list, with the list that it is of. */
function concept(
  graph: Graph,
  list: string,
  code: string,
  label: Record<string, string>,
  ...classes: Parameters<Graph["node"]>[1][]
): string {
  const one = graph.node(authority(list, code), "skos:Concept", ...classes);
  graph.text(one, "skos:prefLabel", label);
  graph.link(one, "skos:inScheme", listOf(list));
  return one;
}

function language(graph: Graph, code: string): string | undefined {
  const known = languageCodes[code];
  return known && concept(graph, "language", known, { en: known }, "dct:LinguisticSystem");
}

const continent = (graph: Graph, code: string) => concept(graph, "continent", code.toUpperCase(), { en: code }, "dct:Location");

const themes = {
  INTR: { fr: "Questions internationales", en: "International issues" },
  GOVE: { fr: "Gouvernement et secteur public", en: "Government and public sector" },
  ECON: { fr: "Économie et finances", en: "Economy and finance" },
  SOCI: { fr: "Population et société", en: "Population and society" },
};
const theme = (graph: Graph, code: keyof typeof themes) => concept(graph, "data-theme", code, themes[code]);

function taxonomy(graph: Graph): string {
  const scheme = graph.node(listOf("data-theme"), "skos:ConceptScheme");
  graph.text(scheme, "dct:title", { fr: "Thèmes de données", en: "Data theme" });
  return scheme;
}

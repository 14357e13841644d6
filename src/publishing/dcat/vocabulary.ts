/** The vocabularies of the catalogue, by the prefixes that its files use. */
export const prefixes = {
  dcat: "http://www.w3.org/ns/dcat#",
  dcatap: "http://data.europa.eu/r5r/",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  hydra: "http://www.w3.org/ns/hydra/core#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  spdx: "http://spdx.org/rdf/terms#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
} as const;
type Prefix = keyof typeof prefixes;
/** "dct:title" */
export type Name = `${Prefix}:${string}`;

/** The whole address of a name: "dct:title" → "http://purl.org/dc/terms/title". */
export function addressOf(name: Name): string {
  const [prefix, local] = name.split(":") as [Prefix, string];
  return prefixes[prefix] + local;
}

/** The name of an address in one of the vocabularies; undefined outside them. */
export function nameOf(address: string): Name | undefined {
  for (const [prefix, start] of Object.entries(prefixes))
    if (address.startsWith(start) && /^[\w-]+$/.test(address.slice(start.length)))
      return `${prefix as Prefix}:${address.slice(start.length)}`;
  return undefined;
}

/** The lists of the Publications Office of the European Union. */
const AUTHORITY = "http://publications.europa.eu/resource/authority/";
export const authority = (list: string, code: string) => `${AUTHORITY}${list}/${code}`;
export const listOf = (list: string) => `${AUTHORITY}${list}`;

/** Languages by ISO 639-1, as the list of languages names them. */
export const languageCodes: Record<string, string> = {
  ar: "ARA",
  de: "DEU",
  en: "ENG",
  es: "SPA",
  fr: "FRA",
  it: "ITA",
  nl: "NLD",
  pl: "POL",
  pt: "POR",
};

/** What each format is in the list of file types; absent where the list has none. */
export const fileTypes: Record<string, string> = {
  csv: "CSV",
  scdl: "CSV",
  aides: "CSV",
  xlsx: "XLSX",
  json: "JSON",
  "360giving": "JSON",
  "aides-json": "JSON",
  geojson: "GEOJSON",
  iati: "XML",
  "iati-organisation": "XML",
  atom: "ATOM",
  ics: "ICS",
};

/** The kinds of publishers of ADMS by the first digit of the IATI OrganisationType, local government apart. */
export function publisherType(organisationType: string): string {
  if (organisationType === "11") return "LocalAuthority";
  return (
    { 1: "NationalAuthority", 2: "NonGovernmentalOrganisation", 4: "SupraNationalAuthority" }[organisationType[0]!] ??
    "NonProfitOrganisation"
  );
}

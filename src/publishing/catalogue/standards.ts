/** A published standard, by the address that names it. */
export interface Standard {
  name: string;
  url: string;
}

/** What the files of each format follow. */
export const standards: Partial<Record<string, Standard>> = {
  geojson: { name: "GeoJSON (RFC 7946)", url: "https://www.rfc-editor.org/rfc/rfc7946" },
  schema: { name: "Table Schema", url: "https://specs.frictionlessdata.io/schemas/table-schema.json" },
  iati: { name: "IATI 2.03", url: "https://iatistandard.org/en/iati-standard/203/activity-standard/" },
  "iati-organisation": { name: "IATI 2.03", url: "https://iatistandard.org/en/iati-standard/203/organisation-standard/" },
  scdl: { name: "SCDL subventions 2.1.1", url: "https://gitlab.com/opendatafrance/scdl/subventions/raw/v2.1.1/schema.json" },
  "360giving": {
    name: "360Giving 1.4.3",
    url: "https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4.3/schema/360-giving-package-schema.json",
  },
  aides: {
    name: "Dispositif d’aide 0.2.0",
    url: "https://github.com/etalab/schema-dispositif-aide/raw/v0.2.0/build/dispositif-aide/schema.json",
  },
  "aides-json": {
    name: "Dispositif d’aide 0.2.0",
    url: "https://github.com/etalab/schema-dispositif-aide/raw/v0.2.0/build/dispositif-aide/schema.json",
  },
  dcat: { name: "DCAT-AP 3.0.1", url: "https://semiceu.github.io/DCAT-AP/releases/3.0.1/" },
  "dcat-jsonld": { name: "DCAT-AP 3.0.1", url: "https://semiceu.github.io/DCAT-AP/releases/3.0.1/" },
  atom: { name: "Atom (RFC 4287)", url: "https://www.rfc-editor.org/rfc/rfc4287" },
  ics: { name: "iCalendar (RFC 5545)", url: "https://www.rfc-editor.org/rfc/rfc5545" },
};

import type { City } from "../platform/city.ts";
import type { Localised } from "../platform/localised.ts";
import { href } from "../ui/paths.ts";
import type { Dataset } from "./datasets.ts";
import type { PublicState } from "./public-state-store.ts";
import type { About } from "./tabular/xlsx/workbook.ts";

/** Whose work the files also hold, beside the city's: to be named by whoever uses them again. */
export const attributions = [
  { id: "geonames", name: "GeoNames", licence: "CC BY 4.0", url: "https://www.geonames.org/" },
  { id: "dac", name: "OECD DAC and CRS code lists", licence: "OECD terms", url: "https://www.oecd.org/dac/" },
  { id: "iati", name: "IATI Standard", licence: "CC BY 4.0", url: "https://iatistandard.org/" },
] as const;

interface Of {
  city: City;
  baseUrl: string;
  state: PublicState;
}

/** What a JSON or GeoJSON file says of itself. */
export function metadata({ city, baseUrl, state }: Of, dataset: Dataset, path: string) {
  return {
    title: dataset.title,
    description: dataset.description,
    publisher: city.name,
    licence: city.licence.name,
    licence_url: city.licence.url,
    url: `${baseUrl}/data/${path}`,
    documentation: { fr: baseUrl + href("fr", "data"), en: baseUrl + href("en", "data") },
    updated_at: state.at.toISOString(),
    attributions,
  };
}

/** What a workbook says of itself in its second sheet. */
export function aboutLines({ city, baseUrl, state }: Of, dataset: Dataset, path: string): About {
  const both = (text: Localised) => [...new Set(Object.values(text))].join(" / ");
  return [
    ["titre / title", both(dataset.title)],
    ["description", both(dataset.description)],
    ["éditeur / publisher", both(city.name)],
    ["licence", `${both(city.licence.name)} ${city.licence.url}`],
    ["fichier / file", `${baseUrl}/data/${path}`],
    ["documentation", `${baseUrl}${href("fr", "data")} / ${baseUrl}${href("en", "data")}`],
    ["mis à jour / updated", state.at.toISOString()],
    ["sources", attributions.map((one) => `${one.name} (${one.licence}) ${one.url}`).join(" ; ")],
  ];
}

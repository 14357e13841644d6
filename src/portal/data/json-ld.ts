import { attributions } from "../../publishing/metadata.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { cityOrganisation, type Thing } from "../structured/parts.ts";
import type { Catalogue, EntryListed } from "./catalogue.ts";

/** The catalogue in the words of schema.org, for the search engines of data: the sets that the DCAT catalogue has. */
export function dataCatalog(c: PageContext, { entries, updatedAt }: Catalogue): Thing {
  const { city, baseUrl } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const publisher = cityOrganisation(c);
  const page = baseUrl + href(locale, "data");
  const dataset = ({ entry, extent, files }: EntryListed) => ({
    "@type": "Dataset",
    "@id": `${baseUrl}/data/catalogue#${entry.id}`,
    name: plain(entry.title, locale),
    description: plain(entry.description, locale),
    url: `${page}#${entry.id}`,
    license: city.licence.url,
    creator: { "@id": publisher["@id"] },
    isAccessibleForFree: true,
    inLanguage: city.languages,
    dateModified: (extent.changedAt ?? updatedAt).toISOString(),
    ...(extent.period ? { temporalCoverage: `${extent.period.from}/${extent.period.to}` } : {}),
    distribution: files.map((file) => ({
      "@type": "DataDownload",
      contentUrl: `${baseUrl}/data/${file.path}`,
      encodingFormat: file.type.split(";")[0],
      ...(file.bytes === undefined ? {} : { contentSize: `${file.bytes} B` }),
    })),
  });
  return {
    "@type": "DataCatalog",
    name: `${t("data.title")}, ${plain(city.title, locale)}`,
    description: t("data.lede", { city: plain(city.name, locale) }),
    url: page,
    license: city.licence.url,
    publisher,
    dateModified: updatedAt.toISOString(),
    creditText: attributions.map((one) => `${one.name} (${one.licence})`).join(", "),
    dataset: entries.map(dataset),
  };
}

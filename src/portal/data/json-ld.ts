import { attributions } from "../../publishing/metadata.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import type { Catalogue, FileListed } from "./catalogue.ts";

/** The catalogue in the words of schema.org, for the search engines of data. Not executed: the policy of the page allows it. */
export function jsonLd(c: PageContext, { datasets, iati, scdl, updatedAt }: Catalogue): string {
  const { city, baseUrl } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const publisher = { "@type": "GovernmentOrganization", name: plain(city.name, locale) };
  const page = baseUrl + href(locale, "data");
  const distribution = (files: FileListed[]) =>
    files.map((file) => ({
      "@type": "DataDownload",
      contentUrl: `${baseUrl}/data/${file.path}`,
      encodingFormat: file.type.split(";")[0],
      ...(file.bytes === undefined ? {} : { contentSize: `${file.bytes} B` }),
    }));
  const dataset = (name: string, description: string, changedAt: Date | null, files: FileListed[]) => ({
    "@type": "Dataset",
    name,
    description,
    url: page,
    license: city.licence.url,
    creator: publisher,
    isAccessibleForFree: true,
    inLanguage: city.languages,
    dateModified: (changedAt ?? updatedAt).toISOString(),
    distribution: distribution(files),
  });
  const catalogue = {
    "@context": "https://schema.org",
    "@type": "DataCatalog",
    name: `${t("data.title")}, ${plain(city.title, locale)}`,
    description: t("data.lede", { city: plain(city.name, locale) }),
    url: page,
    license: city.licence.url,
    publisher,
    dateModified: updatedAt.toISOString(),
    creditText: attributions.map((one) => `${one.name} (${one.licence})`).join(", "),
    dataset: [
      ...datasets.map((one) => dataset(one.dataset.title[locale], one.dataset.description[locale], one.changedAt, one.files)),
      dataset(t("data.iati"), t("data.iatiText"), iati.changedAt, iati.files),
      dataset(
        t("data.scdl"),
        t("data.scdlText"),
        scdl[0]!.changedAt,
        scdl.flatMap((one) => one.files),
      ),
    ],
  };
  // "</script>" in a name would end the element.
  return JSON.stringify(catalogue).replaceAll("<", "\\u003c");
}

import type { Localised } from "../../platform/localised.ts";
import type { CountryName, Point } from "../../register/record/parts-store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfRecord, type PageName } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";

/** One thing in the words of schema.org. */
export type Thing = Record<string, unknown>;

/** Without what is not known: an absent property, never an empty one. */
export function thing(properties: Thing): Thing {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([, value]) =>
        value !== undefined && value !== null && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** The city, the same node on every page. */
export function cityOrganisation(c: PageContext): Thing {
  const { city, baseUrl } = c.get("services");
  const locale = c.get("locale");
  return {
    "@type": "GovernmentOrganization",
    "@id": `${baseUrl}/#city`,
    name: plain(city.name, locale),
    url: baseUrl + href(locale, "home"),
  };
}

/** The city, where another property has named it already. */
export const cityReference = (c: PageContext): Thing => ({ "@id": `${c.get("services").baseUrl}/#city` });

/** A record by its name and page. */
export function named(
  c: PageContext,
  type: string,
  kind: string,
  record: { id: string; name: Localised } | null | undefined,
): Thing | undefined {
  if (!record) return undefined;
  const [{ baseUrl }, locale] = [c.get("services"), c.get("locale")];
  const page = hrefOfRecord(locale, kind, record.id);
  return thing({ "@type": type, name: plain(record.name, locale), url: page && baseUrl + page });
}

/** Cents as an amount of money: the number that the page shows, in whole units. */
export const amount = (cents: number, currency: string): Thing => ({ "@type": "MonetaryAmount", value: cents / 100, currency });

export const country = (c: PageContext, one: CountryName | null | undefined): Thing | undefined =>
  one ? { "@type": "Country", name: plain(one.name, c.get("locale")), identifier: one.code } : undefined;

export function place(c: PageContext, point: Point | null | undefined, type = "Place"): Thing | undefined {
  if (!point) return undefined;
  return {
    "@type": type,
    name: plain(point.name, c.get("locale")),
    geo: { "@type": "GeoCoordinates", latitude: point.latitude, longitude: point.longitude, addressCountry: point.country },
  };
}

/** Where the page stands: the steps that it shows, the last of them itself. */
export function breadcrumb(c: PageContext, steps: { name: string; page?: PageName }[]): Thing {
  const [{ baseUrl }, locale, t] = [c.get("services"), c.get("locale"), c.get("t")];
  const all = [{ name: t("common.home"), page: "home" as PageName }, ...steps];
  return {
    "@type": "BreadcrumbList",
    itemListElement: all.map(({ name, page }, i) =>
      thing({ "@type": "ListItem", position: i + 1, name, item: page && baseUrl + href(locale, page) }),
    ),
  };
}

import type { City } from "../../platform/city.ts";
import { mainLanguage } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Named } from "../../register/record/parts-store.ts";
import { href } from "../../ui/paths.ts";
import { said } from "../said.ts";
import { element, textElement } from "../xml.ts";
import type { IatiContext } from "./context.ts";
import { narrated, narratives } from "./words.ts";

// What the activities of projects and of programmes have in common.

/** DAC code of what is attributed to no sector. */
const NO_SECTOR = "99810";
/** DAC code of what is attributed to no country. */
const NO_COUNTRY = "998";

export function reportingOrganisation(city: City): string {
  return element("reporting-org", { ref: city.organisationIdentifier, type: city.organisationType }, narratives(city.name));
}

/** General enquiries (1): the service that answers for the site. */
export function contact(city: City, baseUrl: string): string {
  return element(
    "contact-info",
    { type: 1 },
    narrated("organisation", {}, city.name),
    narratives(city.service) && narrated("department", {}, city.service),
    textElement("email", {}, city.email),
    textElement("website", {}, baseUrl),
    city.address.length > 0 ? element("mailing-address", {}, textElement("narrative", {}, city.address.join(", "))) : "",
  );
}

/** The name, marked in each language when it describes nothing real. */
export function labelled({ name, demo }: { name: Localised; demo: boolean }): Localised {
  if (!demo) return name;
  const label = said("common.demo");
  return Object.fromEntries(Object.entries(name).map(([language, words]) => [language, `[${label[language] ?? label.en}] ${words}`]));
}

export const withoutCountry = () =>
  narrated("recipient-region", { vocabulary: 1, code: NO_COUNTRY, percentage: 100 }, said("iati.no_country"));

export const withoutSector = () => narrated("sector", { vocabulary: 1, code: NO_SECTOR, percentage: 100 }, said("iati.no_sector"));

/** The programme and the themes, as the city's own codes. */
export function ownTags(
  { programme, themes }: { programme: Named | null; themes: string[] },
  { baseUrl, reference }: Pick<IatiContext, "baseUrl" | "reference">,
): string {
  const own = (page: "programmes" | "data", code: string, name: Localised) =>
    narrated("tag", { vocabulary: 99, "vocabulary-uri": baseUrl + href(mainLanguage(), page), code }, name, code);
  return [
    ...(programme ? [own("programmes", programme.id, programme.name)] : []),
    ...themes.map((code) => own("data", code, reference.term("theme", code))),
  ].join("");
}

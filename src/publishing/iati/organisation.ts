import { languages } from "../../platform/i18n/languages.ts";
import { firstDay, lastDay } from "../../register/record/partial-date.ts";
import { href } from "../../ui/paths.ts";
import { decimalOfCents } from "../money.ts";
import { said } from "../said.ts";
import { element, textElement } from "../xml.ts";
import { reportingOrganisation } from "./common.ts";
import type { IatiContext } from "./context.ts";
import { comment, DECLARATION, VERSION } from "./files.ts";
import type { Spent } from "./spending-store.ts";
import { narrated, narratives } from "./words.ts";

/** IATI asks for the expenditure of the last three years. */
export const YEARS = 3;

/**
 * The organisation file. Envelopes are the office's own and the ceilings of programmes are no budget: no total-budget
 * and no budget by country is given rather than one that is not true. What was paid to the grants of the platform is
 * public: it is given by year, with a line that says that it is no more than that. `at`: when the last payment was
 * written down.
 */
export function organisationFile(
  { city, baseUrl, today }: Pick<IatiContext, "city" | "baseUrl" | "today">,
  spent: Spent[],
  at: Date | undefined,
): string {
  const link = (page: "home" | "data", locale: (typeof languages)[number]) =>
    element(
      "document-link",
      { url: baseUrl + href(locale, page), format: "text/html" },
      narrated("title", {}, page === "home" ? city.title : said("data.title"), city.organisationIdentifier),
      element("category", { code: "B16" }),
      element("language", { code: locale }),
    );
  const attributes = { version: VERSION, "generated-datetime": at?.toISOString() };
  return `${DECLARATION}${comment(city)}${element(
    "iati-organisations",
    attributes,
    element(
      "iati-organisation",
      { "xml:lang": city.languages[0], "default-currency": "EUR", "last-updated-datetime": at?.toISOString() },
      textElement("organisation-identifier", {}, city.organisationIdentifier),
      narrated("name", {}, city.name, city.organisationIdentifier),
      reportingOrganisation(city),
      ...spent.filter(({ cents }) => cents > 0).map((one) => expenditure(one, today)),
      ...languages.flatMap((locale) => [link("home", locale), link("data", locale)]),
    ),
  )}\n`;
}

/** A year that is not over ends today. */
function expenditure({ year, cents, currency }: Spent, today: string): string {
  const [start, end] = [firstDay(String(year)), lastDay(String(year))];
  const value = textElement("value", { currency, "value-date": start }, decimalOfCents(cents));
  return element(
    "total-expenditure",
    {},
    element("period-start", { "iso-date": start }),
    element("period-end", { "iso-date": end < today ? end : today }),
    value,
    element("expense-line", {}, value, narratives(said("iati.spent"))),
  );
}

import { translator } from "../../platform/i18n/messages.ts";
import { textIn } from "../../platform/localised.ts";
import { href } from "../../ui/paths.ts";
import type { Making } from "../public-file.ts";
import { awardedGrants } from "./award-store.ts";
import { threeSixtyGrant } from "./grant.ts";
import { prefixOf } from "./identifiers.ts";

/** The version of the standard, as its package schema wants it: major.minor. */
const VERSION = "1.4";

/**
 * The package of 360Giving 1.4.3: every published award of the city, written as its rows come. The standard wants at
 * least one grant; while there is none, the list is empty.
 */
export async function* threeSixtyPackage({ db, city, baseUrl, state, locale }: Making): AsyncGenerator<string> {
  const t = translator(locale);
  const words = (text: Record<string, string>) => textIn(text, locale)?.text ?? "";
  const head = {
    version: VERSION,
    title: t("threesixty.title", { city: words(city.name) }),
    description: [
      t("threesixty.description"),
      ...(city.threeSixtyPrefix ? [] : [t("threesixty.noPrefix", { prefix: prefixOf(city) })]),
    ].join(" "),
    identifier: `${prefixOf(city)}-360giving`,
    issued: state.at.toISOString(),
    modified: state.at.toISOString(),
    publisher: { identifier: city.organisationIdentifier, name: words(city.name), website: baseUrl },
    license: city.licence.url,
    downloadURL: `${baseUrl}/data/360giving.json`,
    accessURL: baseUrl + href(locale, "data"),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"grants":[`;
  let first = true;
  for await (const awards of awardedGrants(db)) {
    const lines = awards.map((award) => JSON.stringify(threeSixtyGrant(award, { city, baseUrl, locale })));
    yield (first ? "\n" : ",\n") + lines.join(",\n");
    first = false;
  }
  yield "\n]}\n";
}

import type { HonourRecord } from "../../register/honour/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { plain } from "../../ui/text.tsx";
import { cityOrganisation, country, type Thing, thing } from "./parts.ts";

const recipients: Record<string, string> = { person: "Person", legal_person: "Organization", city: "City" };

/**
 * Whoever is honoured, with the award. A claim, an honour withdrawn and several people unnamed have no words in
 * schema.org that would not say too much: nothing is said.
 */
export function honourThing(c: PageContext, data: HonourRecord): Thing | undefined {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const name = plain(data.name, locale);
  if (data.type === "distinction_received") return { ...cityOrganisation(c), award: name };
  const type = recipients[data.recipient];
  if (!type || data.type === "claim" || data.state === "withdrawn" || data.state === "proposed") return undefined;
  return thing({
    "@type": type,
    name,
    award: `${t.dynamic(`choice.honour.type.${data.type}`)}, ${plain(c.get("services").city.name, locale)}`,
    sameAs: data.website,
    // Of a person, no country: it need not be that of the nationality.
    ...(type === "Person" ? {} : { location: country(c, data.country) }),
  });
}

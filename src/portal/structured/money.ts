import { phaseOf } from "../../register/edition/rules.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import type { AwardWithGrant, EditionWithResults, ProjectWithGrants } from "../grants/load.ts";
import { amount, cityOrganisation, cityReference, country, named, place, type Thing, thing } from "./parts.ts";

/** A project, with the grants of the city that its page lists. */
export function projectThing(c: PageContext, data: ProjectWithGrants): Thing {
  const locale = c.get("locale");
  const places = data.places.flatMap(({ point }) => place(c, point) ?? []);
  const typeOf = { partner: "Organization", organisation: "Organization", network: "Organization" } as const;
  return thing({
    "@type": "Project",
    name: plain(data.name, locale),
    identifier: data.reference,
    foundingDate: data.actualStart ?? data.plannedStart,
    dissolutionDate: data.actualEnd ?? data.plannedEnd,
    keywords: data.themes.map((theme) => plain(theme.name, locale)).join(", "),
    location: places,
    areaServed: data.countries.flatMap((line) => country(c, line.country) ?? []),
    // Whose action it is: that of a partner who reports it, or a part of a programme of the city.
    parentOrganization: named(c, "Organization", "organisation", data.reportedBy) ?? named(c, "FundingScheme", "programme", data.programme),
    member: data.partners.flatMap(({ who }) => (who ? (named(c, typeOf[who.kind], who.kind, who) ?? []) : [])),
    funding: data.awards.map((award, i) =>
      thing({
        "@type": "MonetaryGrant",
        name: plain(award.name, locale),
        amount: amount(award.amountCents, award.currency),
        funder: i === 0 ? cityOrganisation(c) : cityReference(c),
      }),
    ),
    sameAs: data.website ? [data.website] : [],
  });
}

/** A grant of the city, by the amount that its page shows first. */
export function awardThing(c: PageContext, data: AwardWithGrant): Thing {
  return thing({
    "@type": "MonetaryGrant",
    name: plain(data.name, c.get("locale")),
    amount: amount(data.grant?.votedCents ?? data.amountCents, data.currency),
    funder: cityOrganisation(c),
    fundedItem: [named(c, "Organization", "organisation", data.organisation), named(c, "Project", "project", data.project)].filter(Boolean),
    identifier: data.deliberation,
  });
}

/** An edition of a call: a scheme of funding, and the time in which requests are taken as its event. */
export function editionThing(c: PageContext, data: EditionWithResults): Thing {
  const [{ baseUrl }, locale] = [c.get("services"), c.get("locale")];
  const { edition, of: call } = data;
  const phase = phaseOf(edition, new Date());
  const page = baseUrl + href(locale, "edition", { id: data.id });
  return thing({
    "@type": "FundingScheme",
    name: plain(data.name, locale),
    parentOrganization: named(c, "FundingScheme", "programme", call.programme),
    founder: cityOrganisation(c),
    areaServed: data.eligible.countries.length <= MOST_COUNTRIES ? data.eligible.countries.map(({ name }) => plain(name, locale)) : [],
    event: {
      "@type": "Event",
      name: plain(data.name, locale),
      startDate: edition.opensAt,
      endDate: edition.closesAt,
      eventStatus: `https://schema.org/${phase === "cancelled" ? "EventCancelled" : "EventScheduled"}`,
      eventAttendanceMode: "https://schema.org/OnlineEventAttendanceMode",
      location: { "@type": "VirtualLocation", url: page },
      organizer: cityReference(c),
      url: page,
    },
  });
}

/** Beyond, a list of countries says "nearly everywhere" and weighs. */
const MOST_COUNTRIES = 20;

import type { AgreementRecord } from "../../register/agreement/store.ts";
import type { FigureRecord } from "../../register/figure/store.ts";
import type { OrganisationRecord } from "../../register/organisation/store.ts";
import type { PartnerRecord } from "../../register/partner/store.ts";
import type { ProgrammeRecord } from "../../register/programme/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { plain } from "../../ui/text.tsx";
import { cityOrganisation, country, named, place, type Thing, thing } from "./parts.ts";

const partnerTypes: Record<string, string> = { city: "City", region: "AdministrativeArea" };

/** A partner: a place where it is a city or a region, else an organisation. */
export function partnerThing(c: PageContext, data: PartnerRecord): Thing {
  const locale = c.get("locale");
  const type = partnerTypes[data.type] ?? "Organization";
  const own = plain(data.name, locale);
  const where = place(c, data.point);
  const isPlace = type in { City: 0, AdministrativeArea: 0 };
  return thing({
    "@type": type,
    name: own,
    alternateName: [...new Set([...Object.values(data.name), ...data.aliases])].filter((name) => name !== own),
    ...(isPlace ? { geo: where?.geo, containedInPlace: country(c, data.country) } : { location: where ?? country(c, data.country) }),
    sameAs: [...(data.wikidata ? [`https://www.wikidata.org/wiki/${data.wikidata}`] : []), ...(data.website ? [data.website] : [])],
  });
}

/** Kinds of organisation of IATI, as schema.org has them. */
const organisationTypes: Record<string, string> = {
  10: "GovernmentOrganization",
  11: "GovernmentOrganization",
  15: "GovernmentOrganization",
  21: "NGO",
  22: "NGO",
  23: "NGO",
  24: "NGO",
  70: "Corporation",
  80: "EducationalOrganization",
};

export function organisationThing(c: PageContext, data: OrganisationRecord): Thing {
  const identifier = (propertyID: string, value: string | null) => (value ? [{ "@type": "PropertyValue", propertyID, value }] : []);
  return thing({
    "@type": organisationTypes[data.type?.code ?? ""] ?? "Organization",
    name: plain(data.name, c.get("locale")),
    alternateName: data.aliases,
    identifier: [
      ...identifier("SIRET", data.siret),
      ...identifier("SIREN", data.siren),
      ...identifier("RNA", data.rna),
      ...identifier(data.foreignScheme ?? "", data.foreignId),
    ],
    location: place(c, data.point) ?? country(c, data.country),
    sameAs: data.website ? [data.website] : [],
  });
}

/** An act that two parties signed. */
export function agreementThing(c: PageContext, data: AgreementRecord): Thing {
  const t = c.get("t");
  return thing({
    "@type": "CreativeWork",
    genre: t.dynamic(`choice.agreement.type.${data.type}`),
    name: plain(data.name, c.get("locale")),
    creativeWorkStatus: t.dynamic(`choice.agreement.state.${data.state}`),
    dateCreated: data.signedOn,
    expires: data.endsOn,
    contributor: [cityOrganisation(c), named(c, "Organization", "partner", data.partner)].filter(Boolean),
    spatialCoverage: country(c, data.country),
  });
}

export function programmeThing(c: PageContext, data: ProgrammeRecord): Thing {
  return thing({
    "@type": "FundingScheme",
    name: plain(data.name, c.get("locale")),
    alternateName: data.aliases,
    foundingDate: data.startedOn,
    dissolutionDate: data.endedOn,
    parentOrganization: named(c, "FundingScheme", "programme", data.parent),
    founder: cityOrganisation(c),
    sameAs: data.website ? [data.website] : [],
  });
}

/** A published figure: the value as it was published, in the unit named. */
export function figureThing(c: PageContext, data: FigureRecord): Thing {
  const locale = c.get("locale");
  return thing({
    "@type": "Observation",
    name: plain(data.name, locale),
    variableMeasured: thing({
      "@type": "StatisticalVariable",
      name: plain(data.name, locale),
      description: plain(data.description, locale),
      populationType: plain(data.perimeter, locale),
    }),
    value: data.value,
    unitText: plain(data.unit, locale) || data.currency,
    observationDate: data.asOf,
    observationAbout: cityOrganisation(c),
    isBasedOn: data.source?.url,
  });
}

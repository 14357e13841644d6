import type { City } from "../../platform/city.ts";
import { organisationReference } from "../iati/identifiers.ts";
import type { AwardedGrant } from "./award-store.ts";

type Prefixed = Pick<City, "threeSixtyPrefix" | "organisationIdentifier">;

/** What the city's own identifiers begin with: its prefix with 360Giving, or its organisation identifier while it has none. */
export function prefixOf({ threeSixtyPrefix, organisationIdentifier }: Prefixed): string {
  return threeSixtyPrefix ?? organisationIdentifier;
}

export function grantIdentifier(city: Prefixed, award: string): string {
  return `${prefixOf(city)}-${award}`;
}

/**
 * The identifier of a recipient: from a list that org-id.guide knows where it has one; otherwise the funder's own
 * under the funder's prefix, as the standard's guidance asks.
 */
export function recipientIdentifier(city: Prefixed, organisation: NonNullable<AwardedGrant["organisation"]>): string {
  return organisationReference(organisation) ?? `${prefixOf(city)}-ORG-${organisation.id}`;
}

import type { City } from "../../platform/city.ts";
import { isSiren } from "../../register/organisation/identifiers.ts";
import type { Party } from "./parties-store.ts";
import { agencyOf } from "./standard.ts";

/** The identifier of a project's activity. Made from the record's own, which never changes: IATI forbids that it ever does. */
export function activityIdentifier(city: Pick<City, "organisationIdentifier">, projectId: string): string {
  return `${city.organisationIdentifier}-${projectId}`;
}

/** The same for a programme. No record's identifier has a capital: it is never that of a project. */
export function programmeIdentifier(city: Pick<City, "organisationIdentifier">, programmeId: string): string {
  return `${city.organisationIdentifier}-PROGRAMME-${programmeId}`;
}

/**
 * The reference of an organisation, when it has one that org-id.guide knows: a SIREN under FR-RCS (FR-INSEE is
 * withdrawn in its favour; FR-SIRENE, FR-SIRET and any prefix for the RNA are not registered), or a foreign number
 * under a registered scheme. Undefined: its name must do.
 */
export function organisationReference(party: Pick<Party, "siren" | "siret" | "foreignScheme" | "foreignId">): string | undefined {
  const siren = party.siren ?? party.siret?.slice(0, 9);
  if (siren && isSiren(siren)) return `FR-RCS-${siren}`;
  if (!party.foreignScheme || !party.foreignId) return undefined;
  const reference = `${party.foreignScheme}-${party.foreignId}`;
  return /^[^/&|?\s]+$/.test(reference) && agencyOf(reference) === party.foreignScheme ? reference : undefined;
}

// A network or an institution may be of several IATI types: nothing is said rather than guessed.
const typeOfPartner: Record<string, string> = { city: "11", region: "11", foundation: "60" };

/** The IATI OrganisationType of whom an activity names; undefined when not known. */
export function organisationType(party: Pick<Party, "organisationType" | "partnerType">): string | undefined {
  return party.organisationType ?? (party.partnerType ? typeOfPartner[party.partnerType] : undefined);
}

import type { City } from "../../../platform/city.ts";
import type { KnownBody } from "../../../register/organisation/body-index.ts";
import { compactNumber, isRna } from "../../../register/organisation/identifiers.ts";
import { recordId } from "../../../register/record/fields.ts";
import { agencyOf } from "../standard.ts";

/** What a reference says of an organisation, as the register keeps it: French numbers apart, others by their agency. */
export type Identity =
  | { kind: "siret"; siret: string; siren: string }
  | { kind: "siren"; siren: string }
  | { kind: "rna"; rna: string }
  | { kind: "foreign"; scheme: string; id: string };

/**
 * Reads a reference: "FR-RCS-217500016", "FR-SIRET-21750001600019", "XM-DAC-41122". Undefined when no agency that is
 * known gave it: it then identifies nothing.
 */
export function identityOf(reference: string): Identity | undefined {
  const french = /^FR-[A-Z]+-(.+)$/i.exec(reference)?.[1];
  if (french) {
    const number = compactNumber(french).toUpperCase();
    if (/^\d{14}$/.test(number)) return { kind: "siret", siret: number, siren: number.slice(0, 9) };
    if (/^\d{9}$/.test(number)) return { kind: "siren", siren: number };
    if (isRna(number)) return { kind: "rna", rna: number };
  }
  const scheme = agencyOf(reference);
  const id = scheme && reference.slice(scheme.length + 1).trim();
  return scheme && id && id.length <= 120 && scheme.length <= 60 ? { kind: "foreign", scheme, id } : undefined;
}

/** The same as the columns of the register. */
export type FoundNumbers = Pick<KnownBody, "siret" | "siren" | "rna" | "foreignScheme" | "foreignId">;

export const numbersOf = (identity: Identity | undefined): FoundNumbers => ({
  siret: identity?.kind === "siret" ? identity.siret : null,
  siren: identity && "siren" in identity ? identity.siren : null,
  rna: identity?.kind === "rna" ? identity.rna : null,
  foreignScheme: identity?.kind === "foreign" ? identity.scheme : null,
  foreignId: identity?.kind === "foreign" ? identity.id : null,
});

/** Whether a reference is the city's own: its IATI identifier, or any that carries its SIREN. */
export function isCity(reference: string, city: Pick<City, "organisationIdentifier" | "siret">): boolean {
  if (reference === city.organisationIdentifier) return true;
  const identity = identityOf(reference);
  return identity !== undefined && "siren" in identity && identity.siren === city.siret?.slice(0, 9);
}

/** The record of the city's own that an identifier was made from when it went out; undefined for any other. */
export function ownRecordOf(
  identifier: string,
  city: Pick<City, "organisationIdentifier">,
): { kind: "project" | "programme"; id: string } | undefined {
  if (!identifier.startsWith(`${city.organisationIdentifier}-`)) return undefined;
  const rest = identifier.slice(city.organisationIdentifier.length + 1);
  const programme = /^PROGRAMME-(.+)$/.exec(rest)?.[1];
  const id = recordId.safeParse(programme ?? rest);
  return id.success ? { kind: programme ? "programme" : "project", id: id.data } : undefined;
}

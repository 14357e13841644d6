import { element } from "../xml.ts";
import type { ActivityAward } from "./awards-store.ts";
import type { IatiContext } from "./context.ts";
import { organisationReference, organisationType } from "./identifiers.ts";
import type { Party } from "./parties-store.ts";
import { narratives } from "./words.ts";

const FUNDING = 1;
const IMPLEMENTING = 4;
// Those who benefit take no part in the sense of IATI.
const roles: Record<string, number | undefined> = {
  funder: FUNDING,
  accountable: 2,
  lead: IMPLEMENTING,
  implementer: IMPLEMENTING,
  partner: IMPLEMENTING,
  host: IMPLEMENTING,
};

/** Whom a project or a programme names. */
interface Named {
  partners: { role: string; who: Party }[];
  funders?: { status: string; who: Party }[];
  awards: Pick<ActivityAward, "organisation">[];
  /** CRS channel of delivery: of the first that carries the action out. */
  channel?: string | null;
}

/** The city funds; then whom the record names, the funders that confirmed, and whom the grants went to. Each role once. */
export function participants({ partners, funders = [], awards, channel }: Named, { city }: Pick<IatiContext, "city">): string {
  const named: [Party, number | undefined][] = [
    ...partners.map((line): [Party, number | undefined] => [line.who, roles[line.role]]),
    ...funders
      .filter((line) => line.status === "confirmed" || line.status === "received")
      .map((line): [Party, number] => [line.who, FUNDING]),
    ...awards.map((award): [Party, number] => [award.organisation, IMPLEMENTING]),
  ];
  const seen = new Set([`${FUNDING} ${city.organisationIdentifier}`]);
  let xml = element(
    "participating-org",
    { ref: city.organisationIdentifier, type: city.organisationType, role: FUNDING },
    narratives(city.name),
  );
  let first = true;
  for (const [party, role] of named) {
    if (!role || !party) continue;
    const reference = organisationReference(party);
    const key = `${role} ${reference ?? `${party.kind}/${party.id}`}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const through = role === IMPLEMENTING && first ? channel : undefined;
    if (role === IMPLEMENTING) first = false;
    xml += element(
      "participating-org",
      { ref: reference, type: organisationType(party), role, "crs-channel-code": through },
      narratives(party.name, party.id),
    );
  }
  return xml;
}

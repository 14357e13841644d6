/**
 * What a payment is, in the codes of the DAC, where the project does not say: from the kind of body that is paid
 * (IATI OrganisationType) and whether the money is for an action or for the body itself. Each default that is used is
 * told in the check list: an officer confirms it by filling in the project.
 */
export interface Defaults {
  aidType: string;
  collaboration: string;
  channel: string | null;
}

const NGO = ["21", "22", "23", "24"];
/** Bodies whose running costs are core support (B01): NGOs, foundations and other private bodies, research institutes. */
const privateBodies = [...NGO, "30", "60", "70", "71", "72", "73", "80"];
const MULTILATERAL = "40";

/** DAC channel by kind of body; where it depends on the body's country: [in the city's own country, elsewhere]. */
const channels: Record<string, string | [home: string, abroad: string]> = {
  "10": ["11001", "12001"],
  "11": ["11002", "12002"],
  "15": ["11004", "12004"],
  "21": "21000",
  "22": ["22000", "23000"],
  "23": "23000",
  "24": "23000",
  "30": "31000",
  "40": "40000",
  "60": "60000",
  "70": ["61000", "62000"],
  "71": "61000",
  "72": "62000",
  "73": "63000",
  "80": "51000",
};

export interface Paid {
  organisationType: string;
  organisationCountry: string | null;
  /** The city's own country. */
  home: string;
  /** The money is for an action, not for the body as such. */
  forProject: boolean;
}

/** An action is a project-type intervention (C01), whoever carries it out; support to a body as such is core support. */
export function defaultAidType({ organisationType, forProject }: Pick<Paid, "organisationType" | "forProject">): string {
  if (forProject) return "C01";
  if (organisationType === MULTILATERAL) return "B02";
  return privateBodies.includes(organisationType) ? "B01" : "C01";
}

/** Follows from the type of aid: core support to a multilateral body is multilateral, to a private one bilateral core. */
export function defaultCollaboration(aidType: string): string {
  return aidType === "B02" ? "2" : aidType === "B01" ? "3" : "1";
}

/** Null for a body of no known kind: its channel is not guessed. */
export function defaultChannel({ organisationType, organisationCountry, home }: Omit<Paid, "forProject">): string | null {
  const channel = channels[organisationType] ?? null;
  return Array.isArray(channel) ? channel[organisationCountry === null || organisationCountry === home ? 0 : 1] : channel;
}

export type BodyKind = "public" | "private" | "unknown";
const kinds: Record<string, BodyKind> = {
  "10": "public",
  "11": "public",
  "15": "public",
  "40": "public",
  ...Object.fromEntries([...NGO, "60", "70", "71", "72", "73"].map((type) => [type, "private"])),
};

/** Whether a body is public or private, for the annex. A partnership, a university or "other" may be either: not guessed. */
export function bodyKind(organisationType: string): BodyKind {
  return kinds[organisationType] ?? "unknown";
}

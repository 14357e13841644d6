import type { Match } from "./organisations.ts";
import type { KnownPlace } from "./places.ts";
import type { Activity } from "./rules.ts";
import { MOST_LINES } from "./where.ts";

/** What the register makes of what an activity names. */
export interface Resolved {
  own: boolean;
  reportedBy: string | null;
  programme: string | null;
  themes: string[];
  reference: string | null;
  parties: { role: Activity["participants"][number]["role"]; match: Match }[];
  places: (KnownPlace | undefined)[];
}

const lineOf = ({ kind, id }: Match) => ({ partner: null, organisation: null, network: null, [kind]: id });

/** Each in each role once. */
function partnersOf<R extends string>(parties: readonly { role: R; match: Match }[]) {
  const lines = new Map(parties.map(({ role, match }) => [`${role} ${match.kind} ${match.id}`, { ...lineOf(match), role }]));
  return [...lines.values()].slice(0, MOST_LINES);
}

/** The page of a project is that of the portal it went out from: the city's own activity has another only when the file says so. */
const websiteOf = ({ website }: Activity, own: boolean) => (website && (!own || website.alone) ? website.url : null);

/** A project as the form and the files know it (src/register/project/rules.ts). */
export function projectOf(activity: Activity, resolved: Resolved): Record<string, unknown> {
  const { markers, budget, dates } = activity;
  const places = new Map(resolved.places.flatMap((place) => (place ? [[place.id, { place: place.id, note: {} }] as const] : [])));
  const channel = [...activity.participants].sort((a, b) => Number(b.role === "implementer") - Number(a.role === "implementer"));
  return {
    name: activity.name,
    description: activity.description,
    reference: resolved.reference,
    programme: resolved.programme,
    reportedBy: resolved.reportedBy,
    state: activity.state,
    ...dates,
    countries: activity.countries.map(({ code, percentage }) => ({ country: code, percentage })),
    places: [...places.values()],
    sites: activity.sites.flatMap(({ geonamesId: _, ...site }, i) => (resolved.places[i] ? [] : [site])),
    partners: partnersOf(resolved.parties),
    themes: resolved.themes,
    goals: activity.goals,
    targets: activity.targets,
    sectors: activity.sectors.map(({ code, percentage }) => ({ sector: code, percentage })),
    genderMarker: markers.gender,
    mitigationMarker: markers.mitigation,
    adaptationMarker: markers.adaptation,
    humanitarian: activity.humanitarian,
    collaboration: activity.collaboration,
    aidType: activity.aidType,
    channel: channel.find((one) => one.channel)?.channel ?? null,
    budgetCents: budget?.cents ?? null,
    currency: budget?.currency ?? activity.currency ?? "EUR",
    results: activity.results,
    website: websiteOf(activity, resolved.own),
  };
}

/** An activity of the city that stands for a programme. IATI does not say of which type it is. */
export function programmeOf(activity: Activity, resolved: Resolved): Record<string, unknown> {
  const { plannedStart, actualStart, plannedEnd, actualEnd } = activity.dates;
  const parties = resolved.parties.flatMap(({ role, match }) =>
    role === "beneficiary" ? [] : [{ role: role === "accountable" ? "lead" : role, match }],
  );
  return {
    name: activity.name,
    description: activity.description,
    type: "cooperation",
    parent: resolved.programme,
    themes: resolved.themes,
    goals: activity.goals,
    startedOn: actualStart ?? plannedStart,
    endedOn: actualEnd ?? plannedEnd,
    currency: activity.currency ?? "EUR",
    website: websiteOf(activity, resolved.own),
    partners: partnersOf(parties),
  };
}

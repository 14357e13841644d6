import type { City } from "../../platform/city.ts";
import { languages } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { href } from "../../ui/paths.ts";
import { said } from "../said.ts";
import { element, textElement } from "../xml.ts";
import type { ActivityRow } from "./activity-store.ts";
import type { Fault, IatiContext } from "./context.ts";
import { type ActivityDates, activityDates } from "./dates.ts";
import { documentLinks } from "./documents.ts";
import { budgets, transactions } from "./finance.ts";
import { activityIdentifier } from "./identifiers.ts";
import { participants } from "./participants.ts";
import { results } from "./results.ts";
import { percentages } from "./shares.ts";
import { narrated, narratives } from "./words.ts";

// IATI ActivityStatus: 1 pipeline, 2 implementation, 4 closed, 5 cancelled, 6 suspended.
const statuses: Record<string, number> = { planned: 1, running: 2, finished: 4, abandoned: 5, suspended: 6 };

/** DAC code of what is attributed to no sector. */
const NO_SECTOR = "99810";
/** DAC code of what is attributed to no country. */
const NO_COUNTRY = "998";

/** A project as an IATI 2.03 activity, its elements in the order that the schema wants, and what the project should still say. */
export function activity(project: ActivityRow, context: IatiContext): { xml: string; faults: Fault[] } {
  const { city } = context;
  const dates = activityDates(project, context.today);
  const description = narratives(project.description);
  const codes = [
    ...dates.faults,
    ...(project.sectors.length === 0 ? ["no_sector" as const] : []),
    ...(project.countries.length === 0 ? ["no_country" as const] : []),
    ...(description ? [] : ["no_description" as const]),
  ];
  const xml = element(
    "iati-activity",
    {
      "xml:lang": city.languages[0],
      "default-currency": project.currency,
      "last-updated-datetime": new Date(project.updatedAt).toISOString(),
      humanitarian: project.humanitarian ? 1 : undefined,
    },
    textElement("iati-identifier", {}, activityIdentifier(city, project.id)),
    reportingOrganisation(city),
    narrated("title", {}, labelled(project), project.id),
    // A description is required: the title, where there is none.
    element("description", { type: 1 }, description || narratives(labelled(project), project.id)),
    participants(project, context),
    project.reference ? element("other-identifier", { ref: project.reference, type: "A1" }) : "",
    element("activity-status", { code: statuses[project.state] }),
    ...dates.dates.map(({ type, day, note }) => element("activity-date", { type, "iso-date": day }, note && narratives(note))),
    countries(project),
    ...project.places.map(location),
    sectors(project),
    tags(project, context),
    policyMarkers(project),
    defaults(project, dates, context),
    budgets(project, dates, context.today),
    transactions(project, context),
    documentLinks(project, context),
    results(project, dates),
  );
  return { xml, faults: codes.map((code) => ({ record: project.id, code })) };
}

export function reportingOrganisation(city: City): string {
  return element("reporting-org", { ref: city.organisationIdentifier, type: city.organisationType }, narratives(city.name));
}

/** The name, marked in each language when it describes nothing real. */
function labelled({ name, demo }: ActivityRow): Localised {
  if (!demo) return name;
  const label = said("common.demo");
  return Object.fromEntries(Object.entries(name).map(([language, words]) => [language, `[${label[language] ?? label.en}] ${words}`]));
}

function countries(project: ActivityRow): string {
  if (project.countries.length === 0)
    return narrated("recipient-region", { vocabulary: 1, code: NO_COUNTRY, percentage: 100 }, said("iati.no_country"));
  const shares = percentages(project.countries.map((line) => line.percentage));
  return project.countries.map(({ code }, i) => element("recipient-country", { code, percentage: shares[i] })).join("");
}

function location({ point, geonamesId }: ActivityRow["places"][number]): string {
  if (!point) return "";
  return element(
    "location",
    {},
    geonamesId ? element("location-id", { vocabulary: "G1", code: geonamesId }) : "",
    narrated("name", {}, point.name, point.id),
    element(
      "point",
      { srsName: "http://www.opengis.net/def/crs/EPSG/0/4326" },
      textElement("pos", {}, `${point.latitude} ${point.longitude}`),
    ),
    element("exactness", { code: point.exactness === "exact" ? 1 : 2 }),
  );
}

function sectors(project: ActivityRow): string {
  if (project.sectors.length === 0) return narrated("sector", { vocabulary: 1, code: NO_SECTOR, percentage: 100 }, said("iati.no_sector"));
  const shares = percentages(project.sectors.map((line) => line.percentage));
  return project.sectors.map(({ code }, i) => element("sector", { vocabulary: 1, code, percentage: shares[i] })).join("");
}

/** Goals and targets of the United Nations, then the programme and the themes, which are the city's own codes. */
function tags({ goals, targets, programme, themes }: ActivityRow, { baseUrl, reference }: IatiContext): string {
  const own = (page: "programmes" | "data", code: string, name: Localised) =>
    narrated("tag", { vocabulary: 99, "vocabulary-uri": baseUrl + href(languages[0], page), code }, name, code);
  return [
    ...goals.map((code) => element("tag", { vocabulary: 2, code })),
    ...targets.map((code) => element("tag", { vocabulary: 3, code })),
    ...(programme ? [own("programmes", programme.id, programme.name)] : []),
    ...themes.map((code) => own("data", code, reference.term("theme", code))),
  ].join("");
}

function policyMarkers(project: ActivityRow): string {
  const markers: [code: number, significance: number | null][] = [
    [1, project.genderMarker],
    [6, project.mitigationMarker],
    [7, project.adaptationMarker],
  ];
  return markers
    .map(([code, significance]) => (significance === null ? "" : element("policy-marker", { vocabulary: 1, code, significance })))
    .join("");
}

/**
 * What holds for a city's action: bilateral, grants (110), project-type (C01), untied (5). The flow is official
 * development assistance (10) where every country was on the DAC list on the first day, another flow (50) where one
 * was not, and is not said where that is not known.
 */
function defaults(project: ActivityRow, { start }: ActivityDates, { isRecipient }: IatiContext): string {
  const listed = project.countries.map(({ code }) => isRecipient(code, start));
  const flow = listed.length === 0 || listed.includes(undefined) ? undefined : listed.every(Boolean) ? 10 : 50;
  return [
    element("collaboration-type", { code: 1 }),
    flow ? element("default-flow-type", { code: flow }) : "",
    element("default-finance-type", { code: 110 }),
    element("default-aid-type", { vocabulary: 1, code: "C01" }),
    element("default-tied-status", { code: 5 }),
  ].join("");
}

import type { Localised } from "../../platform/localised.ts";
import { href } from "../../ui/paths.ts";
import { element, textElement } from "../xml.ts";
import type { ActivityRow } from "./activity-store.ts";
import { contact, labelled, ownTags, reportingOrganisation, withoutCountry, withoutSector } from "./common.ts";
import type { Fault, IatiContext } from "./context.ts";
import { type ActivityDates, activityDates } from "./dates.ts";
import { documentLinks } from "./documents.ts";
import { budgets, plannedDisbursements, transactions } from "./finance.ts";
import { participants } from "./participants.ts";
import type { Written } from "./reported.ts";
import { results } from "./results.ts";
import { percentages } from "./shares.ts";
import { latest } from "./tree.ts";
import { narrated, narratives } from "./words.ts";

// IATI ActivityStatus: 1 pipeline, 2 implementation, 4 closed, 5 cancelled, 6 suspended.
const statuses: Record<string, number> = { planned: 1, running: 2, finished: 4, abandoned: 5, suspended: 6 };

/**
 * A project as an IATI 2.03 activity, its elements in the order that the schema wants, and what the project should still
 * say. `identifier`: the one that it was reported under, or its own.
 */
export function projectActivity(project: ActivityRow, identifier: string, context: IatiContext): { written: Written; faults: Fault[] } {
  const { city } = context;
  const dates = activityDates(project, context.today);
  const description = narratives(project.description);
  const programme = project.programme && context.tree.get(project.programme.id);
  const crises = crisesOf(project);
  const codes = [
    ...dates.faults,
    ...(project.sectors.length === 0 ? ["no_sector" as const] : []),
    ...(project.countries.length === 0 ? ["no_country" as const] : []),
    ...(description ? [] : ["no_description" as const]),
  ];
  const written: Written = {
    attributes: {
      "xml:lang": city.languages[0],
      "default-currency": project.currency,
      "last-updated-datetime": latest([project.updatedAt, context.awardChanges.get(`project ${project.id}`)])!.toISOString(),
      humanitarian: project.humanitarian || crises.length > 0 ? 1 : undefined,
      hierarchy: programme ? programme.depth + 1 : undefined,
    },
    parts: [
      ["iati-identifier", textElement("iati-identifier", {}, identifier)],
      ["reporting-org", reportingOrganisation(city)],
      ["title", narrated("title", {}, labelled(project), project.id)],
      // A description is required: the title, where there is none.
      ["description", element("description", { type: 1 }, description || narratives(labelled(project), project.id))],
      ["participating-org", participants(project, context)],
      [
        "other-identifier",
        [
          project.reference ? element("other-identifier", { ref: project.reference, type: "A1" }) : "",
          ...city.formerIdentifiers.map((ref) => element("other-identifier", { ref, type: "B1" })),
        ].join(""),
      ],
      ["activity-status", element("activity-status", { code: statuses[project.state] })],
      ["activity-date", activityDatesXml(dates)],
      ["contact-info", contact(city, context.baseUrl)],
      // What came from a file may hold it.
      ["activity-scope", ""],
      ["recipient-country", countries(project)],
      ["recipient-region", project.countries.length === 0 ? withoutCountry() : ""],
      ["location", [...project.places.map(location), ...project.sites.map(site)].join("")],
      ["sector", sectors(project)],
      ["tag", tags(project, context)],
      ["country-budget-items", ""],
      ["humanitarian-scope", crises.map((one) => crisisScope(one, context)).join("")],
      ["policy-marker", policyMarkers(project)],
      ...defaults(project, dates, context),
      ["budget", budgets(project, dates, context.today)],
      ["planned-disbursement", plannedDisbursements(project.awards, identifier, context)],
      ["capital-spend", ""],
      ["transaction", transactions(project.awards, identifier, context)],
      [
        "document-link",
        documentLinks("project", { ...project, documents: [...project.documents, ...(project.agreementDocuments ?? [])] }, context),
      ],
      ["related-activity", programme ? element("related-activity", { ref: programme.identifier, type: 1 }) : ""],
      ["legacy-data", ""],
      ["conditions", ""],
      ["result", results(project, dates)],
      ["crs-add", ""],
      ["fss", ""],
    ],
  };
  return { written, faults: codes.map((code) => ({ kind: "project", record: project.id, code })) };
}

export function activityDatesXml({ dates }: Pick<ActivityDates, "dates">): string {
  return dates.map(({ type, day, note }) => element("activity-date", { type, "iso-date": day }, note && narratives(note))).join("");
}

interface Crisis {
  id: string;
  crisis: Localised;
}

/** The crises that the calls behind its grants answer, each once. */
function crisesOf({ awards }: Pick<ActivityRow, "awards">): Crisis[] {
  const editions = awards.flatMap(({ grant }) => (grant?.edition && Object.keys(grant.edition.crisis).length > 0 ? [grant.edition] : []));
  return [...new Map(editions.map((one) => [one.id, one])).values()];
}

/** An emergency (1) in the city's own words (vocabulary 99): a call says what it answers, not its GLIDE number. */
function crisisScope({ id, crisis }: Crisis, { baseUrl, city }: IatiContext): string {
  const uri = baseUrl + href(city.languages[0] as "fr", "edition", { id });
  return narrated("humanitarian-scope", { type: 1, vocabulary: 99, "vocabulary-uri": uri, code: id }, crisis, id);
}

function countries(project: ActivityRow): string {
  const shares = percentages(project.countries.map((line) => line.percentage));
  return project.countries.map(({ code }, i) => element("recipient-country", { code, percentage: shares[i] })).join("");
}

function location({ point, geonamesId }: ActivityRow["places"][number]): string {
  return point ? spot(point, geonamesId ? element("location-id", { vocabulary: "G1", code: geonamesId }) : "", point.id) : "";
}

/** A point that the project alone names. */
const site = (one: ActivityRow["sites"][number]) => spot(one, "");

function spot(
  { name, latitude, longitude, exactness }: { name: Localised; latitude: number; longitude: number; exactness: string },
  identifier: string,
  fallback?: string,
): string {
  const words = narratives(name, fallback);
  return element(
    "location",
    {},
    identifier,
    words && element("name", {}, words),
    element("point", { srsName: "http://www.opengis.net/def/crs/EPSG/0/4326" }, textElement("pos", {}, `${latitude} ${longitude}`)),
    element("exactness", { code: exactness === "exact" ? 1 : 2 }),
  );
}

function sectors(project: ActivityRow): string {
  if (project.sectors.length === 0) return withoutSector();
  const shares = percentages(project.sectors.map((line) => line.percentage));
  return project.sectors.map(({ code }, i) => element("sector", { vocabulary: 1, code, percentage: shares[i] })).join("");
}

/** Goals and targets of the United Nations, then the programme and the themes, which are the city's own codes. */
function tags({ goals, targets, programme, themes }: ActivityRow, context: IatiContext): string {
  return [
    ...goals.map((code) => element("tag", { vocabulary: 2, code })),
    ...targets.map((code) => element("tag", { vocabulary: 3, code })),
    ownTags({ programme, themes }, context),
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
 * What holds for a city's action unless its project says otherwise: bilateral, project-type (C01); and always grants
 * (110), untied (5). The flow is official development assistance (10) where every country was on the DAC list on the
 * first day, another flow (50) where one was not, and is not said where that is not known.
 */
function defaults(project: ActivityRow, { start }: ActivityDates, { isRecipient }: IatiContext): Written["parts"] {
  const listed = project.countries.map(({ code }) => isRecipient(code, start));
  const flow = listed.length === 0 || listed.includes(undefined) ? undefined : listed.every(Boolean) ? 10 : 50;
  return [
    ["collaboration-type", element("collaboration-type", { code: project.collaboration ?? 1 })],
    ["default-flow-type", flow ? element("default-flow-type", { code: flow }) : ""],
    ["default-finance-type", element("default-finance-type", { code: 110 })],
    ["default-aid-type", element("default-aid-type", { vocabulary: 1, code: project.aidType ?? "C01" })],
    ["default-tied-status", element("default-tied-status", { code: 5 })],
  ];
}

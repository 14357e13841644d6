import { inOrder, oneOf, sharesAddUp, unique } from "../record/checks.ts";
import {
  cents,
  choice,
  currency,
  type DocumentOf,
  date,
  flag,
  list,
  localised,
  number,
  reference,
  requiredCountry,
  requiredNumber,
  requiredReference,
  requiredTerm,
  term,
  terms,
  text,
  url,
} from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

export const projectStates = ["planned", "running", "suspended", "finished", "abandoned"] as const;
export const projectRoles = ["funder", "accountable", "lead", "implementer", "partner", "beneficiary"] as const;
export const fundingStatuses = ["requested", "confirmed", "received", "refused"] as const;

const share = () => number({ min: 0.0001, max: 100 });
const whoever = { partner: reference("partner"), organisation: reference("organisation"), network: reference("network") };
const marker = () => number({ min: 0, max: 2, step: 1 });

/**
 * An action on the ground, in one or more countries. Budgets are of the whole action, in cents. `reportedBy`: whose action
 * it is when it is not the city's own; it then counts in no counter of the city.
 */
export const project = defineKind(
  "project",
  {
    ...commonFields,
    reference: text({ max: 80 }),
    programme: reference("programme"),
    agreement: reference("agreement"),
    reportedBy: reference("organisation"),
    state: choice(projectStates, { initial: "running" }),
    plannedStart: date(),
    plannedEnd: date(),
    actualStart: date(),
    actualEnd: date(),
    countries: list("project_country", { country: requiredCountry(), percentage: share() }),
    places: list("project_place", { place: requiredReference("place"), note: localised({ max: 500 }) }),
    sites: list("project_site", {
      name: localised(),
      latitude: requiredNumber({ min: -90, max: 90 }),
      longitude: requiredNumber({ min: -180, max: 180 }),
      exactness: choice(["exact", "approximate"], { initial: "exact" }),
    }),
    partners: list("project_partner", { ...whoever, role: choice(projectRoles) }),
    priorities: terms("priority"),
    themes: terms("theme"),
    goals: terms("sdg-goal"),
    targets: terms("sdg-target"),
    sectors: list("project_sector", { sector: requiredTerm("dac-sector"), percentage: share() }),
    genderMarker: marker(),
    mitigationMarker: marker(),
    adaptationMarker: marker(),
    humanitarian: flag(),
    collaboration: term("collaboration-type"),
    aidType: term("aid-type"),
    channel: term("channel"),
    budgetCents: cents(),
    currency: currency(),
    funders: list("project_funder", {
      ...whoever,
      amountCents: cents(),
      currency: currency(),
      status: choice(fundingStatuses, { initial: "confirmed" }),
      inKind: flag(),
    }),
    results: list("project_result", {
      indicator: localised({ required: true }),
      unit: localised({ max: 80 }),
      definition: localised({ max: 2_000 }),
      ascending: flag(true),
      baselineValue: number(),
      baselineYear: number({ min: 1900, max: 2200, step: 1 }),
      targetValue: number(),
      targetOn: date(),
      actualValue: number(),
      actualOn: date(),
    }),
    website: url(),
    media: list("project_media", { media: requiredReference("media") }),
    documents: list("project_document", { document: requiredReference("document") }),
    interpretation: localised({ max: 2_000 }),
    ...sourceFields,
  },
  (value) => [
    ...inOrder(value, "plannedStart", "plannedEnd"),
    ...inOrder(value, "actualStart", "actualEnd"),
    ...sharesAddUp(value.countries, "countries"),
    ...sharesAddUp(value.sectors, "sectors"),
    ...unique(value.countries, (line) => line.country, "countries"),
    ...unique(value.places, (line) => line.place, "places"),
    ...unique(value.sectors, (line) => line.sector, "sectors"),
    ...value.partners.flatMap((line, i) => oneOf(line, ["partner", "organisation", "network"], `partners.${i}`)),
    ...value.funders.flatMap((line, i) => oneOf(line, ["partner", "organisation", "network"], `funders.${i}`)),
    ...value.results.flatMap((line, i) => [
      ...(line.baselineValue !== null && line.baselineYear === null ? [{ path: `results.${i}.baselineYear`, code: "required" }] : []),
      ...(line.actualValue !== null && line.actualOn === null ? [{ path: `results.${i}.actualOn`, code: "required" }] : []),
    ]),
  ],
);

type Document = DocumentOf<typeof project.fields>;
/** An indicator: where it began, what is aimed at, what was reached. */
export type ProjectResult = Document["results"][number];
export type ProjectSite = Document["sites"][number];

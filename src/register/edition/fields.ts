import {
  cents,
  choice,
  currency,
  type DocumentOf,
  date,
  flag,
  instant,
  list,
  localised,
  number,
  requiredCountry,
  requiredDate,
  requiredInstant,
  requiredNumber,
  requiredReference,
  requiredTerm,
  requiredText,
  text,
} from "../record/fields.ts";
import { commonFields, sourceFields } from "../record/kind.ts";

export const procedures = ["call", "fast_track"] as const;
export const countryRules = ["oda", "europe", "any", "listed"] as const;
export const conditionRules = ["legal_form", "min_age_months", "seat_prefix", "identifier", "declared"] as const;
export const stages = ["application", "agreement", "payment", "report"] as const;
export const sections = ["project", "partners", "impact", "sustainability", "organisation", "other"] as const;
export const questionTypes = ["short", "long", "number", "money", "date", "choice", "choices", "yes_no", "url"] as const;

const code = () => requiredText({ max: 40, pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/ });
const label = () => localised({ required: true });
const help = () => localised({ long: true, max: 2_000 });
/** A required number that is `initial` unless said otherwise. */
const numberFrom = (initial: number, options: Parameters<typeof requiredNumber>[0]) => ({ ...requiredNumber(options), empty: initial });

export const editionFields = {
  ...commonFields,
  call: requiredReference("call"),
  /** What the numbers of the files start with: "SOLIDAE-2027". */
  code: requiredText({ max: 24, pattern: /^[A-Z0-9]+(-[A-Z0-9]+)*$/ }),
  procedure: choice(procedures, { initial: "call" }),
  fiscalYear: requiredNumber({ min: 2000, max: 2200, step: 1 }),
  opensAt: requiredInstant(),
  /** Files are taken until this second, inclusive. */
  closesAt: requiredInstant(),
  informationAt: instant(),
  juryOn: date(),
  councilOn: date(),
  resultsOn: date(),
  cancelledOn: date(),
  cancelReason: localised({ max: 2_000 }),
  /** What the fast track answers: its name. */
  crisis: localised(),
  minCents: cents(),
  maxCents: cents(),
  /** The city pays at most this share of the total cost, in per cent. */
  citySharePercent: number({ min: 0.0001, max: 100 }),
  maxMonths: number({ min: 1, max: 600, step: 1 }),
  /** Travel may be at most this share of the budget, in per cent. */
  travelSharePercent: number({ min: 0, max: 100 }),
  /** Expenses made before the vote are taken. */
  retroactive: flag(),
  currency: currency(),
  strands: list("edition_strand", {
    code: requiredText({ max: 40, pattern: /^[a-z0-9-]+$/ }),
    name: label(),
    budgetSource: requiredTerm("budget-source"),
    maxCents: cents(),
  }),
  countryRule: choice(countryRules, { initial: "oda" }),
  countries: list("edition_country", { country: requiredCountry() }),
  exclusions: list("edition_exclusion", { country: requiredCountry(), since: requiredDate(), until: date(), reference: requiredText() }),
  /** value: legal forms, or the starts of post codes, parted by spaces; a number of months; siret, rna or any; nothing to declare. */
  conditions: list("edition_condition", { code: code(), rule: choice(conditionRules), value: text(), label: label(), help: help() }),
  criteria: list("edition_criterion", {
    code: code(),
    name: label(),
    help: help(),
    /** The code of a strand; every strand without it. */
    strand: text({ max: 40 }),
    weight: requiredNumber({ min: 0.0001, max: 1_000 }),
    maxScore: numberFrom(5, { min: 1, max: 100, step: 1 }),
  }),
  requirements: list("edition_requirement", {
    code: code(),
    name: label(),
    help: help(),
    stage: choice(stages, { initial: "application" }),
    required: flag(true),
    /** Asked from this amount on. */
    aboveCents: cents(),
    /** A file may be accepted subject to it. */
    canFollow: flag(),
  }),
  questions: list("edition_question", {
    code: code(),
    section: choice(sections),
    label: label(),
    help: help(),
    type: choice(questionTypes),
    required: flag(true),
    maxWords: number({ min: 1, max: 10_000, step: 1 }),
    /** The code of an earlier question, and the answer to it that makes this one asked. */
    showIf: text({ max: 40 }),
    showValue: text({ max: 40 }),
  }),
  options: list("edition_option", { question: requiredText({ max: 40 }), code: code(), name: label() }),
  indicators: list("edition_indicator", {
    code: code(),
    name: label(),
    unit: localised({ max: 80 }),
    definition: localised({ max: 2_000 }),
    required: flag(),
  }),
  tranches: list("edition_tranche", {
    percentage: requiredNumber({ min: 0.0001, max: 100 }),
    condition: choice(["agreement", "interim_report", "final_report"]),
    /** Years after the one of the vote. */
    yearOffset: numberFrom(0, { min: 0, max: 20, step: 1 }),
  }),
  reports: list("edition_report", {
    type: choice(["interim", "final", "financial"]),
    months: requiredNumber({ min: 0, max: 240, step: 1 }),
    after: choice(["signature", "project_end", "exercise_end"]),
  }),
  budgetLines: list("edition_budget_line", {
    code: code(),
    side: choice(["expense", "resource"]),
    /** Of the chart of accounts: 60 purchases, 74 grants, 86 and 87 in kind. */
    account: text({ max: 6, pattern: /^\d{1,6}$/ }),
    name: label(),
    inKind: flag(),
  }),
  ...sourceFields,
};
export type Edition = DocumentOf<typeof editionFields>;

import { Temporal } from "temporal-polyfill";
import { dayOfInstant } from "../../platform/instants.ts";
import { timeZone } from "../../platform/time-zone.ts";
import type { Edition } from "../../register/edition/rules.ts";
import type { Problem } from "../../register/record/kind.ts";
import { readCents, readNumber } from "../../register/record/numbers.ts";
import { firstDay, isPartialDate } from "../../register/record/partial-date.ts";
import { compactIban, countWords, type Draft, isAsked, isIban, limits, type Section, sections, totalsOf } from "./content.ts";
import { type Body, meets, owesEngagement } from "./eligibility.ts";

/** What a complete file is judged with, beside its content. */
export interface CheckFacts {
  edition: Edition;
  applicant: Body;
  /** The files sent, by requirement; a refused one counts for nothing. */
  files: readonly { requirement: string | null; verdict: string | null }[];
  /** YYYY-MM-DD by the city's calendar. */
  today: string;
  /** Where the edition pays for projects. */
  countries: ReadonlySet<string>;
}

/** The section of the form that a problem's path belongs to; "applicant" is the page of the organisation. */
export function sectionOf(path: string): Section | "applicant" {
  const [first = ""] = path.split(".");
  if (first === "applicant") return "applicant";
  if (first === "answers") return "questions";
  if (first === "asked" || first === "budget") return "budget";
  if (first === "engagement" || first === "declarations" || first === "bankAccount") return "commitments";
  return (sections as readonly string[]).includes(first) ? (first as Section) : "project";
}

/**
 * All that keeps a file from being sent, in the order of its sections; empty when it may be. Pure. Amounts in cents.
 */
export function completeCheck(draft: Draft, facts: CheckFacts): Problem[] {
  return [
    ...applicant(facts),
    ...project(draft, facts),
    ...places(draft, facts),
    ...partners(draft),
    ...questions(draft, facts.edition),
    ...budget(draft, facts.edition),
    ...indicators(draft, facts.edition),
    ...documents(draft, facts),
    ...commitments(draft, facts),
  ];
}

const need = (path: string, value: string, max?: number): Problem[] => {
  if (value.trim() === "") return [{ path, code: "required" }];
  return max !== undefined && value.length > max ? [{ path, code: "too_long", values: { maximum: max } }] : [];
};
const isDay = (value: string): boolean => value.length === 10 && isPartialDate(value);

function applicant({ edition, applicant: body, today }: CheckFacts): Problem[] {
  const paths: Record<string, string> = {
    legal_form: "applicant.legalForm",
    min_age_months: "applicant.foundedOn",
    seat_prefix: "applicant.postalCode",
    identifier: "applicant.siret",
  };
  return edition.conditions.flatMap((condition) => {
    if (condition.rule === "declared") return [];
    const verdict = meets(condition, body, today);
    const path = paths[condition.rule]!;
    if (verdict === "no") return [{ path, code: `condition_${condition.rule}`, values: { value: condition.value ?? "" } }];
    // A form that no rule names is the desk's to judge; a day or a post code can be given.
    return verdict === "unknown" && condition.rule !== "legal_form" ? [{ path, code: "required" }] : [];
  });
}

function project({ title, summary, startsOn, endsOn }: Draft, { edition }: CheckFacts): Problem[] {
  const problems = [...need("title", title, limits.title), ...need("summary", summary, limits.summary)];
  for (const [path, value] of [
    ["startsOn", startsOn],
    ["endsOn", endsOn],
  ] as const)
    if (!isDay(value)) problems.push({ path, code: value.trim() === "" ? "required" : "day" });
  if (!isDay(startsOn) || !isDay(endsOn)) return problems;
  if (endsOn < startsOn) return [...problems, { path: "endsOn", code: "before_start" }];
  const vote = edition.councilOn !== null ? firstDay(edition.councilOn) : dayOfInstant(edition.closesAt, timeZone());
  if (!edition.retroactive && startsOn < vote) problems.push({ path: "startsOn", code: "before_vote", values: { day: vote } });
  // A project from 1 March to the last of February lasts twelve months.
  if (edition.maxMonths !== null && endsOn >= Temporal.PlainDate.from(startsOn).add({ months: edition.maxMonths }).toString())
    problems.push({ path: "endsOn", code: "too_long_project", values: { months: edition.maxMonths } });
  return problems;
}

function places({ places: all }: Draft, { countries }: CheckFacts): Problem[] {
  if (all.length === 0) return [{ path: "places", code: "required" }];
  return all.flatMap((place, i) => [
    ...(place.country === ""
      ? [{ path: `places.${i}.country`, code: "required" }]
      : countries.has(place.country)
        ? []
        : [{ path: `places.${i}.country`, code: "country_not_eligible" }]),
    ...need(`places.${i}.name`, place.name, limits.short),
    ...coordinate(`places.${i}.latitude`, place.latitude, 90),
    ...coordinate(`places.${i}.longitude`, place.longitude, 180),
    ...((place.latitude === null) === (place.longitude === null) ? [] : [{ path: `places.${i}.longitude`, code: "both_coordinates" }]),
  ]);
}
const coordinate = (path: string, value: number | string | null, most: number): Problem[] =>
  value === null || (typeof value === "number" && Math.abs(value) <= most) ? [] : [{ path, code: "coordinate", values: { most } }];

function partners({ partners: all }: Draft): Problem[] {
  return all.flatMap((partner, i) => [
    ...need(`partners.${i}.name`, partner.name, limits.short),
    ...need(`partners.${i}.country`, partner.country),
    ...need(`partners.${i}.kind`, partner.kind),
    ...need(`partners.${i}.role`, partner.role, limits.role),
  ]);
}

function questions({ answers }: Draft, edition: Edition): Problem[] {
  return edition.questions.flatMap((question): Problem[] => {
    // What is not asked is not judged, whatever was once answered to it.
    if (!isAsked(edition, answers, question.code)) return [];
    const path = `answers.${question.code}`;
    const answer = answers[question.code] ?? (question.type === "choices" ? [] : "");
    const given = Array.isArray(answer) ? answer : answer.trim() === "" ? [] : [answer.trim()];
    if (given.length === 0) return question.required ? [{ path, code: "required" }] : [];
    const options = edition.options.filter((option) => option.question === question.code).map(({ code }) => code);
    const [one = ""] = given;
    switch (question.type) {
      case "choices":
        return given.every((code) => options.includes(code)) ? [] : [{ path, code: "choice" }];
      case "choice":
        return options.includes(one) ? [] : [{ path, code: "choice" }];
      case "yes_no":
        return one === "yes" || one === "no" ? [] : [{ path, code: "choice" }];
      case "number":
        return readNumber(one) === undefined ? [{ path, code: "type_number" }] : [];
      case "money":
        return readCents(one) === undefined ? [{ path, code: "type_number" }] : [];
      case "date":
        return isPartialDate(one) ? [] : [{ path, code: "date" }];
      case "url":
        return URL.canParse(one) && /^https?:/.test(one) ? [] : [{ path, code: "url" }];
      default: {
        const words = countWords(one);
        return question.maxWords !== null && words > question.maxWords
          ? [{ path, code: "too_many_words", values: { words, maximum: question.maxWords } }]
          : [];
      }
    }
  });
}

const isAmount = (value: number | string | null): value is number => typeof value === "number" && value >= 0;
const amount = (path: string, value: number | string | null): Problem[] =>
  isAmount(value) ? [] : [{ path, code: value === null ? "required" : typeof value === "number" ? "negative" : "type_number" }];

function budget(draft: Draft, edition: Edition): Problem[] {
  const problems: Problem[] = [];
  for (const { code, maxCents } of edition.strands) {
    const asked = draft.asked[code] ?? null;
    if (asked === null) continue;
    const path = `asked.${code}`;
    problems.push(...amount(path, asked));
    if (isAmount(asked) && maxCents !== null && asked > maxCents)
      problems.push({ path, code: "above_strand", values: { cents: maxCents } });
  }
  const known = new Map(edition.budgetLines.map((line) => [`${line.side} ${line.code}`, line]));
  for (const side of ["expenses", "resources"] as const) {
    const lines = draft.budget[side];
    if (side === "expenses" && lines.length === 0) problems.push({ path: "budget.expenses", code: "required" });
    for (const [i, line] of lines.entries()) {
      const path = `budget.${side}.${i}`;
      problems.push(...amount(`${path}.cents`, line.cents));
      if (edition.budgetLines.length > 0) {
        const of = known.get(`${side.slice(0, -1)} ${line.line}`);
        if (!of) problems.push({ path: `${path}.line`, code: line.line === "" ? "required" : "choice" });
        else if (of.inKind !== line.inKind) problems.push({ path: `${path}.line`, code: "in_kind" });
      } else problems.push(...need(`${path}.label`, line.label, limits.short));
      if ("funder" in line && !line.inKind) problems.push(...need(`${path}.funder`, String(line.funder), limits.short));
    }
  }
  const totals = totalsOf(draft, edition);
  if (totals.asked <= 0) problems.push({ path: "asked", code: "required" });
  if (edition.maxCents !== null && totals.asked > edition.maxCents)
    problems.push({ path: "asked", code: "above_edition", values: { cents: edition.maxCents } });
  if (edition.minCents !== null && totals.asked > 0 && totals.asked < edition.minCents)
    problems.push({ path: "asked", code: "below_edition", values: { cents: edition.minCents } });
  if (totals.expenses !== totals.resources)
    problems.push({
      path: "budget",
      code: "unbalanced",
      values: { expenses: totals.expenses, resources: totals.resources, difference: Math.abs(totals.expenses - totals.resources) },
    });
  if (totals.expensesInKind !== totals.resourcesInKind)
    problems.push({
      path: "budget",
      code: "unbalanced_in_kind",
      values: {
        expenses: totals.expensesInKind,
        resources: totals.resourcesInKind,
        difference: Math.abs(totals.expensesInKind - totals.resourcesInKind),
      },
    });
  if (edition.citySharePercent !== null && exceeds(totals.asked, edition.citySharePercent, totals.expenses))
    problems.push({
      path: "asked",
      code: "above_share",
      values: { percent: edition.citySharePercent, cents: Math.floor((totals.expenses * edition.citySharePercent) / 100) },
    });
  if (edition.travelSharePercent !== null && exceeds(totals.travel, edition.travelSharePercent, totals.expenses))
    problems.push({ path: "budget.expenses", code: "above_travel", values: { percent: edition.travelSharePercent } });
  return problems;
}

/** part > percent % of whole, in whole numbers: the percentage has at most four decimals. */
function exceeds(part: number, percent: number, whole: number): boolean {
  return BigInt(part) * 1_000_000n > BigInt(whole) * BigInt(Math.round(percent * 10_000));
}

function indicators({ indicators: all }: Draft, edition: Edition): Problem[] {
  return [
    ...edition.indicators.flatMap(({ code, required }) => {
      const i = all.findIndex((one) => one.code === code);
      return required && (i < 0 || all[i]!.target === null)
        ? [{ path: i < 0 ? "indicators" : `indicators.${i}.target`, code: "indicator_required", values: { code } }]
        : [];
    }),
    ...all.flatMap((one, i): Problem[] => [
      ...(one.code === "" ? need(`indicators.${i}.label`, one.label, limits.short) : []),
      ...(one.code === "" && one.target === null ? [{ path: `indicators.${i}.target`, code: "required" }] : []),
      ...(["baseline", "target"] as const).flatMap((name) =>
        typeof one[name] === "string" ? [{ path: `indicators.${i}.${name}`, code: "type_number" }] : [],
      ),
    ]),
  ];
}

/** The documents that are asked of a file of this amount when it is sent. */
export function requiredDocuments(edition: Edition, askedCents: number): Edition["requirements"] {
  return edition.requirements.filter(({ stage, aboveCents }) => stage === "application" && (aboveCents ?? 0) <= askedCents);
}

function documents(draft: Draft, { edition, files }: CheckFacts): Problem[] {
  const sent = new Set(files.filter(({ verdict }) => verdict !== "refused").map(({ requirement }) => requirement));
  return requiredDocuments(edition, totalsOf(draft, edition).asked)
    .filter(({ code, required, canFollow }) => required && !canFollow && !sent.has(code))
    .map(({ code }) => ({ path: `documents.${code}`, code: "document_required" }));
}

function commitments({ declarations, engagement, bankAccount }: Draft, { edition, applicant: body }: CheckFacts): Problem[] {
  const declared = edition.conditions.filter(({ rule }) => rule === "declared").map(({ code }) => code);
  const iban = compactIban(bankAccount.iban);
  return [
    ...["honour", ...declared].flatMap((code) =>
      declarations[code] ? [] : [{ path: `declarations.${code}`, code: "declaration_required" }],
    ),
    ...(owesEngagement(body.legalForm) && !engagement?.accepted ? [{ path: "engagement", code: "engagement_required" }] : []),
    // Bodies outside the euro area have other numbers: the document says it.
    ...(iban !== "" && !isIban(iban) ? [{ path: "bankAccount.iban", code: "iban" }] : []),
    ...(iban !== "" ? need("bankAccount.holder", bankAccount.holder, limits.short) : []),
  ];
}

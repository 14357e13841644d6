import { dayOfInstant } from "../../platform/instants.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { inOrder, sharesAddUp, unique } from "../record/checks.ts";
import type { Problem } from "../record/kind.ts";
import { lastDay } from "../record/partial-date.ts";
import type { Edition } from "./fields.ts";

/** Legal forms that a condition of form may name. */
export const legalForms = ["association", "foundation", "ngo", "university", "school", "public", "collective", "company"] as const;

const valueForm: Record<string, RegExp> = {
  legal_form: new RegExp(`^(${legalForms.join("|")})( (${legalForms.join("|")}))*$`),
  min_age_months: /^[1-9]\d{0,3}$/,
  seat_prefix: /^\d{2,5}( \d{2,5})*$/,
  identifier: /^(siret|rna|any)$/,
};

/** All that must hold across the fields of an edition. */
export function checkEdition(value: Edition): Problem[] {
  return [...dates(value), ...money(value), ...named(value), ...form(value), ...sharesAddUp(value.tranches, "tranches")];
}

function dates(value: Edition): Problem[] {
  const { opensAt, closesAt, cancelledOn, cancelReason, juryOn } = value;
  const reason = Object.keys(cancelReason).length > 0;
  return [
    ...(opensAt < closesAt ? [] : [{ path: "closesAt", code: "before_start" }]),
    ...(juryOn !== null && lastDay(juryOn) < dayOfInstant(closesAt, timeZone()) ? [{ path: "juryOn", code: "before_closing" }] : []),
    ...inOrder(value, "juryOn", "councilOn"),
    ...inOrder(value, "juryOn", "resultsOn"),
    ...(cancelledOn !== null && !reason ? [{ path: "cancelReason", code: "required" }] : []),
    ...(cancelledOn === null && reason ? [{ path: "cancelledOn", code: "required" }] : []),
    ...value.exclusions.flatMap((line, i) => inOrder(line, "since", "until", `exclusions.${i}.`)),
  ];
}

function money({ minCents, maxCents, strands, procedure, crisis }: Edition): Problem[] {
  const hasCrisis = Object.keys(crisis).length > 0;
  return [
    ...(minCents !== null && maxCents !== null && minCents > maxCents ? [{ path: "maxCents", code: "below_minimum" }] : []),
    ...strands.flatMap((strand, i) => {
      if (strand.maxCents === null) return [];
      if (maxCents !== null && strand.maxCents > maxCents) return [{ path: `strands.${i}.maxCents`, code: "above_ceiling" }];
      return minCents !== null && strand.maxCents < minCents ? [{ path: `strands.${i}.maxCents`, code: "below_minimum" }] : [];
    }),
    ...(procedure === "fast_track" && !hasCrisis ? [{ path: "crisis", code: "required" }] : []),
    ...(procedure !== "fast_track" && hasCrisis ? [{ path: "crisis", code: "only_fast_track" }] : []),
  ];
}

/** Codes stand once in their list, and what names a code names one that is there. */
function named(value: Edition): Problem[] {
  const strands = new Set(value.strands.map(({ code }) => code));
  const coded = ["strands", "conditions", "criteria", "requirements", "questions", "indicators", "budgetLines"] as const;
  return [
    ...coded.flatMap((list) => unique<{ code: string }>(value[list], (line) => line.code, list)),
    ...unique(value.countries, (line) => line.country, "countries"),
    ...unique(value.options, (line) => `${line.question} ${line.code}`, "options"),
    ...value.criteria.flatMap(({ strand }, i) =>
      strand === null || strands.has(strand) ? [] : [{ path: `criteria.${i}.strand`, code: "unknown_reference", values: { key: strand } }],
    ),
    ...value.conditions.flatMap(({ rule, value: asked }, i) => {
      const path = `conditions.${i}.value`;
      if (rule === "declared") return asked === null ? [] : [{ path, code: "condition_declared" }];
      return valueForm[rule]!.test(asked ?? "") ? [] : [{ path, code: "condition_value", values: { rule } }];
    }),
    ...(value.countryRule === "listed" && value.countries.length === 0 ? [{ path: "countries", code: "required" }] : []),
  ];
}

/** A question depends on an earlier one and an answer it may have; a choice has options, and only a choice has. */
function form({ questions, options }: Edition): Problem[] {
  const choices = (question: string) => options.filter((option) => option.question === question).map(({ code }) => code);
  const isChoice = (type: string) => type === "choice" || type === "choices";
  return [
    ...options.flatMap(({ question }, i) => {
      const found = questions.find(({ code }) => code === question);
      const path = `options.${i}.question`;
      if (!found) return [{ path, code: "unknown_reference", values: { key: question } }];
      return isChoice(found.type) ? [] : [{ path, code: "not_a_choice" }];
    }),
    ...questions.flatMap(({ code, type, showIf, showValue }, i): Problem[] => {
      if (isChoice(type) && choices(code).length === 0) return [{ path: `questions.${i}.type`, code: "options_needed" }];
      if (showIf === null) return showValue === null ? [] : [{ path: `questions.${i}.showIf`, code: "required" }];
      if (showValue === null) return [{ path: `questions.${i}.showValue`, code: "required" }];
      const before = questions.slice(0, i).find((question) => question.code === showIf);
      if (!before) return [{ path: `questions.${i}.showIf`, code: "not_before", values: { key: showIf } }];
      const answers = before.type === "yes_no" ? ["yes", "no"] : isChoice(before.type) ? choices(showIf) : undefined;
      if (!answers) return [{ path: `questions.${i}.showIf`, code: "not_a_choice" }];
      return answers.includes(showValue)
        ? []
        : [{ path: `questions.${i}.showValue`, code: "unknown_reference", values: { key: showValue } }];
    }),
  ];
}

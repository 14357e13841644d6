import { fundingStatuses } from "../project/rules.ts";
import { inOrder, oneOf, unique } from "../record/checks.ts";
import {
  cents,
  choice,
  country,
  currency,
  date,
  flag,
  internal,
  list,
  localised,
  number,
  reference,
  requiredCents,
  requiredDate,
  requiredNumber,
  requiredReference,
  requiredText,
  term,
  terms,
  text,
} from "../record/fields.ts";
import { commonFields, defineKind, type Problem, sourceFields } from "../record/kind.ts";

export const missionTypes = ["expertise", "training", "study_visit", "evaluation", "reception"] as const;
export const missionStates = ["planned", "ordered", "under_way", "done", "cancelled"] as const;
export const safeties = ["unchecked", "normal", "vigilance", "advised_against", "forbidden"] as const;
export const costTypes = ["travel", "lodging", "allowance", "interpreting", "equipment", "other"] as const;

/**
 * Experts sent, or received, for a piece of technical cooperation. Work is counted in days and valued in cents a day:
 * the city's contribution in kind. Who goes, the order and the safety advice stay in the office.
 */
export const mission = defineKind(
  "mission",
  {
    ...commonFields,
    reference: text({ max: 80 }),
    type: choice(missionTypes),
    state: choice(missionStates, { initial: "planned" }),
    partner: reference("partner"),
    project: reference("project"),
    agreement: reference("agreement"),
    programme: reference("programme"),
    country: country(),
    place: reference("place"),
    startsOn: requiredDate(),
    endsOn: date(),
    purpose: localised({ long: true, max: 5_000 }),
    skills: terms("skill"),
    themes: terms("theme"),
    work: list("mission_work", {
      service: requiredText({ max: 200 }),
      skill: term("skill"),
      people: number({ min: 1, max: 500, step: 1 }),
      days: requiredNumber({ min: 0.5, max: 10_000, step: 0.5 }),
      dayCents: cents(),
    }),
    costs: list("mission_cost", { type: choice(costTypes), amountCents: requiredCents(), organisation: reference("organisation") }),
    currency: currency(),
    funders: list("mission_funder", {
      partner: reference("partner"),
      organisation: reference("organisation"),
      network: reference("network"),
      amountCents: cents(),
      currency: currency(),
      status: choice(fundingStatuses, { initial: "confirmed" }),
      inKind: flag(),
    }),
    results: localised({ long: true, max: 10_000 }),
    report: reference("document"),
    orderedOn: internal(date()),
    orderedBy: internal(text({ max: 200 })),
    safety: internal(choice(safeties, { initial: "unchecked" })),
    safetyOn: internal(date()),
    safetyNote: internal(text({ long: true, max: 2_000 })),
    experts: internal(
      list("mission_expert", {
        expert: requiredReference("expert"),
        role: text({ max: 200 }),
        startsOn: date(),
        endsOn: date(),
        days: number({ min: 0.5, max: 366, step: 0.5 }),
      }),
    ),
    notes: internal(text({ long: true, max: 5_000 })),
    ...sourceFields,
  },
  (value) => {
    const problems: Problem[] = [...inOrder(value, "startsOn", "endsOn")];
    const ordered = value.state === "ordered" || value.state === "under_way";
    if ((ordered || value.state === "done") && !value.orderedOn) problems.push({ path: "orderedOn", code: "required" });
    if (ordered && value.safety === "unchecked") problems.push({ path: "safety", code: "safety_unchecked" });
    if (ordered && value.safety === "forbidden") problems.push({ path: "safety", code: "safety_forbidden" });
    if (ordered && !value.safetyOn) problems.push({ path: "safetyOn", code: "required" });
    return [
      ...problems,
      ...value.funders.flatMap((line, i) => oneOf(line, ["partner", "organisation", "network"], `funders.${i}`)),
      ...unique(value.experts, (line) => line.expert, "experts"),
      ...value.experts.flatMap((line, i) => inOrder(line, "startsOn", "endsOn", `experts.${i}.`)),
    ];
  },
);

/** Why no order can be drawn up for a mission; undefined when one can. The safety of whoever goes comes first. */
export function whyNoOrder(value: {
  state: (typeof missionStates)[number];
  safety: (typeof safeties)[number];
  safetyOn: string | null;
}): "cancelled" | "safety_unchecked" | "safety_forbidden" | undefined {
  if (value.state === "cancelled") return "cancelled";
  if (value.safety === "forbidden") return "safety_forbidden";
  return value.safety === "unchecked" || !value.safetyOn ? "safety_unchecked" : undefined;
}

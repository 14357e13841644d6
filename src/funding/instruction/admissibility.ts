import type { Edition } from "../../register/edition/rules.ts";
import { type CheckFacts, completeCheck, requiredDocuments } from "../application/check.ts";
import { type Draft, totalsOf } from "../application/content.ts";
import { meets, owesEngagement } from "../application/eligibility.ts";
import type { admissibilityItems } from "../application/lists.ts";

export type AdmissibilityItem = (typeof admissibilityItems)[number];
/** What the rules of the edition say of an item, for the officer to sign or to overrule. "unknown": a person must look. */
export interface MachineVerdict {
  verdict: "yes" | "no" | "not_applicable" | "unknown";
  /** Why, in words: the message "instruction.machine.<code>". */
  code: string;
  values?: Record<string, string | number>;
}

export interface AdmissibilityFacts extends CheckFacts {
  /** Reports of earlier grants that were late on the day of submission. */
  lateReports: number;
  /** The DAC list by which the countries are judged, and its day; null when the rule asks for none. */
  countryList: string | null;
  countryDay: string;
  /** The names of the countries of the file that are not eligible. */
  refusedCountries: readonly string[];
}

const ok = (code: string, values?: MachineVerdict["values"]): MachineVerdict => ({ verdict: "yes", code, ...(values ? { values } : {}) });
const no = (code: string, values?: MachineVerdict["values"]): MachineVerdict => ({ verdict: "no", code, ...(values ? { values } : {}) });
const look = (code: string, values?: MachineVerdict["values"]): MachineVerdict => ({
  verdict: "unknown",
  code,
  ...(values ? { values } : {}),
});

/** What the rules of its edition say of a file, item by item. Pure; a day is YYYY-MM-DD, amounts are cents. */
export function machineVerdicts(draft: Draft, facts: AdmissibilityFacts): Record<AdmissibilityItem, MachineVerdict> {
  const { edition, applicant, today } = facts;
  const found = new Set(completeCheck(draft, facts).map(({ code }) => code));
  const totals = totalsOf(draft, edition);
  const asked = Object.entries(draft.asked).filter(([, cents]) => typeof cents === "number" && cents > 0);
  const byRule = (rule: Edition["conditions"][number]["rule"]): MachineVerdict => {
    const conditions = edition.conditions.filter((one) => one.rule === rule);
    if (conditions.length === 0) return ok("no_condition");
    const verdicts = conditions.map((condition) => meets(condition, applicant, today));
    const value = conditions.map((condition) => condition.value ?? "").join(" ");
    if (verdicts.includes("no")) return no(`${rule}_no`, { value });
    return verdicts.includes("unknown") ? look(`${rule}_unknown`, { value }) : ok(`${rule}_yes`, { value });
  };
  return {
    legal_form: worst(byRule("legal_form"), byRule("seat_prefix")),
    age: byRule("min_age_months"),
    identifier: byRule("identifier"),
    earlier_reports: facts.lateReports > 0 ? no("reports_late", { count: facts.lateReports }) : ok("reports_none"),
    country:
      facts.refusedCountries.length > 0
        ? no("country_no", { countries: facts.refusedCountries.join(", "), day: facts.countryDay, list: facts.countryList ?? "" })
        : draft.places.length === 0
          ? look("country_none")
          : ok(facts.countryList ? "country_list" : "country_yes", { list: facts.countryList ?? "", day: facts.countryDay }),
    strand:
      asked.length === 0
        ? no("strand_none")
        : asked.every(([code]) => edition.strands.some((strand) => strand.code === code))
          ? ok("strand_yes", { count: asked.length })
          : no("strand_no"),
    ceiling: found.has("above_edition")
      ? no("ceiling_edition", { cents: edition.maxCents ?? 0 })
      : found.has("above_strand")
        ? no("ceiling_strand")
        : found.has("below_edition")
          ? no("ceiling_below", { cents: edition.minCents ?? 0 })
          : ok("ceiling_yes", { cents: totals.asked }),
    share:
      edition.citySharePercent === null
        ? ok("no_condition")
        : found.has("above_share")
          ? no("share_no", { percent: edition.citySharePercent })
          : found.has("above_travel")
            ? no("travel_no", { percent: edition.travelSharePercent ?? 0 })
            : totals.expenses === 0
              ? look("share_unknown")
              : ok("share_yes", {
                  percent: Math.round((10_000 * totals.asked) / totals.expenses) / 100,
                  maximum: edition.citySharePercent,
                }),
    duration: found.has("too_long_project")
      ? no("duration_long", { months: edition.maxMonths ?? 0 })
      : found.has("before_vote")
        ? no("duration_before")
        : found.has("before_start") || found.has("day") || draft.startsOn === ""
          ? look("duration_unknown")
          : ok("duration_yes"),
    documents: documents(draft, facts),
    republican_contract: !owesEngagement(applicant.legalForm)
      ? { verdict: "not_applicable", code: "engagement_exempt" }
      : draft.engagement?.accepted
        ? ok("engagement_yes", { by: draft.engagement.by, day: draft.engagement.at.slice(0, 10), version: draft.engagement.textVersion })
        : no("engagement_no"),
  };
}

const weight = { no: 3, unknown: 2, yes: 1, not_applicable: 0 };
const worst = (a: MachineVerdict, b: MachineVerdict): MachineVerdict =>
  b.code !== "no_condition" && (a.code === "no_condition" || weight[b.verdict] > weight[a.verdict]) ? b : a;

function documents(draft: Draft, { edition, files }: CheckFacts): MachineVerdict {
  const asked = requiredDocuments(edition, totalsOf(draft, edition).asked).filter(({ required }) => required);
  const standing = (code: string) => files.filter((file) => file.requirement === code && file.verdict !== "refused");
  const missing = asked.filter(({ code }) => standing(code).length === 0);
  if (missing.some(({ canFollow }) => !canFollow)) return no("documents_missing", { count: missing.length });
  if (missing.length > 0) return look("documents_follow", { count: missing.length });
  const unchecked = asked.filter(({ code }) => !standing(code).some(({ verdict }) => verdict === "accepted")).length;
  return unchecked > 0 ? look("documents_unchecked", { count: unchecked }) : ok("documents_yes", { count: asked.length });
}

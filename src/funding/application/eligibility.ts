import { law, type legalForms } from "../../platform/law.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { isRna, isSiret } from "../../register/organisation/identifiers.ts";

export type LegalForm = (typeof legalForms)[number];

/** The forms of a condition that a body of this form may answer to; none: the desk looks at it. */
const answersTo: Record<LegalForm, readonly string[]> = {
  association_1901: ["association", "collective", "ngo"],
  association_1908: ["association", "collective", "ngo"],
  public_utility: ["association", "foundation", "ngo"],
  foundation: ["foundation", "ngo"],
  cooperative: ["company"],
  public_body: ["public", "university", "school"],
  foreign: ["association", "ngo"],
  other: [],
};

/** What is known of a body. A day is YYYY-MM-DD. */
export interface Body {
  legalForm: LegalForm;
  siret: string | null;
  rna: string | null;
  foundedOn: string | null;
  postalCode: string | null;
}
export type Verdict = "yes" | "no" | "unknown";
type Condition = Edition["conditions"][number];

/** Whole months from one day to another. */
export function monthsBetween(from: string, to: string): number {
  const [a, b] = [from, to].map((day) => day.split("-").map(Number) as [number, number, number]) as [
    [number, number, number],
    [number, number, number],
  ];
  return (b[0] - a[0]) * 12 + b[1] - a[1] - (b[2] < a[2] ? 1 : 0);
}

/** Whether a body meets a condition on the day `on`: "unknown" when it cannot be told from what is known. */
export function meets(condition: Pick<Condition, "rule" | "value">, body: Partial<Body>, on: string): Verdict {
  const value = condition.value ?? "";
  switch (condition.rule) {
    case "legal_form": {
      if (!body.legalForm || answersTo[body.legalForm].length === 0) return "unknown";
      return value.split(" ").some((form) => answersTo[body.legalForm!].includes(form)) ? "yes" : "no";
    }
    case "min_age_months":
      if (!body.foundedOn) return "unknown";
      return monthsBetween(body.foundedOn, on) >= Number(value) ? "yes" : "no";
    case "seat_prefix":
      if (!body.postalCode) return "unknown";
      return value.split(" ").some((prefix) => body.postalCode!.startsWith(prefix)) ? "yes" : "no";
    case "identifier": {
      const [siret, rna] = [body.siret ? isSiret(body.siret) : false, body.rna ? isRna(body.rna) : false];
      if (body.siret === undefined && body.rna === undefined) return "unknown";
      return (value === "siret" ? siret : value === "rna" ? rna : siret || rna) ? "yes" : "no";
    }
    default:
      return "unknown";
  }
}

/**
 * The contrat d’engagement républicain, where the city’s law knows it, binds associations and foundations that ask for a public grant (law 2000-321,
 * art. 10-1); one recognised of public utility is deemed to keep it (same article), and a public body is neither.
 */
export function owesEngagement(form: LegalForm): boolean {
  return law().engagement && form !== "public_utility" && form !== "public_body";
}

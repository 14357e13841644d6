import { type Law, law } from "../../platform/law.ts";
import { admissibilityItems, legalityItems } from "../application/lists.ts";
import type { ApplicationState } from "../application/states.ts";

export interface YearlyFlags {
  convention: boolean;
  accounts: boolean;
}
/** What the law asks of a body by all that the city gives it in a year: "above 23,000 €", "above 153,000 €". */
export function yearlyFlags(cents: number, { agreementAboveCents, accountsAboveCents }: Law = law()): YearlyFlags {
  return { convention: cents > (agreementAboveCents ?? Infinity), accounts: cents > (accountsAboveCents ?? Infinity) };
}

export interface WorkFacts {
  state: ApplicationState;
  openPieces: number;
  overduePieces: number;
  uncheckedDocuments: number;
  admissibilityDone: number;
  legalityDone: number;
  opinionsGiven: number;
  opinionsAsked: number;
  officers: readonly unknown[];
}

/** What the desk does next with a file: the message "instruction.next.<code>". Undefined when nothing is left to do. */
export function nextStep(file: WorkFacts): { code: string; values?: Record<string, number> } | undefined {
  const { state } = file;
  switch (state) {
    case "submitted":
      if (file.officers.length === 0) return { code: "assign" };
      if (file.uncheckedDocuments > 0) return { code: "documents", values: { count: file.uncheckedDocuments } };
      return file.admissibilityDone < admissibilityItems.length
        ? { code: "check", values: { done: file.admissibilityDone, of: admissibilityItems.length } }
        : { code: "admit" };
    case "incomplete":
      if (file.overduePieces > 0) return { code: "lapse", values: { count: file.overduePieces } };
      return file.openPieces > 0 ? { code: "wait", values: { count: file.openPieces } } : { code: "resume" };
    case "admissible":
      return { code: "assess" };
    case "subject_to_document":
      return { code: "document" };
    case "in_assessment":
      if (file.opinionsAsked === 0) return { code: "assessors" };
      return file.opinionsGiven < file.opinionsAsked
        ? { code: "opinions", values: { given: file.opinionsGiven, of: file.opinionsAsked } }
        : { code: "jury" };
    case "proposed":
      return file.legalityDone < legalityItems.length
        ? { code: "legality", values: { done: file.legalityDone, of: legalityItems.length } }
        : { code: "deliberation" };
    case "reserve":
      return { code: "reserve" };
    case "in_deliberation":
      return { code: "vote" };
    default:
      return undefined;
  }
}

/** Moves that have a page of their own: the desk sees them in the table of states, and where they are made. */
export const elsewhere: Record<string, "jury" | "deliberation" | "request"> = {
  propose: "jury",
  reserve: "jury",
  reject: "jury",
  table: "deliberation",
  untable: "deliberation",
  adopt: "deliberation",
  defeat: "deliberation",
  request: "request",
};

/** How long an applicant has at least to answer, in days. */
export const LEAST_DAYS_TO_ANSWER = 1;
/** Pieces due within so many days are reminded of, once. */
export const REMIND_DAYS = 3;

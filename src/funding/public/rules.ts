import type { Localised } from "../../platform/localised.ts";
import type { GrantState } from "../grant/states.ts";
import type { ReportType } from "../report/rules.ts";

/** A tranche of the schedule, and what was paid of its year and source, in cents. */
export interface PublicTranche {
  year: number;
  source: string;
  sourceName: Localised;
  condition: "agreement" | "interim_report" | "final_report";
  amountCents: number;
}
/** A signed convention (number 0) or amendment; `amountCents` is the whole amount that it sets. */
export interface PublicConvention {
  number: number;
  amountCents: number;
  endsOn: string | null;
  signedOn: string;
}
export interface PublicPayment {
  id: string;
  year: number;
  source: string;
  amountCents: number;
  paidOn: string;
}
export interface PublicRecovery {
  id: string;
  amountCents: number;
  receivedOn: string;
}
export interface PublicReport {
  type: ReportType;
  dueOn: string;
  accepted: boolean;
  acceptedOn: string | null;
}

/** All that is public of a grant of the platform. Days as YYYY-MM-DD, amounts in cents of `currency`. */
export interface PublicGrant {
  id: string;
  number: string;
  award: string;
  state: GrantState;
  currency: string;
  submittedOn: string | null;
  deliberation: string;
  votedOn: string;
  executoryOn: string | null;
  signedOn: string | null;
  committedOn: string | null;
  firstPaidOn: string | null;
  closedOn: string | null;
  startsOn: string | null;
  endsOn: string | null;
  /** Of the request, of the vote, of the convention in force (0 while there is none), of the payments, of what came back. */
  askedCents: number;
  votedCents: number;
  agreedCents: number;
  paidCents: number;
  recoveredCents: number;
  /** Of the project, as the request foresaw it. */
  totalCents: number;
  /** `crisis`: what an emergency call answers, empty for any other. */
  edition: { id: string; name: Localised; crisis: Localised } | null;
  tranches: PublicTranche[];
  conventions: PublicConvention[];
  payments: PublicPayment[];
  recoveries: PublicRecovery[];
  reports: PublicReport[];
}

/** A commitment of the city on a day: the convention's amount, then the difference of each amendment, below 0 for less. */
export interface Commitment {
  number: number;
  on: string;
  cents: number;
}

/** The commitments of a grant: they add up to what is agreed now. None before the signature, none once it is cancelled. */
export function commitmentsOf({ agreedCents, conventions }: Pick<PublicGrant, "agreedCents" | "conventions">): Commitment[] {
  if (agreedCents === 0) return [];
  return conventions.map(({ number, amountCents, signedOn }, i) => ({
    number,
    on: signedOn,
    cents: amountCents - (i === 0 ? 0 : conventions[i - 1]!.amountCents),
  }));
}

/** The schedule by year and source, with what is paid of each line. */
export function scheduleByYear({ tranches, payments }: Pick<PublicGrant, "tranches" | "payments">) {
  const key = (one: { year: number; source: string }) => `${one.year} ${one.source}`;
  const paid = Map.groupBy(payments, key);
  return [...Map.groupBy(tranches, key)]
    .map(([of, lines]) => ({
      year: lines[0]!.year,
      sourceName: lines[0]!.sourceName,
      conditions: [...new Set(lines.map(({ condition }) => condition))],
      amountCents: lines.reduce((sum, { amountCents }) => sum + amountCents, 0),
      paidCents: (paid.get(of) ?? []).reduce((sum, { amountCents }) => sum + amountCents, 0),
    }))
    .filter(({ amountCents, paidCents }) => amountCents > 0 || paidCents > 0);
}

/** In these states no more of the grant will be paid. */
export const endedStates: readonly GrantState[] = ["closed", "cancelled", "lapsed", "withdrawn"];

import { DatabaseError } from "pg";
import type { Actor } from "../platform/accounts/rights.ts";
import { logEvent } from "../platform/audit/log.ts";
import { type Database, isDeadlock, transactIf } from "../platform/database/connect.ts";
import type { Problem } from "../register/record/kind.ts";

/** Why an act was not done: a key of the messages "refusal.…", or the problems of what was typed, field by field. */
export interface Refusal {
  ok: false;
  reason: string;
  values?: Record<string, string | number>;
  problems?: Problem[];
}
export type Outcome<T = object> = ({ ok: true } & T) | Refusal;

export const refuse = (reason: string, values?: Record<string, string | number>): Refusal => ({
  ok: false,
  reason,
  ...(values ? { values } : {}),
});
export const invalid = (problems: Problem[]): Refusal => ({ ok: false, reason: "invalid", problems });

/** What was done, where nothing may be refused: in the demonstration, in tests. Throws what was said instead. */
export function must<T extends { ok: boolean }>(result: T): Extract<T, { ok: true }> {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result as Extract<T, { ok: true }>;
}

/**
 * One act: one transaction, all of it or nothing. What the rules refuse undoes it and comes back as a value; what the
 * database itself refuses (a ceiling, a state, a deadline) comes back under the name of its constraint.
 */
export async function act<T>(db: Database, work: (trx: Database) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  if (db.isTransaction) return work(db);
  for (let attempt = 1; ; attempt++) {
    try {
      return await transactIf(db, work, ({ ok }) => ok);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return refusal;
      // Two acts that waited for each other: PostgreSQL undid one, which is done again.
      if (!(isDeadlock(error) && attempt < ATTEMPTS)) throw error;
    }
  }
}

const NO_UUID = "22P02";
const ATTEMPTS = 5;

/** The rules of the schema that a person can run into; anything else that the database refuses is a fault of ours. */
const told = new Set([
  "state_move",
  "gauge_limit",
  "gauge_missing",
  "envelope_authorised",
  "envelope_credits",
  "envelope_paid",
  "envelope_recovered",
  "envelope_year_programme_source_key",
  "submission_closed",
  "submission_early",
  "submission_late",
  "submission_instant",
  "submission_late_report",
  "opinion_interest",
  "opinion_state",
  "opinion_assigned",
  "assignment_interest",
  "jury_open",
  "proposal_asked",
  "proposal_settled",
  "deliberation_reference_key",
  "deliberation_majority",
  "deliberation_order",
  "grant_voted",
  "grant_signed",
  "grant_executory",
  "grant_schedule",
  "grant_settled",
  "convention_one_open",
  "convention_grant_number_key",
  "payment_committed",
  "payment_amount",
  "payment_condition",
  "payment_two_persons",
  "payment_order_number",
  "recovery_amount",
  "report_two_persons",
  "applicant_representative",
  "applicant_siret_key",
  "applicant_rna_key",
  "applicant_foreign_scheme_foreign_id_key",
]);

/** What the database refused, where it is for a person to hear; undefined for a fault. For who holds the transaction. */
export function refusalOf(error: unknown): Refusal | undefined {
  const constraint = constraintOf(error);
  if (constraint) return refuse(constraint);
  // What is no identifier names nothing.
  return error instanceof DatabaseError && error.code === NO_UUID ? refuse("not_found") : undefined;
}

function constraintOf(error: unknown): string | undefined {
  const name = error instanceof DatabaseError ? error.constraint : undefined;
  return name && told.has(name) ? name : undefined;
}

export type FundingKind =
  | "applicant"
  | "application"
  | "assessment"
  | "jury"
  | "envelope"
  | "gauge"
  | "deliberation"
  | "grant"
  | "payment"
  | "report";

/**
 * Adds an act to the log. `document` says what was decided, never the content of a file: the log is for ever, and an
 * application must be deletable.
 */
export function logAct(
  trx: Database,
  about: { kind: FundingKind; id: string; version?: number },
  action: string,
  document: Record<string, unknown>,
  by: Actor,
): Promise<void> {
  return logEvent(trx, { kind: about.kind, id: about.id, version: about.version ?? 1, document }, action, by, Object.keys(document));
}

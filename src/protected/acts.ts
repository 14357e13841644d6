import { type Actor, may } from "../platform/accounts/rights.ts";
import { type Database, isDeadlock, transact, transactIf } from "../platform/database/connect.ts";
import { isDatabaseDown } from "../platform/database/down.ts";
import type { DocumentOf, Fields } from "../register/record/fields.ts";
import type { Kind, Problem } from "../register/record/kind.ts";
import { parseDocument } from "../register/record/parse.ts";
import { enter } from "./entry-store.ts";

/** Why an act was not done: a key of the messages "refusal.…", or the problems of what was typed, field by field. */
export interface Refusal {
  ok: false;
  reason: string;
  problems?: Problem[];
}
export type Outcome<T = object> = ({ ok: true } & T) | Refusal;
export const refuse = (reason: string): Refusal => ({ ok: false, reason });
export const invalid = (problems: Problem[]): Refusal => ({ ok: false, reason: "invalid", problems });

/** What was typed, as the fields of a form say, or why it cannot be taken. */
export function parse<F extends Fields>(form: Kind<F>, input: unknown): { ok: true; document: DocumentOf<F> } | Refusal {
  const parsed = parseDocument(form as unknown as Kind, input);
  return parsed.ok ? { ok: true, document: parsed.document as DocumentOf<F> } : invalid(parsed.problems);
}

/** The rules of the schema that a person can run into. */
const told = new Set([
  "state_move",
  "residency_years",
  "consent_missing",
  "consent_in_force",
  "consent_scope",
  "consent_scope_country",
  "consent_scope_name",
  "consent_is_final",
  "consent_dates",
  "testimony_country_fkey",
]);
const ATTEMPTS = 5;

/** One act of a guardian: one transaction, all of it or nothing. Whoever else asks is refused, the administrator too. */
export async function act<T>(db: Database, by: Actor, work: (trx: Database) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  if (!may(by, "protected.open")) return refuse("forbidden");
  for (let attempt = 1; ; attempt++) {
    try {
      return await transactIf(
        db,
        async (trx) => {
          await enter(trx, by.id, by.role);
          return work(trx);
        },
        ({ ok }) => ok,
      );
    } catch (error) {
      const constraint = (error as { constraint?: unknown }).constraint;
      if (typeof constraint === "string" && told.has(constraint)) return refuse(constraint);
      if (!(isDeadlock(error) && attempt < ATTEMPTS)) throw discreet(error);
    }
  }
}

/** What stands in clear, for who may see it: to anybody else the database shows nothing. */
export function look<T>(db: Database, by: Actor, work: (trx: Database) => Promise<T>): Promise<T> {
  return transact(db, async (trx) => {
    await enter(trx, by.id, by.role);
    return work(trx);
  });
}

/**
 * A fault as it may be written down: its class, its code and where, never its message, which may quote what was being
 * read or typed. That the database is away is said as it is.
 */
export function discreet(error: unknown): Error {
  if (error instanceof Discreet) return error;
  if (isDatabaseDown(error)) return error as Error;
  const { name = "Error", code } = (error ?? {}) as { name?: string; code?: unknown };
  const frames = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
  const quiet = new Discreet(
    `in the protected compartment: ${name}${typeof code === "string" && /^\w{1,40}$/.test(code) ? ` ${code}` : ""}`,
  );
  quiet.stack = [`${quiet.name}: ${quiet.message}`, ...frames].join("\n");
  return quiet;
}
class Discreet extends Error {
  override name = "ProtectedError";
}

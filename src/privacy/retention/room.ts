import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import type { RuleId, Term } from "../../platform/retention/rules.ts";
import type { Due, Source } from "./source-store.ts";

/** What erasing needs beside the database. */
export interface Desk {
  db: Database;
  files: Files;
  baseUrl: string;
}

/** One batch of what is due: erased in the caller's transaction. Returns the digests of files that nothing names any more. */
export interface Batch {
  keys: readonly string[];
  rule: RuleId;
  term: Term;
  by: Actor;
}
export interface Part {
  source: Source;
  apply(trx: Database, batch: Batch): Promise<string[] | void>;
}

/** How a rule is carried out. */
export interface Room {
  rule: RuleId;
  parts: readonly Part[];
  /** Done before: who is to be told first is told. */
  prepare?(desk: Desk, term: Term, now: Date): Promise<void>;
}
/** A rule whose things its own room counts and erases: the protected compartment. */
export interface OwnRoom {
  rule: RuleId;
  due(desk: Desk, now: Date): Promise<Due>;
  erase(desk: Desk, now: Date): Promise<number>;
}

import type { Actor } from "../../../platform/accounts/rights.ts";
import type { Scope } from "../../../platform/api-keys/rules.ts";
import type { Database } from "../../../platform/database/connect.ts";
import type { Translator } from "../../../platform/i18n/messages.ts";
import type { Services } from "../../../platform/web/env.ts";
import type { Operation } from "../operation.ts";
import type { Values } from "../query.ts";
import type { Refused } from "./problem.ts";

/** What a handler works with. An operation with an effect works in the transaction that also keeps its answer. */
export interface Given {
  db: Database;
  by: Actor;
  services: Omit<Services, "db">;
  t: Translator;
  path: Record<string, string>;
  query: Values;
  /** The body, read as strict JSON and not parsed further. */
  body: unknown;
  /** The header If-Match: the version that the sender read. */
  version: number | undefined;
  /** All that the key may do. */
  scopes: readonly Scope[];
  /** Of an operation that takes its body as it comes. */
  request: Request;
  now: Date;
}
export interface Done {
  ok: true;
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}
export type Handled = Done | Refused;

/** An operation that asks for a key: described as all are, with what does it. */
export interface KeyedOperation extends Operation {
  scope: Scope;
  /** Whether a repetition under the same Idempotency-Key does nothing more; absent: it has no effect to repeat. */
  idempotency?: "required" | "accepted";
  /** The header If-Match must name the version that is changed. */
  versioned?: true;
  /** Its body is a file, which it takes as it comes, and its effect is a transaction of its own: the same file again changes nothing. */
  raw?: true;
  handle(given: Given): Promise<Handled>;
  /** What the database refused at the end of the transaction, where it is for a person to hear. */
  explain?(error: unknown, given: Given): Refused | undefined;
}

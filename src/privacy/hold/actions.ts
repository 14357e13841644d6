import { type Actor, may } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type Outcome, parse, refuse } from "../acts.ts";
import { holdForm, liftForm } from "./rules.ts";
import { endHold, findHeld, insertHold } from "./store.ts";

/** Holds a file for a dispute: retention passes it by, and the database refuses to erase it, until it is let go. */
export async function placeHold(db: Database, input: unknown, by: Actor): Promise<Outcome> {
  if (!may(by, "privacy.manage")) return refuse("forbidden");
  const read = parse(holdForm, input);
  if (!read.ok) return read;
  return db.transaction().execute(async (trx): Promise<Outcome> => {
    const { kind, reason } = read.value;
    const record = await findHeld(trx, kind, read.value.record);
    if (!record) return { ok: false, reason: "invalid", problems: [{ path: "record", code: "unknown" }] };
    if (!(await insertHold(trx, { kind, record, reason }, by)))
      return { ok: false, reason: "invalid", problems: [{ path: "record", code: "held" }] };
    // Why is in the table of holds, which may be erased one day: the log is for ever.
    await logEvent(trx, { kind: "retention", id: `hold:${kind}:${record}`, document: {} }, "held", by);
    return { ok: true };
  });
}

/** Lets it go, and says why: its term then runs as if it had never stopped. */
export async function liftHold(db: Database, input: unknown, by: Actor): Promise<Outcome> {
  if (!may(by, "privacy.manage")) return refuse("forbidden");
  const read = parse(liftForm, input);
  if (!read.ok) return read;
  return db.transaction().execute(async (trx): Promise<Outcome> => {
    const ended = await endHold(trx, read.value.id, read.value.reason, by);
    if (!ended) return refuse("not_found");
    await logEvent(trx, { kind: "retention", id: `hold:${ended.kind}:${ended.record}`, document: {} }, "let_go", by);
    return { ok: true };
  });
}

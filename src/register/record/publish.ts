import { type Actor, may } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import { type Database, transactIf } from "../../platform/database/connect.ts";
import { type KindName, kindOf } from "../kinds.ts";
import type { Failure } from "./actions.ts";
import { problemsOfDatabase } from "./database-errors.ts";
import { indexStatus } from "./search-index.ts";
import { findRecord, lockRecord, resolveLinks, updateStatus } from "./store.ts";

/**
 * Publishes a draft and every draft that it refers to, near or far, in one transaction: all of them or none. An
 * archived record in the way is named in the refusal: to reopen it is another decision. Inside a transaction of the
 * caller's, a refusal is for the caller to undo.
 */
export async function publishWithReferences(
  db: Database,
  name: KindName,
  id: string,
  by: Actor,
): Promise<{ ok: true; published: { kind: string; id: string }[] } | Failure> {
  if (!may(by, "record.publish")) return { ok: false, reason: "forbidden" };
  const published: { kind: string; id: string }[] = [];
  const seen = new Set<string>();
  // Two records may refer to each other: the rule of publication is checked when the transaction ends.
  const publish = async (trx: Database, one: { kind: string; id: string }): Promise<{ ok: true } | Failure> => {
    if (seen.has(`${one.kind} ${one.id}`)) return { ok: true };
    seen.add(`${one.kind} ${one.id}`);
    const kind = kindOf(one.kind as KindName);
    const locked = await lockRecord(trx, kind, one.id);
    if (!locked) return { ok: false, reason: "not_found" };
    if (locked.status === "published") return { ok: true };
    if (kind.office) return { ok: false, reason: "wrong_state", status: locked.status };
    if (locked.status !== "draft")
      return one.id === id && one.kind === name
        ? { ok: false, reason: "wrong_state", status: locked.status }
        : { ok: false, reason: "references", records: [one] };
    const record = (await findRecord(trx, kind, one.id))!;
    for (const reference of (await resolveLinks(trx, kind, record.document)).unpublished) {
      const done = await publish(trx, reference);
      if (!done.ok) return done;
    }
    await updateStatus(trx, kind, one.id, "published");
    await indexStatus(trx, kind, one.id, "published");
    await logEvent(trx, { ...record, version: record.version + 1 }, "published", by, []);
    published.push(one);
    return { ok: true };
  };
  try {
    const done = await transactIf(
      db,
      (trx) => publish(trx, { kind: name, id }),
      ({ ok }) => ok,
    );
    return done.ok ? { ok: true, published } : done;
  } catch (error) {
    // What the schema refuses of one of them, refuses all of them.
    const problems = problemsOfDatabase(kindOf(name), error);
    if (problems) return { ok: false, reason: "invalid", problems };
    throw error;
  }
}

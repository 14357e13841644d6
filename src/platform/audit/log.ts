import type { Actor } from "../accounts/rights.ts";
import type { Database } from "../database/connect.ts";

/** What an entry is about: a kind ("project", "account"), which one, and what is to be kept of it as it now stands. */
export interface Logged {
  kind: string;
  id: string;
  /** 1 where the thing has no versions. */
  version?: number;
  /** For ever: no secret, and nothing of a person that must be erasable. */
  document: Record<string, unknown>;
}

/**
 * Adds an entry to the log, in the transaction of the change: the one way to write one. The database numbers, dates and
 * seals it. `action` is in the past tense, of a-z and _ ("created", "role_changed"); `changed` names the fields that did.
 */
export async function logEvent(trx: Database, about: Logged, action: string, by: Actor, changed: readonly string[] = []): Promise<void> {
  const { kind, id, version = 1, document } = about;
  // id and hashes are set by the trigger seal_event.
  const row = {
    id: 0,
    hash: "",
    previousHash: "",
    actor: by.id,
    actorName: by.name,
    actorRole: by.role,
    action,
    kind,
    record: id,
    version,
    changed,
    document: JSON.stringify(document),
  };
  await trx
    .insertInto("event")
    .values(row as never)
    .execute();
}

import { type Actor, may } from "../accounts/rights.ts";
import { logEvent } from "../audit/log.ts";
import { type Database, transact } from "../database/connect.ts";
import { digestOf, expiryOf, isToken, newKey, newToken, plainAddress, prefixOf, type Scope, scopes } from "./rules.ts";
import { findGoodKey, insertKey, type Key, revoke, touchKey } from "./store.ts";

export type KeyProblem = "name" | "scopes" | "days" | "addresses";
export type MadeKey =
  | { ok: true; key: Key; token: string }
  | { ok: false; reason: "forbidden" }
  | { ok: false; reason: "invalid"; fields: KeyProblem[] };

/** Makes a key. `token` is the key itself: it is told here and never again. */
export async function createKey(db: Database, input: unknown, by: Actor, now = new Date()): Promise<MadeKey> {
  if (!may(by, "key.manage")) return { ok: false, reason: "forbidden" };
  const parsed = newKey.safeParse(input);
  if (!parsed.success)
    return { ok: false, reason: "invalid", fields: [...new Set(parsed.error.issues.map(({ path }) => String(path[0]) as KeyProblem))] };
  const { name, days, addresses } = parsed.data;
  const token = newToken();
  const key = await transact(db, async (trx) => {
    const made = await insertKey(trx, {
      secretSha256: digestOf(token),
      prefix: prefixOf(token),
      name,
      scopes: parsed.data.scopes,
      addresses,
      createdBy: by.id,
      createdName: by.name,
      expiresAt: expiryOf(days, now),
    });
    const { id, scopes, expiresAt } = made;
    await logEvent(trx, { kind: "api_key", id, document: { name, scopes, addresses, expiresAt: expiresAt.toISOString() } }, "created", by);
    return made;
  });
  return { ok: true, key, token };
}

/** Ends a key at once. */
export async function revokeKey(
  db: Database,
  id: string,
  by: Actor,
): Promise<{ ok: true } | { ok: false; reason: "forbidden" | "not_found" }> {
  if (!may(by, "key.manage")) return { ok: false, reason: "forbidden" };
  return transact(db, async (trx) => {
    if (!(await revoke(trx, id, by.name))) return { ok: false, reason: "not_found" };
    await logEvent(trx, { kind: "api_key", id, document: {} }, "revoked", by);
    return { ok: true };
  });
}

export type Known = { ok: true; key: Key } | { ok: false; reason: "no_key" | "bad_key" | "address" };

/** Whose key a request carries in its header Authorization ("Bearer vm_…"). `from`: the network address it came from. */
export async function keyOf(db: Database, authorization: string | undefined, from: string): Promise<Known> {
  if (!authorization) return { ok: false, reason: "no_key" };
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "";
  const key = isToken(token) ? await findGoodKey(db, digestOf(token), plainAddress(from)) : undefined;
  if (!key) return { ok: false, reason: "bad_key" };
  if (!key.here) return { ok: false, reason: "address" };
  await touchKey(db, key.id);
  return { ok: true, key };
}

/** As whom a key does what one of its scopes allows: its acts are in the log under its name. */
export const actorOf = (key: Pick<Key, "id" | "name">, scope: Scope): Actor => ({
  id: `key:${key.id}`,
  name: key.name,
  role: scopes[scope],
});

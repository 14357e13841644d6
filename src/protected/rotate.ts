import { type Database, transact } from "../platform/database/connect.ts";
import { acceptKey } from "../platform/nodes/agree.ts";
import { enter } from "./entry-store.ts";
import { lockKeys, putKeys } from "./person/store.ts";
import { addKey, dropOldKeys, type KeySettings, masterKeys } from "./vault/keys.ts";
import { makeVault, type SealedKey } from "./vault/vault.ts";

export type Rotated = { ok: true; sealed: number; key: string } | { ok: false; unknown: number };

/**
 * Seals every person's key anew by the first key: a new one made in the file of the data folder, or the first of the
 * settings. The old ones stay until `dropOld`, as a server under way may have settings of before. What cannot be opened stops it.
 */
export async function rotateKey(db: Database, config: KeySettings): Promise<Rotated> {
  const keys = config.protectedKeys ? await masterKeys(config) : await addKey(config);
  const vault = makeVault(keys);
  return transact(db, async (trx): Promise<Rotated> => {
    await enter(trx, "keys", "keys");
    const sealed = await lockKeys(trx);
    const anew = sealed.map((one) => vault.sealAnew(one));
    const unknown = anew.filter((one) => one === undefined).length;
    if (unknown > 0) return { ok: false, unknown };
    await putKeys(trx, anew as SealedKey[]);
    // From now on a node that does not have it does not start.
    await acceptKey(trx, "protected", keys[0]!.id);
    return { ok: true, sealed: anew.length, key: keys[0]!.id };
  });
}

/** Forgets the old keys of the file, once nothing is sealed by them. */
export async function dropOld(db: Database, config: KeySettings): Promise<Rotated> {
  const [first] = await masterKeys(config);
  return transact(db, async (trx): Promise<Rotated> => {
    await enter(trx, "keys", "keys");
    const sealed = await lockKeys(trx);
    const unknown = sealed.filter(({ keyId }) => keyId !== first!.id).length;
    if (unknown > 0) return { ok: false, unknown };
    if (!config.protectedKeys) await dropOldKeys(config);
    return { ok: true, sealed: sealed.length, key: first!.id };
  });
}

import { randomBytes } from "node:crypto";
import { type KeySettings, type MasterKey, masterKeys } from "./keys.ts";
import { KEY_BYTES, seal, unseal } from "./seal.ts";

/** The key of one person, as the database keeps it: sealed by one of the program's. */
export interface SealedKey {
  id: string;
  keyId: string;
  dataKey: Uint8Array;
}
/** What is said of a person, by table and row: a value moved to another row does not open. */
export type Place = `${"person" | "residency" | "consent" | "testimony" | "paper" | "reading"}:${string}` | `paper-bytes:${string}`;

/** Opens and seals what is said of one person, as long as their key is there. */
export interface PersonKey {
  seal(place: Place, document: unknown): Buffer;
  sealBytes(place: Place, bytes: Uint8Array): Buffer;
  open(place: Place, sealed: Uint8Array): any;
  openBytes(place: Place, sealed: Uint8Array): Buffer;
}

export interface Vault {
  /** A new key for a person, sealed, and open. */
  newKey(person: string): SealedKey & { key: PersonKey };
  /** Undefined when the key of the program that sealed it is not at hand. */
  keyOf(sealed: SealedKey): PersonKey | undefined;
  /** The same key sealed by the key in use. */
  sealAnew(sealed: SealedKey): SealedKey | undefined;
}

const wrapPlace = (person: string) => `key-of:${person}`;

export function makeVault(keys: readonly MasterKey[]): Vault {
  const [inUse] = keys;
  if (!inUse) throw new Error("a vault has a key");
  const sealKey = (person: string, own: Buffer): SealedKey => ({
    id: person,
    keyId: inUse.id,
    dataKey: seal(inUse.bytes, wrapPlace(person), own),
  });
  const openKey = ({ id, keyId, dataKey }: SealedKey) => {
    const master = keys.find((one) => one.id === keyId);
    return master && unseal(master.bytes, wrapPlace(id), dataKey);
  };
  return {
    newKey(person) {
      const own = randomBytes(KEY_BYTES);
      return { ...sealKey(person, own), key: personKey(own) };
    },
    keyOf(sealed) {
      const own = openKey(sealed);
      return own && personKey(own);
    },
    sealAnew(sealed) {
      const own = openKey(sealed);
      return own && sealKey(sealed.id, own);
    },
  };
}

function personKey(own: Buffer): PersonKey {
  const openBytes = (place: Place, sealed: Uint8Array) => {
    const plain = unseal(own, place, sealed);
    // The place names a table and a row, nothing of what is in it.
    if (!plain) throw new Error(`what is kept at ${place} was altered`);
    return plain;
  };
  return {
    seal: (place, document) => seal(own, place, Buffer.from(JSON.stringify(document))),
    sealBytes: (place, bytes) => seal(own, place, bytes),
    open: (place, sealed) => JSON.parse(openBytes(place, sealed).toString("utf8")),
    openBytes,
  };
}

/**
 * The vault of this moment. The keys are read each time: a key that was replaced by a command is never used again by a
 * server under way, which would seal what nothing opens.
 */
export const vaultOf = async (config: KeySettings): Promise<Vault> => makeVault(await masterKeys(config));

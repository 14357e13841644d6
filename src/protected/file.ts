import { randomUUID } from "node:crypto";
import { type Actor, may } from "../platform/accounts/rights.ts";
import { type Database, transact } from "../platform/database/connect.ts";
import { act, discreet, type Outcome, parse, refuse } from "./acts.ts";
import type { ConsentDocument } from "./consent/rules.ts";
import {
  consentsOf,
  paperBytes,
  papersOf,
  residenciesOf,
  type SealedConsent,
  type SealedPaper,
  type SealedResidency,
  type SealedTestimony,
  testimoniesOf,
} from "./contents-store.ts";
import { enter } from "./entry-store.ts";
import { insertReading, listReadings, type OpeningReason, openingOf, type Read, type Reading } from "./log-store.ts";
import { OPEN_MINUTES, openingForm, type PersonDocument } from "./person/rules.ts";
import { lockPerson, type PersonRow, type SealedPerson } from "./person/store.ts";
import type { KeptResidency } from "./residency/rules.ts";
import type { TestimonyDocument } from "./testimony/rules.ts";
import type { PersonKey, Vault } from "./vault/vault.ts";

type Opened<S, D> = Omit<S, "content"> & { document: D };
export type OpenedReading = Omit<Reading, "words"> & { words: string | null };

/** A whole file, open: only ever made beside a reading that is written down. */
export interface ProtectedFile {
  person: PersonRow & { document: PersonDocument };
  residencies: Opened<SealedResidency, KeptResidency>[];
  consents: Opened<SealedConsent, ConsentDocument>[];
  testimonies: Opened<SealedTestimony, TestimonyDocument>[];
  papers: Opened<SealedPaper, PaperDocument>[];
  readings: OpenedReading[];
}
export interface PaperDocument {
  name: string;
  mediaType: string;
  size: number;
}

/** The key of a file, and the file held; why not, where it was erased or its key is not at hand. */
export async function holdFile(trx: Database, vault: Vault, id: string): Promise<Outcome<{ person: SealedPerson; key: PersonKey }>> {
  const person = await lockPerson(trx, id);
  if (!person) return refuse("not_found");
  if (!person.dataKey || !person.keyId || !person.content) return refuse("erased");
  const key = vault.keyOf({ id, keyId: person.keyId, dataKey: person.dataKey });
  return key ? { ok: true, person, key } : refuse("protected_key");
}

/** Says why a file is going to be read. For a quarter of an hour its pages are then open to this person. */
export function openFile(db: Database, vault: Vault, id: string, input: unknown, by: Actor): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const parsed = parse(openingForm, input);
    if (!parsed.ok) return parsed;
    const held = await holdFile(trx, vault, id);
    if (!held.ok) return held;
    const reading = randomUUID();
    const { reason, words } = parsed.document;
    const sealed = words === null ? null : held.key.seal(`reading:${reading}`, words);
    await insertReading(trx, { id: reading, person: id, what: "open", reason: reason as OpeningReason, words: sealed, follows: null }, by);
    return { ok: true };
  });
}

/**
 * Reads a file. The reading is written first, in the transaction that opens the contents: without the one there is not
 * the other. "closed": the reason is to be said (again).
 */
export function readFile(db: Database, vault: Vault, id: string, what: Read, by: Actor): Promise<Outcome<{ file: ProtectedFile }>> {
  return reading(db, vault, id, what, by, async (trx, person, key) => ({ ok: true, file: await contentsOf(trx, person, key) }));
}

/** One paper of a file: a reading of its own. */
export function readPaper(
  db: Database,
  vault: Vault,
  id: string,
  paper: string,
  by: Actor,
): Promise<Outcome<PaperDocument & { bytes: Buffer }>> {
  return reading(db, vault, id, "paper", by, async (trx, _person, key) => {
    const known = (await papersOf(trx, id)).find((one) => one.id === paper);
    const bytes = known && (await paperBytes(trx, id, paper));
    if (!bytes) return refuse("not_found");
    return {
      ok: true,
      ...(key.open(`paper:${paper}`, known.content) as PaperDocument),
      bytes: key.openBytes(`paper-bytes:${paper}`, bytes),
    };
  });
}

async function reading<T>(
  db: Database,
  vault: Vault,
  id: string,
  what: Read,
  by: Actor,
  open: (trx: Database, person: SealedPerson, key: PersonKey) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (!may(by, "protected.open")) return refuse("forbidden");
  try {
    return await transact(db, async (trx) => {
      await enter(trx, by.id, by.role);
      const opening = await openingOf(trx, id, by.id, OPEN_MINUTES);
      if (!opening) return refuse("closed");
      const held = await holdFile(trx, vault, id);
      if (!held.ok) return held;
      await insertReading(trx, { id: randomUUID(), person: id, what, reason: opening.reason, words: null, follows: opening.id }, by);
      return open(trx, held.person, held.key);
    });
  } catch (error) {
    throw discreet(error);
  }
}

const MOST_READINGS = 200;

async function contentsOf(trx: Database, sealed: SealedPerson, key: PersonKey): Promise<ProtectedFile> {
  const { keyId: _keyId, dataKey: _dataKey, content, ...person } = sealed;
  const open = <T extends { id: string; content: Buffer }>(place: "residency" | "consent" | "testimony" | "paper", rows: T[]) =>
    rows.map(({ content: one, ...row }) => ({ ...row, document: key.open(`${place}:${row.id}`, one) }));
  const { rows } = await listReadings(trx, { person: person.id, perPage: MOST_READINGS });
  return {
    person: { ...person, document: key.open(`person:${person.id}`, content!) },
    residencies: open("residency", await residenciesOf(trx, person.id)) as never,
    consents: open("consent", await consentsOf(trx, person.id)) as never,
    testimonies: open("testimony", await testimoniesOf(trx, person.id)) as never,
    papers: open("paper", await papersOf(trx, person.id)) as never,
    readings: rows.map(({ words, ...one }) => ({ ...one, words: words && (key.open(`reading:${one.id}`, words) as string) })),
  };
}

import { type RawBuilder, sql } from "kysely";
import type { Actor } from "../platform/accounts/rights.ts";
import type { Database } from "../platform/database/connect.ts";
import { dayOf } from "../platform/instants.ts";
import { look, type Outcome } from "./acts.ts";
import { recordConsent } from "./consent/actions.ts";
import { monthsLater } from "./fields.ts";
import { openFile, type ProtectedFile, readFile } from "./file.ts";
import { createPerson } from "./person/actions.ts";
import { createResidency, moveResidency } from "./residency/actions.ts";
import type { ResidencyMove } from "./residency/states.ts";
import { saveTestimony } from "./testimony/actions.ts";
import type { Vault } from "./vault/vault.ts";

export const guardian: Actor = { id: "gaelle", name: "Gaëlle", role: "guardian" };
export const today = dayOf(new Date());

/** Gives them accounts: the database asks there who is a guardian. */
export async function putGuardians(db: Database, ...guardians: Actor[]): Promise<void> {
  for (const { id, name } of guardians)
    await sql`INSERT INTO auth."user" (id, name, email, "emailVerified", role) VALUES (${id}, ${name}, ${`${id}@ville.example`}, true, 'guardian')
      ON CONFLICT DO NOTHING`.execute(db);
}

/** Statements beside the acts, as a guardian's: what the schema refuses, it refuses to them too. */
export const asGuardian = <T>(db: Database, statement: RawBuilder<T>, by: Actor = guardian) =>
  look(db, by, (trx) => statement.execute(trx));

/** What was done; throws what was said instead. */
export async function must<T>(outcome: Promise<Outcome<T>>): Promise<{ ok: true } & T> {
  const done = await outcome;
  if (!done.ok) throw new Error(`refused: ${JSON.stringify(done)}`);
  return done;
}

export const aPerson = { kind: "writer", name: "Nom Secret", persecution: "Faits secrets", minor: false };
export const aConsent = {
  text: true,
  givenOn: today,
  validUntil: monthsLater(today, 12),
  words: "Je veux bien",
  language: "fr",
  givenBy: "person",
  receivedBy: "Gaëlle",
  received: "signed_paper",
};
export const aTestimony = { body: { fr: "Mes mots." }, language: "fr", signature: "Nom Secret", country: "IR" };

/** Files made through their own acts, and opened with a reason. */
export function makeFiles(db: Database, vault: Vault, by: Actor = guardian) {
  const person = async (input: Record<string, unknown> = {}) => (await must(createPerson(db, vault, { ...aPerson, ...input }, by))).id;
  return {
    person,
    consent: async (of: string, input: Record<string, unknown> = {}) =>
      (await must(recordConsent(db, vault, of, { ...aConsent, ...input }, by))).id,
    testimony: async (of: string, input: Record<string, unknown> = {}) =>
      (await must(saveTestimony(db, vault, of, { ...aTestimony, ...input }, by))).id,
    /** A residency that went through these moves, each on its day. */
    async residency(of: string, moves: [ResidencyMove, string][] = [], input: Record<string, unknown> = {}) {
      const { id } = await must(createResidency(db, vault, of, { kind: "icorn", ...input }, by));
      for (const [move, on] of moves) await must(moveResidency(db, vault, of, id, move, { on }, by));
      return id;
    },
    async read(of: string): Promise<ProtectedFile> {
      await must(openFile(db, vault, of, { reason: "follow_up" }, by));
      return (await must(readFile(db, vault, of, "file", by))).file;
    },
  };
}

/** What the public page shows now. */
export async function shown(db: Database): Promise<string[]> {
  const { rows } = await sql<{ signature: string }>`SELECT signature FROM published.testimony ORDER BY 1`.execute(db);
  return rows.map(({ signature }) => signature);
}

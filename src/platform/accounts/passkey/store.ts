import { sql } from "kysely";
import type { Database } from "../../database/connect.ts";

export interface Passkey {
  id: string;
  userId: string;
  name: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  createdAt: Date;
  usedAt: Date | null;
}
const columns = sql`id, user_id, name, public_key, counter, transports, created_at, used_at`;

export async function listPasskeys(db: Database, userId: string): Promise<Passkey[]> {
  return (await sql<Passkey>`SELECT ${columns} FROM auth.passkey WHERE user_id = ${userId} ORDER BY created_at, id`.execute(db)).rows;
}

export async function findPasskey(db: Database, id: string): Promise<Passkey | undefined> {
  return (await sql<Passkey>`SELECT ${columns} FROM auth.passkey WHERE id = ${id}`.execute(db)).rows[0];
}

/** False when this key is known already, whoever has it. */
export async function insertPasskey(trx: Database, key: Omit<Passkey, "createdAt" | "usedAt">): Promise<boolean> {
  const { numAffectedRows } = await sql`INSERT INTO auth.passkey (id, user_id, name, public_key, counter, transports)
    VALUES (${key.id}, ${key.userId}, ${key.name}, ${key.publicKey}, ${key.counter}, ${key.transports}::text[]) ON CONFLICT DO NOTHING`.execute(
    trx,
  );
  return numAffectedRows === 1n;
}

/** Notes the count that a key told. False when another use was noted since it was read: of a key and its copy, one gets in. */
export async function usePasskey(trx: Database, id: string, before: number, counter: number): Promise<boolean> {
  const { numAffectedRows } =
    await sql`UPDATE auth.passkey SET counter = ${counter}, used_at = now() WHERE id = ${id} AND counter = ${before}`.execute(trx);
  return numAffectedRows === 1n;
}

export async function deletePasskey(trx: Database, userId: string, id: string): Promise<boolean> {
  return (await sql`DELETE FROM auth.passkey WHERE id = ${id} AND user_id = ${userId}`.execute(trx)).numAffectedRows === 1n;
}

export async function deletePasskeys(trx: Database, userId: string): Promise<void> {
  await sql`DELETE FROM auth.passkey WHERE user_id = ${userId}`.execute(trx);
}

import { sql } from "kysely";
import type { Database } from "../../database/connect.ts";

export interface TotpRow {
  secret: Buffer;
  confirmedAt: Date | null;
  lastStep: number;
}

export async function findTotp(db: Database, userId: string): Promise<TotpRow | undefined> {
  const { rows } = await sql<TotpRow>`SELECT secret, confirmed_at, last_step FROM auth.totp WHERE user_id = ${userId}`.execute(db);
  return rows[0];
}

/** Keeps a secret that is not confirmed yet, in place of another that is not. False: there is a confirmed one. */
export async function keepTotp(db: Database, userId: string, sealed: Buffer): Promise<boolean> {
  const { numAffectedRows } = await sql`INSERT INTO auth.totp AS t (user_id, secret) VALUES (${userId}, ${sealed})
    ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = now() WHERE t.confirmed_at IS NULL`.execute(db);
  return numAffectedRows === 1n;
}

/** Uses a code up: false when this step or a later one was used, or the secret has changed in the meantime. */
export async function useStep(trx: Database, userId: string, sealed: Buffer, step: number, confirm: boolean): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE auth.totp SET last_step = ${step}, confirmed_at = coalesce(confirmed_at, now())
    WHERE user_id = ${userId} AND secret = ${sealed} AND last_step < ${step} AND (confirmed_at IS NULL) = ${confirm}`.execute(trx);
  return numAffectedRows === 1n;
}

export async function deleteTotp(trx: Database, userId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM auth.totp WHERE user_id = ${userId}`.execute(trx);
  return numAffectedRows === 1n;
}

/** Puts these codes in place of those before. */
export async function putRecoveryCodes(trx: Database, userId: string, digests: readonly string[]): Promise<void> {
  await sql`DELETE FROM auth.recovery_code WHERE user_id = ${userId}`.execute(trx);
  if (digests.length > 0)
    await sql`INSERT INTO auth.recovery_code (user_id, digest) SELECT ${userId}, d FROM unnest(${digests}::text[]) d`.execute(trx);
}

/** Uses a recovery code up. Of two at the same instant, one gets it. */
export async function useRecoveryCode(trx: Database, userId: string, digest: string): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM auth.recovery_code WHERE user_id = ${userId} AND digest = ${digest}`.execute(trx);
  return numAffectedRows === 1n;
}

export async function recoveryCodesLeft(db: Database, userId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM auth.recovery_code WHERE user_id = ${userId}`.execute(db);
  return rows[0]!.n;
}

/** Whether someone has a second factor, as the database keeps it. */
export async function hasSecondFactor(db: Database, userId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`SELECT "secondFactor" AS has FROM auth."user" WHERE id = ${userId}`.execute(db);
  return rows[0]?.has ?? false;
}

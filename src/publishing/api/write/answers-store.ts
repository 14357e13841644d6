import { sql } from "kysely";
import { DatabaseError } from "pg";
import type { Database } from "../../../platform/database/connect.ts";

export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}
type Claim = "ours" | "other_request" | KeptAnswer;

/** How long a repetition waits for the first to end. */
const PATIENCE = "5s";

/**
 * Claims the name of a request in the transaction that will do it, or finds what an earlier one was answered. One that
 * is under way is waited for: PostgreSQL holds the second insert until the first transaction ends.
 */
export async function claimAnswer(trx: Database, apiKey: string, idempotencyKey: string, requestSha256: string): Promise<Claim> {
  await sql`SELECT set_config('lock_timeout', ${PATIENCE}, true)`.execute(trx);
  const claimed = await trx
    .insertInto("apiAnswer")
    .values({ apiKey, idempotencyKey, requestSha256 })
    .onConflict((conflict) => conflict.doNothing())
    .returning("apiKey")
    .executeTakeFirst();
  // The work itself waits as long as it must: for the log, while an import ends.
  await sql`SELECT set_config('lock_timeout', '0', true)`.execute(trx);
  if (claimed) return "ours";
  const kept = await trx
    .selectFrom("apiAnswer")
    .select(["requestSha256", "status", "headers", "body"])
    .where("apiKey", "=", apiKey)
    .where("idempotencyKey", "=", idempotencyKey)
    .executeTakeFirstOrThrow();
  if (kept.requestSha256 !== requestSha256) return "other_request";
  return { status: kept.status!, headers: kept.headers as Record<string, string>, body: kept.body };
}

export async function keepAnswer(trx: Database, apiKey: string, idempotencyKey: string, answer: KeptAnswer): Promise<void> {
  await trx
    .updateTable("apiAnswer")
    .set({ status: answer.status, headers: JSON.stringify(answer.headers) as never, body: answer.body })
    .where("apiKey", "=", apiKey)
    .where("idempotencyKey", "=", idempotencyKey)
    .execute();
}

/** What the end of the transaction would check is checked now, while a refusal can still be told. */
export async function checkConstraints(trx: Database): Promise<void> {
  await sql`SET CONSTRAINTS ALL IMMEDIATE`.execute(trx);
}

/** Work that may be undone alone, within a transaction that goes on. It says whether it is to be kept. */
export async function inSavepoint<T>(trx: Database, work: () => Promise<T>, keep: (result: T) => boolean): Promise<T> {
  await sql`SAVEPOINT one_line`.execute(trx);
  try {
    const result = await work();
    if (!keep(result)) await sql`ROLLBACK TO SAVEPOINT one_line`.execute(trx);
    else {
      await checkConstraints(trx);
      await sql`SET CONSTRAINTS ALL DEFERRED`.execute(trx);
    }
    await sql`RELEASE SAVEPOINT one_line`.execute(trx);
    return result;
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT one_line`.execute(trx);
    await sql`RELEASE SAVEPOINT one_line`.execute(trx);
    throw error;
  }
}

/** The name of the request is held by one that has not ended. */
export const isHeld = (error: unknown): boolean => error instanceof DatabaseError && error.code === "55P03";

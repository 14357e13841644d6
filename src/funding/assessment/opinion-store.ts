import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Scores } from "./rules.ts";

export interface Opinion {
  application: string;
  userId: string;
  userName: string;
  scores: Scores;
  total: number | null;
  amountCents: number | null;
  comment: string;
  state: "draft" | "given";
  givenAt: Date | null;
  version: number;
}

/** What an opinion on a file depends on. Throws when there is no such file. */
export async function fileToJudge(
  db: Database,
  application: string,
): Promise<{ edition: string; editionVersion: number; askedCents: number; state: string; version: number }> {
  return db
    .selectFrom("application")
    .select(["edition", "editionVersion", "askedCents", "state", "version"])
    .where("id", "=", application)
    .executeTakeFirstOrThrow();
}

export async function findOpinion(db: Database, application: string, user: string): Promise<Opinion | undefined> {
  return (await db
    .selectFrom("opinion")
    .selectAll()
    .where("application", "=", application)
    .where("userId", "=", user)
    .executeTakeFirst()) as unknown as Opinion | undefined;
}

/**
 * Writes the opinion of a person over the version that they read. False when it was changed since, in another window.
 */
export async function putOpinion(
  trx: Database,
  opinion: Pick<Opinion, "application" | "scores" | "total" | "amountCents" | "comment" | "state">,
  by: Actor,
  version: number,
): Promise<boolean> {
  const { application, scores, total, amountCents, comment, state } = opinion;
  const { numAffectedRows } = await sql`
    INSERT INTO opinion AS o (application, user_id, user_name, scores, total, amount_cents, comment, state, given_at)
    VALUES (${application}, ${by.id}, ${by.name}, ${JSON.stringify(scores)}, ${total}, ${amountCents}, ${comment}, ${state}, ${state === "given" ? sql`now()` : null})
    ON CONFLICT (application, user_id) DO UPDATE SET user_name = excluded.user_name, scores = excluded.scores, total = excluded.total,
      amount_cents = excluded.amount_cents, comment = excluded.comment, state = excluded.state, given_at = excluded.given_at, version = o.version + 1
    WHERE o.version = ${version}`.execute(trx);
  return numAffectedRows === 1n;
}

/** The opinions given on a file; whoever has declared an interest has none. */
export async function opinionsOn(db: Database, application: string): Promise<Opinion[]> {
  return (await db
    .selectFrom("opinion")
    .selectAll()
    .where("application", "=", application)
    .where("state", "=", "given")
    .orderBy("userName")
    .orderBy("userId")
    .execute()) as unknown as Opinion[];
}

export interface Spread {
  given: number;
  asked: number;
  min: number | null;
  mean: number | null;
  max: number | null;
  deviation: number | null;
}

/** Of the opinions given on a file: how many of those asked, lowest, mean, highest, standard deviation (of all, not of a sample). */
export async function spreadOf(db: Database, application: string): Promise<Spread> {
  const { rows } = await sql<Spread>`
    SELECT count(o.total)::int AS given, (SELECT count(*)::int FROM assignment s WHERE s.application = ${application}) AS asked,
      min(o.total) AS min, round(avg(o.total), 2) AS mean, max(o.total) AS max, round(stddev_pop(o.total), 2) AS deviation
    FROM opinion o WHERE o.application = ${application} AND o.state = 'given'`.execute(db);
  return rows[0]!;
}

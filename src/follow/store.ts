import { type Selectable, sql } from "kysely";
import type { Database } from "../platform/database/connect.ts";
import type { Subscription } from "../platform/database/schema.ts";
import { localeOf } from "../platform/i18n/languages.ts";
import type { Choice, Rhythm, Topic } from "./rules.ts";

/** Someone who follows something, as kept. */
export type Follower = Omit<Selectable<Subscription>, "rhythm"> & { rhythm: Rhythm; topics: Topic[] };

export async function insertRequest(
  trx: Database,
  request: Choice & { email: string; tokenSha256: string; expiresAt: Date },
): Promise<void> {
  await trx
    .insertInto("subscriptionRequest")
    .values({ ...request, topics: JSON.stringify(request.topics) } as never)
    .execute();
}

/** How many links an address was sent lately and has not followed. */
export async function requestsOf(trx: Database, email: string, since: Date): Promise<number> {
  const row = await trx
    .selectFrom("subscriptionRequest")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("email", "=", email)
    .where("createdAt", ">", since)
    .executeTakeFirstOrThrow();
  return row.n;
}

/** What was asked for with a token that is still good. */
export async function findRequest(db: Database, tokenSha256: string, now: Date): Promise<(Choice & { email: string }) | undefined> {
  const row = await db
    .selectFrom("subscriptionRequest")
    .select(["email", "locale", "rhythm", "alerts", "topics"])
    .where("tokenSha256", "=", tokenSha256)
    .where("expiresAt", ">", now)
    .executeTakeFirst();
  return row && { ...row, rhythm: row.rhythm as Rhythm, locale: localeOf(row.locale), topics: row.topics as unknown as Topic[] };
}

/** Takes the requests of an address: they are answered. */
export async function forgetRequests(trx: Database, email: string): Promise<void> {
  await trx.deleteFrom("subscriptionRequest").where("email", "=", email).execute();
}

/** Makes the subscription of an address, or gives the one that it has another rhythm and language. Its identifier. */
export async function putFollower(
  trx: Database,
  { email, locale, rhythm, alerts }: Choice & { email: string },
  start: { event: number; now: Date; nextAt: Date },
): Promise<string> {
  const row = await trx
    .insertInto("subscription")
    .values({ email, locale, rhythm, alerts, seenEvent: start.event, seenAt: start.now, nextAt: start.nextAt, createdAt: start.now })
    .onConflict((conflict) => conflict.column("email").doUpdateSet({ locale, rhythm, alerts, nextAt: start.nextAt }))
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Adds topics to those that are there, or puts them in their place; at most `most`, the first ones kept. */
export async function putTopics(
  trx: Database,
  id: string,
  topics: readonly Topic[],
  options: { most: number; replace?: true },
): Promise<void> {
  if (options.replace) await trx.deleteFrom("subscriptionTopic").where("subscription", "=", id).execute();
  await sql`INSERT INTO subscription_topic (subscription, type, value)
    SELECT ${id}::uuid, t.type, t.value FROM unnest(${topics.map(({ type }) => type)}::text[], ${topics.map(({ value }) => value)}::text[]) WITH ORDINALITY AS t(type, value, nth)
    WHERE NOT EXISTS (SELECT FROM subscription_topic k WHERE k.subscription = ${id}::uuid AND k.type = t.type AND k.value = t.value)
    ORDER BY t.nth LIMIT greatest(0, ${options.most} - (SELECT count(*) FROM subscription_topic WHERE subscription = ${id}::uuid))`.execute(
    trx,
  );
}

export async function setChoice(trx: Database, id: string, choice: Choice, nextAt: Date): Promise<boolean> {
  const { locale, rhythm, alerts } = choice;
  const { numUpdatedRows } = await trx
    .updateTable("subscription")
    .set({ locale, rhythm, alerts, nextAt })
    .where("id", "=", id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function findFollower(db: Database, id: string): Promise<Follower | undefined> {
  const row = await db.selectFrom("subscription").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  const topics = await db
    .selectFrom("subscriptionTopic")
    .select(["type", "value"])
    .where("subscription", "=", id)
    .orderBy("type")
    .orderBy("value")
    .execute();
  return { ...row, rhythm: row.rhythm as Rhythm, topics: topics as Topic[] };
}

/** What the mails of the room are about, in the table of the mails. */
export const ABOUT = "subscription";

/** Forgets people and all that was written to them; true when there was someone. */
export async function erase(trx: Database, where: { id: string } | { email: string }): Promise<boolean> {
  const rows = await trx
    .deleteFrom("subscription")
    .$if("id" in where, (query) => query.where("id", "=", (where as { id: string }).id))
    .$if("email" in where, (query) => query.where("email", "=", (where as { email: string }).email))
    .returning(["id", "email"])
    .execute();
  for (const { id, email } of rows) {
    await trx.deleteFrom("outgoingMail").where("aboutKind", "=", ABOUT).where("aboutId", "=", id).execute();
    await forgetAsked(trx, email);
  }
  if ("email" in where) return (await forgetAsked(trx, where.email)) || rows.length > 0;
  return rows.length > 0;
}

/** What an address asked for and has not confirmed, with the mails that asked it to. */
async function forgetAsked(trx: Database, email: string): Promise<boolean> {
  const asked = await trx.deleteFrom("subscriptionRequest").where("email", "=", email).returning("tokenSha256").execute();
  await trx.deleteFrom("outgoingMail").where("toAddress", "=", email).where("template", "=", "follow_confirm").execute();
  return asked.length > 0;
}

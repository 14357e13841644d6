import { type Selectable, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { WebhookAttempt, WebhookMessage, Webhook as WebhookTable } from "../../platform/database/schema.ts";

export type Webhook = Omit<Selectable<WebhookTable>, "state" | "disabledReason"> & {
  state: "active" | "disabled";
  disabledReason: "person" | "failing" | "gone" | null;
};
export type Message = Omit<Selectable<WebhookMessage>, "state"> & { state: "waiting" | "delivered" | "failed" };
export type Attempt = Selectable<WebhookAttempt>;

export async function insertWebhook(
  trx: Database,
  webhook: Pick<Webhook, "name" | "url" | "events" | "createdBy" | "createdName">,
): Promise<Webhook> {
  return (await trx.insertInto("webhook").values(webhook).returningAll().executeTakeFirstOrThrow()) as Webhook;
}

export async function findWebhook(db: Database, id: string): Promise<Webhook | undefined> {
  return (await db.selectFrom("webhook").selectAll().where("id", "=", id).executeTakeFirst()) as Webhook | undefined;
}
export async function lockWebhook(trx: Database, id: string): Promise<Webhook | undefined> {
  return (await trx.selectFrom("webhook").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()) as Webhook | undefined;
}

export type WebhookListed = Webhook & { waiting: number; failed: number; deliveredAt: Date | null };
/** Every webhook with how its messages stand. */
export async function listWebhooks(db: Database): Promise<WebhookListed[]> {
  return (await db
    .selectFrom("webhook")
    .selectAll()
    .select((eb) => {
      const messages = eb.selectFrom("webhookMessage").whereRef("webhookMessage.webhook", "=", "webhook.id");
      const count = (state: string) => messages.where("state", "=", state).select((m) => m.fn.countAll<number>().as("n"));
      return [
        count("waiting").as("waiting"),
        count("failed").as("failed"),
        messages.select((m) => m.fn.max("webhookMessage.deliveredAt").as("at")).as("deliveredAt"),
      ];
    })
    .orderBy("createdAt")
    .execute()) as unknown as WebhookListed[];
}

export async function setWebhook(trx: Database, id: string, set: Partial<Omit<Webhook, "id">>): Promise<void> {
  await trx
    .updateTable("webhook")
    .set(set as never)
    .where("id", "=", id)
    .execute();
}
/** With its messages. False when there is none. */
export async function deleteWebhook(trx: Database, id: string): Promise<boolean> {
  return (await trx.deleteFrom("webhook").where("id", "=", id).executeTakeFirst()).numDeletedRows === 1n;
}

export async function activeWebhooks(trx: Database): Promise<Webhook[]> {
  return (await trx.selectFrom("webhook").selectAll().where("state", "=", "active").orderBy("id").execute()) as Webhook[];
}

/** Returns false when its webhook has one of the same dedupe key already. */
export async function insertMessage(
  trx: Database,
  message: Pick<Message, "id" | "webhook" | "type" | "body"> & { dedupeKey: string | null },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("webhookMessage")
    .values(message)
    .onConflict((conflict) => conflict.columns(["webhook", "dedupeKey"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findMessage(db: Database, id: string): Promise<Message | undefined> {
  return (await db.selectFrom("webhookMessage").selectAll().where("id", "=", id).executeTakeFirst()) as Message | undefined;
}

export type MessageListed = Message & { attempts: Attempt[] };
export const MESSAGES_PER_PAGE = 25;
/** The messages of a webhook, the newest first, each with its last attempts. Two queries. */
export async function messagesOf(
  db: Database,
  webhook: string,
  filter: { state?: Message["state"] | undefined; page: number },
): Promise<{ messages: MessageListed[]; total: number }> {
  let query = db.selectFrom("webhookMessage").where("webhook", "=", webhook);
  if (filter.state) query = query.where("state", "=", filter.state);
  const rows = await query
    .selectAll()
    .select((eb) => eb.fn.countAll<number>().over().as("total"))
    .orderBy("createdAt", "desc")
    .orderBy("id")
    .limit(MESSAGES_PER_PAGE)
    .offset((filter.page - 1) * MESSAGES_PER_PAGE)
    .execute();
  const ids = rows.map(({ id }) => id);
  const attempts = ids.length === 0 ? [] : await lastAttempts(db, ids);
  const messages = rows.map(({ total: _, ...row }) => ({
    ...row,
    attempts: attempts.filter(({ message }) => message === row.id),
  })) as MessageListed[];
  return { messages, total: rows[0]?.total ?? 0 };
}

const ATTEMPTS_SHOWN = 5;
async function lastAttempts(db: Database, messages: readonly string[]): Promise<Attempt[]> {
  const { rows } = await sql<Attempt>`SELECT a.* FROM unnest(${messages}::text[]) m (id)
    CROSS JOIN LATERAL (SELECT * FROM webhook_attempt WHERE message = m.id ORDER BY id DESC LIMIT ${ATTEMPTS_SHOWN}) a`.execute(db);
  return rows;
}

export async function insertAttempt(
  trx: Database,
  attempt: { message: string; status: number | null; error: string | null; ms: number; excerpt: string },
): Promise<void> {
  await trx.insertInto("webhookAttempt").values(attempt).execute();
}

export async function setMessage(trx: Database, id: string, state: Message["state"]): Promise<void> {
  await trx
    .updateTable("webhookMessage")
    .set({ state, deliveredAt: state === "delivered" ? sql`now()` : null } as never)
    .where("id", "=", id)
    .execute();
}

/** Puts a message back among those that wait. False when it is not this webhook's. */
export async function requeueMessage(trx: Database, webhook: string, id: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("webhookMessage")
    .set({ state: "waiting", deliveredAt: null })
    .where("id", "=", id)
    .where("webhook", "=", webhook)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function waitingOf(trx: Database, webhook: string): Promise<string[]> {
  const rows = await trx
    .selectFrom("webhookMessage")
    .select("id")
    .where("webhook", "=", webhook)
    .where("state", "=", "waiting")
    .orderBy("createdAt")
    .execute();
  return rows.map(({ id }) => id);
}

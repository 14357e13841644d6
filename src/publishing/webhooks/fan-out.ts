import { randomUUID } from "node:crypto";
import type { Database } from "../../platform/database/connect.ts";
import { mainLanguage } from "../../platform/i18n/languages.ts";
import { enqueue, type Task } from "../../platform/jobs/jobs.ts";
import { hrefOfRecord } from "../../ui/paths.ts";
import { resources } from "../api/resources.ts";
import { callHours, type Fact, takeFacts } from "./facts-store.ts";
import { bodyOf, MAX_ATTEMPTS, MOST_NAMED } from "./rules.ts";
import { activeWebhooks, insertMessage, type Webhook } from "./store.ts";

/** Writes one message to a webhook and the job that delivers it. A second of the same dedupe key is not written. */
export async function tell(
  trx: Database,
  webhook: Pick<Webhook, "id">,
  message: { type: string; at: Date; data: Record<string, unknown>; dedupeKey?: string },
): Promise<string | undefined> {
  const { type, at, data, dedupeKey = null } = message;
  const id = `msg_${randomUUID().replaceAll("-", "")}`;
  const body = bodyOf({ type, timestamp: at.toISOString(), data });
  if (!(await insertMessage(trx, { id, webhook: webhook.id, type, body, dedupeKey }))) return undefined;
  await deliverSoon(trx, webhook.id, id);
  return id;
}

/** One message at a time to one receiver, and mails before any of them: a slow receiver holds up itself alone. */
export const deliverSoon = (trx: Database, webhook: string, message: string): Promise<void> =>
  enqueue(trx, "webhook_deliver", { message }, { key: message, queue: `webhook ${webhook}`, maxAttempts: MAX_ATTEMPTS, later: true });

/** Where a record is found: in the API, and on the page that shows it. */
export function addressesOf(baseUrl: string, kind: string, id: string): { url?: string; page?: string } {
  const resource = resources.find((one) => one.kind === kind);
  const page = hrefOfRecord(mainLanguage(), kind, id);
  return {
    ...(resource ? { url: `${baseUrl}/api/v1/${resource.name}/${encodeURIComponent(id)}` } : {}),
    ...(page ? { page: baseUrl + page } : {}),
  };
}

/**
 * The task that judges what a transaction did and tells those who asked: { transaction }. One message of each type for
 * a transaction, whether it changed one record or ten thousand.
 */
export function fanOutTask({ db, baseUrl }: { db: Database; baseUrl: string }): Task {
  return async ({ transaction }: { transaction: string }) => {
    await db.transaction().execute(async (trx) => {
      const facts = await takeFacts(trx, transaction);
      if (facts.length === 0) return;
      for (const webhook of await activeWebhooks(trx)) {
        for (const fact of facts.filter(({ type }) => webhook.events.includes(type)))
          await tell(trx, webhook, { ...fact, data: dataOf(baseUrl, fact) });
      }
    });
  };
}

function dataOf(baseUrl: string, { type, count, records }: Fact): Record<string, unknown> {
  if (type === "import.done") return { format: records[0]!.id };
  if (type === "publication.made") return { number: Number(records[0]!.id), url: `${baseUrl}/data/manifests/${records[0]!.id}.json` };
  const gone = type.endsWith(".withdrawn");
  return {
    count,
    records: records.map(({ kind, id }) => ({ kind, id, ...(gone ? {} : addressesOf(baseUrl, kind, id)) })),
    more: count > MOST_NAMED,
    changes: `${baseUrl}/api/v1/changes`,
  };
}

/** The task of the clock that tells of calls that have opened, and of those that close within a week: once of each hour. */
export function callHoursTask({ db, baseUrl }: { db: Database; baseUrl: string }): Task {
  return async () => {
    const hours = await callHours(db);
    if (hours.length === 0) return;
    await db.transaction().execute(async (trx) => {
      for (const webhook of await activeWebhooks(trx))
        for (const { type, edition, at } of hours.filter((one) => webhook.events.includes(one.type)))
          await tell(trx, webhook, {
            type,
            at: type === "call.opened" ? at : new Date(),
            data: {
              kind: "edition",
              id: edition,
              ...(type === "call.closing" ? { closesAt: at.toISOString() } : {}),
              ...addressesOf(baseUrl, "edition", edition),
            },
            dedupeKey: `${type} ${edition} ${at.toISOString()}`,
          });
    });
  };
}

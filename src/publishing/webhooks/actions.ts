import { type Actor, may } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import { type Database, transact } from "../../platform/database/connect.ts";
import { deliverSoon, tell } from "./fan-out.ts";
import { newWebhook, ROTATION_HOURS, TEST_TYPE, type UrlProblem, urlProblem } from "./rules.ts";
import { deleteWebhook as deleteRow, insertWebhook, lockWebhook, requeueMessage, setWebhook, type Webhook, waitingOf } from "./store.ts";

type Refused = { ok: false; reason: "forbidden" | "not_found" | "disabled" };
export type MadeWebhook =
  | { ok: true; webhook: Webhook }
  | { ok: false; reason: "forbidden" }
  | { ok: false; reason: "invalid"; problems: WebhookProblem[] };
export type WebhookProblem = { field: "name" | "events" } | { field: "url"; problem: UrlProblem };

const forbidden = { ok: false, reason: "forbidden" } as const;
const missing = { ok: false, reason: "not_found" } as const;
const HOUR = 3_600_000;

/** Makes a webhook. `local`: this program may send to this machine. */
export async function createWebhook(db: Database, input: unknown, by: Actor, local: boolean): Promise<MadeWebhook> {
  if (!may(by, "webhook.manage")) return forbidden;
  const parsed = newWebhook.safeParse(input);
  const fields = parsed.success ? [] : [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
  const problem = urlProblem(String((input as { url?: unknown }).url ?? "").trim(), local);
  const problems: WebhookProblem[] = [
    ...fields.flatMap((field) => (field === "name" || field === "events" ? [{ field } as const] : [])),
    ...(problem ? [{ field: "url", problem } as const] : []),
  ];
  if (!parsed.success || problem) return { ok: false, reason: "invalid", problems };
  const webhook = await transact(db, async (trx) => {
    const made = await insertWebhook(trx, { ...parsed.data, createdBy: by.id, createdName: by.name });
    await log(trx, made, "created", by);
    return made;
  });
  return { ok: true, webhook };
}

// Where it sends by its host alone: the rest of an address may be a secret.
const log = (trx: Database, { id, name, url, events }: Webhook, action: string, by: Actor) =>
  logEvent(trx, { kind: "webhook", id, document: { name, url: new URL(url).host, events } }, action, by);

/** Changes a webhook that is there, under its lock. */
async function change<T extends object>(
  db: Database,
  id: string,
  by: Actor,
  work: (trx: Database, webhook: Webhook) => Promise<({ ok: true } & T) | Refused>,
): Promise<({ ok: true } & T) | Refused> {
  if (!may(by, "webhook.manage")) return forbidden;
  return db.transaction().execute(async (trx) => {
    const webhook = await lockWebhook(trx, id);
    return webhook ? work(trx, webhook) : missing;
  });
}

export const disableWebhook = (db: Database, id: string, by: Actor) =>
  change<object>(db, id, by, async (trx, webhook) => {
    await setWebhook(trx, id, { state: "disabled", disabledReason: "person" });
    await log(trx, webhook, "disabled", by);
    return { ok: true };
  });

/** Opens a webhook again: what waited leaves. */
export const enableWebhook = (db: Database, id: string, by: Actor) =>
  change<object>(db, id, by, async (trx, webhook) => {
    await setWebhook(trx, id, { state: "active", disabledReason: null, failures: 0, failingSince: null });
    await log(trx, webhook, "enabled", by);
    for (const message of await waitingOf(trx, id)) await deliverSoon(trx, id, message);
    return { ok: true };
  });

/** Makes the secret anew. For a day both sign, so that the receiver can change its own without missing a message. */
export const rotateSecret = (db: Database, id: string, by: Actor, now = new Date()) =>
  change<{ webhook: Webhook }>(db, id, by, async (trx, webhook) => {
    const set = { generation: webhook.generation + 1, previousUntil: new Date(now.getTime() + ROTATION_HOURS * HOUR) };
    await setWebhook(trx, id, set);
    await log(trx, webhook, "secret_rotated", by);
    return { ok: true, webhook: { ...webhook, ...set } };
  });

/** Sends a message that says nothing, to see that it arrives. */
export const sendTest = (db: Database, id: string, by: Actor, now = new Date()) =>
  change<object>(db, id, by, async (trx, webhook) => {
    if (webhook.state !== "active") return { ok: false, reason: "disabled" };
    await tell(trx, webhook, { type: TEST_TYPE, at: now, data: { webhook: webhook.id } });
    return { ok: true };
  });

/** Sends a message again, under its own identifier. */
export const sendMessageAgain = (db: Database, id: string, message: string, by: Actor) =>
  change<object>(db, id, by, async (trx, webhook) => {
    if (webhook.state !== "active") return { ok: false, reason: "disabled" };
    if (!(await requeueMessage(trx, id, message))) return missing;
    await deliverSoon(trx, id, message);
    return { ok: true };
  });

export function deleteWebhook(db: Database, id: string, by: Actor): Promise<{ ok: true } | Refused> {
  return change<object>(db, id, by, async (trx, webhook) => {
    await deleteRow(trx, id);
    await log(trx, webhook, "deleted", by);
    return { ok: true };
  });
}

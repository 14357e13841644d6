import { listAccounts } from "../../platform/accounts/store.ts";
import type { Database } from "../../platform/database/connect.ts";
import { mainLanguage } from "../../platform/i18n/languages.ts";
import type { Task } from "../../platform/jobs/jobs.ts";
import { queueMail } from "../../platform/mail/actions.ts";
import { type Posted, post } from "./post.ts";
import { FAILING_HOURS, FAILURES } from "./rules.ts";
import { secretsOf, signedHeaders } from "./signing.ts";
import { findMessage, findWebhook, insertAttempt, lockWebhook, type Message, setMessage, setWebhook, type Webhook } from "./store.ts";

export interface DeliveryDesk {
  db: Database;
  /** Of the program: the secrets of the webhooks are made from it. */
  secret: string;
  baseUrl: string;
  /** Whether to send to this machine too: for trials. */
  local: boolean;
  /** When a receiver that only fails is told nothing more. */
  patience?: { failures: number; hours: number };
  send?: typeof post;
}

const GONE = 410;
const HOUR = 3_600_000;

/**
 * The task that sends one message: { message }. It is marked after the receiver has it: at worst it arrives twice, under
 * one webhook-id. What fails is tried again, the waits growing; who only fails is told nothing more, and administrators are.
 */
export function deliverTask(desk: DeliveryDesk): Task {
  const send = desk.send ?? post;
  return async ({ message: id }: { message: string }, { attempt, maxAttempts }) => {
    const message = await findMessage(desk.db, id);
    const webhook = message && (await findWebhook(desk.db, message.webhook));
    // Of a webhook that is disabled the messages wait: they leave when it is opened again.
    if (!message || !webhook || message.state !== "waiting" || webhook.state !== "active") return;
    const now = new Date();
    const headers = signedHeaders(secretsOf(desk.secret, webhook, now), id, message.body, now);
    const posted = await send(webhook.url, headers, message.body, { local: desk.local });
    const over = attempt >= maxAttempts;
    const disabled = await note(desk, message, posted, over, now);
    // The log says why without saying what.
    if (posted.error !== null && !over && !disabled) throw new Error(`message ${id} was not taken (${posted.error})`);
  };
}

/** Keeps what came of an attempt. True when the webhook was disabled by it. */
async function note(desk: DeliveryDesk, message: Message, posted: Posted, over: boolean, now: Date): Promise<boolean> {
  return desk.db.transaction().execute(async (trx) => {
    const webhook = await lockWebhook(trx, message.webhook);
    if (!webhook) return true;
    await insertAttempt(trx, { message: message.id, ...posted });
    if (posted.error === null) {
      await setMessage(trx, message.id, "delivered");
      if (webhook.failures > 0) await setWebhook(trx, webhook.id, { failures: 0, failingSince: null });
      return false;
    }
    if (over) await setMessage(trx, message.id, "failed");
    const [failures, failingSince] = [webhook.failures + 1, webhook.failingSince ?? now];
    const patience = desk.patience ?? { failures: FAILURES, hours: FAILING_HOURS };
    const failing = failures >= patience.failures && now.getTime() - failingSince.getTime() >= patience.hours * HOUR;
    const disabledReason = posted.status === GONE ? "gone" : failing ? "failing" : null;
    const disables = disabledReason !== null && webhook.state === "active";
    await setWebhook(trx, webhook.id, { failures, failingSince, ...(disables ? { state: "disabled", disabledReason } : {}) });
    if (disables) await tellAdministrators(trx, desk, webhook, posted, failingSince);
    return disables;
  });
}

async function tellAdministrators(
  trx: Database,
  { baseUrl }: DeliveryDesk,
  { id, name }: Webhook,
  posted: Posted,
  since: Date,
): Promise<void> {
  for (const one of await listAccounts(trx, ["administrator"]))
    await queueMail(trx, {
      to: one.email,
      name: one.name,
      locale: mainLanguage(),
      template: "webhook_disabled",
      params: { name, reason: posted.error ?? "", link: `${baseUrl}/bureau/echanges/webhooks/${id}` },
      dedupeKey: `webhook ${id} ${since.toISOString()} ${one.email}`,
    });
}

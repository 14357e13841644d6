import { z } from "zod";
import type { Database } from "../database/connect.ts";
import type { Locale } from "../i18n/languages.ts";
import { translator } from "../i18n/messages.ts";
import { enqueue } from "../jobs/jobs.ts";
import { type Attachment, hasOptedOut, insertMail, type MailCategory, requeueMail } from "./store.ts";

/** About three days of trying, each wait longer than the one before. */
const MAX_ATTEMPTS = 12;

export interface MailOrder {
  /** An e-mail address that was checked before. Throws when it is none: a bug of the caller. */
  to: string;
  name?: string | null | undefined;
  /** The recipient's. */
  locale: Locale;
  /** Its words are the messages mail.<template>.subject and mail.<template>.body: plain text, links in full. */
  template: string;
  /** What the words are filled in with, dates and amounts already in words of the recipient's language. */
  params: Record<string, string | number>;
  /** "reminder": what the recipient may unsubscribe from. "service" (default): what they must be told. */
  category?: MailCategory;
  /** A mail of the same key is written once, whoever asks again. */
  dedupeKey?: string;
  attachments?: Attachment[];
  aboutKind?: string;
  aboutId?: string;
  /** Carries a link that opens an account: the office does not show it, and its text goes once it is sent. */
  confidential?: boolean;
}

const address = z.email().max(200);
/** A line of a header: whatever would begin another becomes a space. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\s]+/gu, " ").trim();

/**
 * Writes a mail and the job that sends it, both within the caller's transaction. "duplicate": its key exists;
 * "unsubscribed": a reminder to someone who wants none; nothing is written in either case.
 */
export async function queueMail(trx: Database, order: MailOrder): Promise<"queued" | "duplicate" | "unsubscribed"> {
  const category = order.category ?? "service";
  const toAddress = address.parse(order.to.trim());
  if (category === "reminder" && (await hasOptedOut(trx, toAddress, category))) return "unsubscribed";
  const t = translator(order.locale);
  const keys = [`mail.${order.template}.subject`, `mail.${order.template}.body`];
  for (const key of keys) if (!t.has(key)) throw new Error(`no message ${key}`);
  // PostgreSQL keeps no NUL.
  const params = Object.fromEntries(
    Object.entries(order.params).map(([name, value]) => [name, typeof value === "string" ? value.replaceAll("\0", "") : value]),
  );
  const [subject = "", body = ""] = keys.map((key) => t.dynamic(key, params));
  const id = await insertMail(trx, {
    toAddress,
    toName: order.name ? oneLine(order.name).slice(0, 120) : null,
    locale: order.locale,
    template: order.template,
    params,
    subject: oneLine(subject).slice(0, 250),
    bodyText: body.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]/gu, ""),
    category,
    confidential: order.confidential ?? false,
    dedupeKey: order.dedupeKey ?? null,
    attachments: order.attachments ?? [],
    aboutKind: order.aboutKind ?? null,
    aboutId: order.aboutId ?? null,
  });
  if (id === undefined) return "duplicate";
  await enqueueSending(trx, id);
  return "queued";
}

/** Sends again what failed or what was kept for want of a server. */
export async function sendAgain(db: Database, id: number): Promise<{ ok: true } | { ok: false; reason: "state" }> {
  return db.transaction().execute(async (trx) => {
    if (!(await requeueMail(trx, id))) return { ok: false, reason: "state" };
    await enqueueSending(trx, id);
    return { ok: true };
  });
}

const enqueueSending = (trx: Database, mail: number) =>
  enqueue(trx, "send_mail", { mail }, { key: `mail ${mail}`, maxAttempts: MAX_ATTEMPTS });

import { createHash } from "node:crypto";
import { type Selectable, sql } from "kysely";
import type { Database } from "../database/connect.ts";
import type { OutgoingMail } from "../database/schema.ts";

export const mailStates = ["queued", "sent", "failed", "kept"] as const;
export type MailState = (typeof mailStates)[number];
export type MailCategory = "service" | "reminder";
/** A file that is kept already (see files.ts), by its content. */
export interface Attachment {
  sha256: string;
  name: string;
  mediaType: string;
}
/** One mail as it is kept: what it says is settled when it is queued. */
export type Mail = Omit<Selectable<OutgoingMail>, "attachments" | "category" | "state"> & {
  attachments: Attachment[];
  category: MailCategory;
  state: MailState;
};
type NewMail = Pick<Mail, "toAddress" | "toName" | "locale" | "template" | "subject" | "bodyText" | "category" | "confidential"> &
  Pick<Mail, "dedupeKey" | "aboutKind" | "aboutId" | "attachments"> & { params: Record<string, unknown> };

/** Returns the number of the mail; undefined when its dedupe key exists. */
export async function insertMail(trx: Database, mail: NewMail): Promise<number | undefined> {
  const row = { ...mail, params: JSON.stringify(mail.params), attachments: JSON.stringify(mail.attachments) };
  const made = await trx
    .insertInto("outgoingMail")
    .values(row as never)
    .onConflict((conflict) => conflict.column("dedupeKey").doNothing())
    .returning("id")
    .executeTakeFirst();
  return made?.id;
}

export async function findMail(db: Database, id: number): Promise<Mail | undefined> {
  return (await db.selectFrom("outgoingMail").selectAll().where("id", "=", id).executeTakeFirst()) as Mail | undefined;
}

/** What a confidential mail said is forgotten with its sending. */
export async function markSent(db: Database, id: number): Promise<void> {
  await sql`UPDATE outgoing_mail SET state = 'sent', sent_at = now(), attempts = attempts + 1, last_error = NULL,
    body_text = CASE WHEN confidential THEN '' ELSE body_text END, params = CASE WHEN confidential THEN '{}' ELSE params END
    WHERE id = ${id}`.execute(db);
}

export async function markTried(db: Database, id: number, error: string, state: "queued" | "failed"): Promise<void> {
  await sql`UPDATE outgoing_mail SET state = ${state}, attempts = attempts + 1, last_error = ${error.slice(0, 500)} WHERE id = ${id}`.execute(
    db,
  );
}

export async function markKept(db: Database, id: number): Promise<void> {
  await db.updateTable("outgoingMail").set({ state: "kept" }).where("id", "=", id).where("state", "=", "queued").execute();
}

export async function deleteMail(db: Database, id: number): Promise<void> {
  await db.deleteFrom("outgoingMail").where("id", "=", id).execute();
}

/** Puts a mail that failed, or that no server could take, back in the queue. False when it is in another state. */
export async function requeueMail(trx: Database, id: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("outgoingMail")
    .set({ state: "queued", lastError: null })
    .where("id", "=", id)
    .where("state", "in", ["failed", "kept"])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export interface MailFilter {
  state?: MailState | undefined;
  category?: MailCategory | undefined;
  template?: string | undefined;
  /** Records (about_id) whose mails this reader may not see. */
  hidden?: readonly string[] | undefined;
  /** Templates whose mails are nobody's to read. */
  without?: readonly string[] | undefined;
  /** Part of the address, the name or the subject. */
  q?: string | undefined;
  /** Counted from 1. */
  page: number;
}
export const MAILS_PER_PAGE = 50;

/** The mails that a filter leaves, the newest first, with how many there are in each state. */
export async function listMails(db: Database, filter: MailFilter): Promise<{ mails: Mail[]; byState: Record<MailState, number> }> {
  let query = db.selectFrom("outgoingMail");
  const { category, template, q, state, hidden, without } = filter;
  if (hidden?.length) query = query.where((eb) => eb.or([eb("aboutId", "is", null), eb("aboutId", "not in", hidden)]));
  if (without?.length) query = query.where("template", "not in", without);
  if (category) query = query.where("category", "=", category);
  if (template) query = query.where("template", "=", template);
  if (q) {
    const like = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
    query = query.where((eb) => eb.or([eb("toAddress", "ilike", like), eb("toName", "ilike", like), eb("subject", "ilike", like)]));
  }
  const counts = await query
    .select(["state", (eb) => eb.fn.countAll<number>().as("n")])
    .groupBy("state")
    .execute();
  const byState = Object.fromEntries(mailStates.map((one) => [one, counts.find((count) => count.state === one)?.n ?? 0]));
  const mails = await (state ? query.where("state", "=", state) : query)
    .selectAll()
    .orderBy("id", "desc")
    .limit(MAILS_PER_PAGE)
    .offset((filter.page - 1) * MAILS_PER_PAGE)
    .execute();
  return { mails: mails as unknown as Mail[], byState: byState as Record<MailState, number> };
}

/** By which an address is known where it must not be written. */
export function addressDigest(address: string): string {
  return createHash("sha256").update(address.trim().toLowerCase()).digest("hex");
}

export async function hasOptedOut(db: Database, address: string, category: MailCategory): Promise<boolean> {
  const row = await db
    .selectFrom("mailOptout")
    .select("category")
    .where("addressSha256", "=", addressDigest(address))
    .where("category", "=", category)
    .executeTakeFirst();
  return row !== undefined;
}

export async function optOut(db: Database, addressSha256: string, category: MailCategory): Promise<void> {
  await db
    .insertInto("mailOptout")
    .values({ addressSha256, category })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

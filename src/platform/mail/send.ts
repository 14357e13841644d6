import { createHash } from "node:crypto";
import type { Transporter } from "nodemailer";
import type { Database } from "../database/connect.ts";
import { scrub } from "../discreet.ts";
import type { Files } from "../files.ts";
import type { Task } from "../jobs/jobs.ts";
import type { MailDesk } from "./desk.ts";
import { type Composed, type Composer, letterOf } from "./letter.ts";
import { isUnreachable } from "./rules.ts";
import { deleteMail, findMail, hasOptedOut, type Mail, markKept, markSent, markTried } from "./store.ts";

/**
 * The task that sends one mail: { mail: its number }. What a server refuses for good (a code of 5xx) has failed at once;
 * anything else is tried again. A mail is marked after the server has it: at worst it arrives twice, under one Message-ID.
 * `compose`: the templates whose words are made now, from what is true now; one that has nothing left to say is dropped.
 */
export function sendMailTask({
  db,
  files,
  mail: desk,
  compose = {},
}: {
  db: Database;
  files: Files;
  mail: MailDesk;
  compose?: Record<string, Composer>;
}): Task {
  let transport: Promise<Transporter> | undefined;
  return async ({ mail: id }: { mail: number }, { attempt, maxAttempts }) => {
    const mail = await findMail(db, id);
    if (!mail || mail.state === "sent") return;
    if (mail.category === "reminder" && (await hasOptedOut(db, mail.toAddress, mail.category)))
      return markTried(db, id, "unsubscribed", "failed");
    if (!desk.smtpUrl || isUnreachable(mail.toAddress)) return markKept(db, id);
    const composer = compose[mail.template];
    const composed = await composer?.(mail);
    if (composer && !composed) return deleteMail(db, id);
    transport ??= openTransport(desk.smtpUrl);
    try {
      await (await transport).sendMail(await messageOf(mail, files, desk, composed));
    } catch (error) {
      const { message, code, responseCode } = error as Error & { code?: string; responseCode?: number };
      const forGood = code !== "EAUTH" && responseCode !== undefined && responseCode >= 500;
      await markTried(db, id, scrub(message), forGood || attempt >= maxAttempts ? "failed" : "queued");
      if (forGood) return;
      // The log says why without saying to whom.
      throw new Error(`mail ${id} was not taken (${code ?? "error"} ${responseCode ?? ""})`.replace(" )", ")"));
    }
    await markSent(db, id);
  };
}

// Brought in when the first mail leaves: most processes send none for hours.
async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  return createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 } as never);
}

async function messageOf(mail: Mail, files: Files, desk: MailDesk, composed: Composed | undefined) {
  const letter = letterOf(desk, mail, composed);
  const attachments = await Promise.all(
    mail.attachments.map(async ({ sha256, name, mediaType }) => {
      const bytes = await files.get(sha256);
      if (!bytes) throw new Error(`the bytes of ${sha256.slice(0, 8)} are gone`);
      return { filename: name, contentType: mediaType, content: Buffer.from(bytes) };
    }),
  );
  return {
    from: desk.from,
    to: { name: mail.toName ?? "", address: mail.toAddress },
    subject: composed?.subject ?? mail.subject,
    text: letter.text,
    html: letter.html,
    attachments,
    date: mail.createdAt,
    messageId: messageId(mail, desk.baseUrl),
    headers: { ...letter.headers, "Content-Language": mail.locale },
    // Words come from people: no part of a message is read from a file or an address that they name.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The same for each attempt, so that a mail delivered twice is seen as one; it cannot be guessed from its number. */
function messageId(mail: Mail, baseUrl: string): string {
  const mark = createHash("sha256").update(`${mail.id} ${mail.createdAt.toISOString()} ${mail.toAddress}`).digest("hex").slice(0, 24);
  return `<${mail.id}.${mark}@${new URL(baseUrl).hostname}>`;
}

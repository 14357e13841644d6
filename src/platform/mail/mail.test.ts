import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { pino } from "pino";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import { readCity } from "../city.ts";
import { connect, type Database } from "../database/connect.ts";
import { type Files, filesOnDisk } from "../files.ts";
import { enqueue, startJobs, type Task } from "../jobs/jobs.ts";
import { projectRoot } from "../project-root.ts";
import { type MailOrder, queueMail, sendAgain } from "./actions.ts";
import { type MailDesk, makeMailDesk } from "./desk.ts";
import { letterOf } from "./letter.ts";
import { sendMailTask } from "./send.ts";
import { findMail, listMails, type Mail } from "./store.ts";

interface Received {
  from: string;
  to: string[];
  raw: string;
}
const log = pino({ level: "silent" });
const baseUrl = "https://monde.example.org";
const secret = "s".repeat(40);

let db: Database;
let undo: (() => Promise<unknown>)[] = [];
let files: Files;
let url: string;
let desk: MailDesk;
let smtpUrl: string;
const received: Received[] = [];
/** What the server answers to the next recipients, instead of taking them. */
let answers: { code: number; message: string }[] = [];

beforeAll(async () => {
  const database = await testDatabase();
  const { db: opened, close } = connect(database.url);
  [db, url] = [opened, database.url];
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-mail-"));
  files = filesOnDisk(folder);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo(_address, _session, done) {
      const answer = answers.shift();
      done(answer ? Object.assign(new Error(answer.message), { responseCode: answer.code }) : null);
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()));
  smtpUrl = `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`;
  const city = await readCity(join(projectRoot, "data/paris"));
  desk = makeMailDesk({ db, city, baseUrl, secret, config: { smtpUrl, mailFrom: "Ville <envoi@ville.example>" } });
  undo = [
    () => new Promise<void>((resolve) => server.close(() => resolve())),
    close,
    database.drop,
    () => rm(folder, { recursive: true, force: true }),
  ];
});
afterAll(async () => {
  for (const step of undo) await step();
});
beforeEach(async () => {
  received.length = 0;
  answers = [];
  await sql`DELETE FROM outgoing_mail`.execute(db);
  await sql`DELETE FROM mail_optout`.execute(db);
  await sql`DELETE FROM graphile_worker._private_jobs`.execute(db);
});

const order: MailOrder = {
  to: "zoe@asso.example",
  name: "Zoé",
  locale: "fr",
  template: "reset_password",
  params: { name: "Zoé", city: "Ville de Paris", site: "Paris, ville-monde", link: "https://monde.example.org/x?jeton=a&b=c" },
};
const queue = (more: Partial<MailOrder> = {}) => db.transaction().execute((trx) => queueMail(trx, { ...order, ...more }));
const mails = async () => (await listMails(db, { page: 1 })).mails;
const until = async (done: () => Promise<boolean>) => {
  for (let i = 0; i < 200 && !(await done()); i++) await sleep(25);
  expect(await done()).toBe(true);
};
/** Does the jobs until `done`; what failed is tried again without the wait. */
async function work(done: (all: Mail[]) => boolean, tasks: Record<string, Task> = { send_mail: sendMailTask({ db, files, mail: desk }) }) {
  const jobs = startJobs({ databaseUrl: url, tasks, log });
  try {
    await until(async () => {
      await sql`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL AND attempts < max_attempts AND run_at > now()`.execute(
        db,
      );
      await sql`SELECT pg_notify('jobs:insert', '{"r":1,"count":1}')`.execute(db);
      return done(await mails());
    });
  } finally {
    await jobs.stop();
  }
}
const settled = (all: Mail[]) => all.every(({ state }) => state !== "queued");

describe("a job", () => {
  it("exists exactly if the transaction that adds it commits, and is done once by several workers", async () => {
    await expect(
      db.transaction().execute(async (trx) => {
        await enqueue(trx, "count", { n: 1 });
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    for (let n = 0; n < 20; n++) await enqueue(db, "count", { n });
    const seen: number[] = [];
    const tasks = { count: async ({ n }: { n: number }) => void seen.push(n) };
    const all = [1, 2].map(() => startJobs({ databaseUrl: url, tasks, log }));
    await until(async () => seen.length >= 20);
    await Promise.all(all.map((jobs) => jobs.stop()));
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });
  it("replaces the one that waits under its key, and lets what is under way end when stopped", async () => {
    const seen: string[] = [];
    await enqueue(db, "slow", { word: "first" }, { key: "k" });
    await enqueue(db, "slow", { word: "second" }, { key: "k" });
    let began = false;
    const jobs = startJobs({
      databaseUrl: url,
      log,
      tasks: {
        async slow({ word }: { word: string }) {
          began = true;
          await sleep(300);
          seen.push(word);
        },
      },
    });
    await until(async () => began);
    await jobs.stop();
    expect(seen).toEqual(["second"]);
  });
  it("stops at once when nothing was started yet", async () => {
    await startJobs({ databaseUrl: url, tasks: { none: async () => {} }, cron: [{ task: "none", match: "0 * * * *" }], log }).stop();
  });
});

describe("a mail", () => {
  it("is delivered once, as text and HTML, with its attachment, and signed by the city", async () => {
    const sha256 = await files.put(Buffer.from("%PDF-1.7 receipt"));
    expect(await queue({ attachments: [{ sha256, name: "reçu.pdf", mediaType: "application/pdf" }] })).toBe("queued");
    await work(settled);
    expect(received).toHaveLength(1);
    const [{ from, to, raw }] = received as [Received];
    expect([from, to]).toEqual(["envoi@ville.example", ["zoe@asso.example"]]);
    expect(raw).toMatch(/^To: =\?UTF-8\?.*\?= <zoe@asso\.example>/m);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(raw).toMatch(/^Message-ID: <\d+\.[0-9a-f]{24}@monde\.example\.org>/im);
    expect(raw).toContain(Buffer.from("%PDF-1.7 receipt").toString("base64"));
    expect(raw).not.toContain("List-Unsubscribe");
    expect(raw).toContain("D=C3=A9l=C3=A9gation g=C3=A9n=C3=A9rale");
    const [mail] = await mails();
    expect(mail).toMatchObject({ state: "sent", attempts: 1, lastError: null });
    expect(mail!.sentAt).toBeInstanceOf(Date);
    // Asked again, the task sends nothing.
    await sendMailTask({ db, files, mail: desk })({ mail: mail!.id }, { attempt: 1, maxAttempts: 12, signal: AbortSignal.timeout(1) });
    expect(received).toHaveLength(1);
  });
  it("is tried again after a temporary refusal, under the same Message-ID, with each failure told", async () => {
    answers = [
      { code: 451, message: "later" },
      { code: 450, message: "busy" },
    ];
    await queue();
    await work(settled);
    expect(received).toHaveLength(1);
    expect((await mails())[0]).toMatchObject({ state: "sent", attempts: 3 });
  });
  it("has failed once the server refuses it for good, and can be sent again from the office", async () => {
    answers = [{ code: 550, message: "no such mailbox" }];
    await queue();
    await work(settled);
    const [mail] = await mails();
    expect(mail).toMatchObject({ state: "failed", attempts: 1 });
    expect(mail!.lastError).toContain("no such mailbox");
    expect(await sendAgain(db, mail!.id)).toEqual({ ok: true });
    expect(await sendAgain(db, mail!.id)).toEqual({ ok: false, reason: "state" });
    await work(settled);
    expect(received).toHaveLength(1);
  });
  it("has failed after the last attempt", async () => {
    const task = sendMailTask({ db, files, mail: { ...desk, smtpUrl: "smtp://127.0.0.1:1" } });
    await queue();
    const { id } = (await mails())[0]!;
    const helpers = { maxAttempts: 12, signal: AbortSignal.timeout(1_000) };
    await expect(task({ mail: id }, { attempt: 11, ...helpers })).rejects.toThrow(/^mail \d+ was not taken \(\w+\)$/);
    expect((await findMail(db, id))!.state).toBe("queued");
    await expect(task({ mail: id }, { attempt: 12, ...helpers })).rejects.toThrow("not taken");
    expect(await findMail(db, id)).toMatchObject({ state: "failed", attempts: 2 });
  });
  it("is kept when no server is configured", async () => {
    await queue();
    await work(settled, { send_mail: sendMailTask({ db, files, mail: { ...desk, smtpUrl: undefined } }) });
    expect((await mails())[0]).toMatchObject({ state: "kept", sentAt: null });
  });
  it("is written once under its key, also when many ask at once", async () => {
    const done = await Promise.all(Array.from({ length: 5 }, () => queue({ dedupeKey: "receipt 7" })));
    expect(done.sort()).toEqual(["duplicate", "duplicate", "duplicate", "duplicate", "queued"]);
    expect(await mails()).toHaveLength(1);
  });
  it("does not exist when the transaction that writes it fails", async () => {
    await expect(
      db.transaction().execute(async (trx) => {
        await queueMail(trx, order);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await mails()).toHaveLength(0);
  });
  it("forgets a link that opens an account once it is sent", async () => {
    await queue({ confidential: true });
    expect((await mails())[0]!.bodyText).toContain("jeton=a");
    await work(settled);
    expect(received[0]!.raw).toContain("jeton");
    expect((await mails())[0]).toMatchObject({ bodyText: "", params: {} });
  });
});

describe("a mail whose words are made when it leaves", () => {
  const url = "https://monde.example.org/fr/suivre/arreter?de=1&cle=2";
  it("carries them, with its own way out (RFC 8058), and none of what was queued", async () => {
    await queue();
    const compose = {
      reset_password: async () => ({
        subject: "Deux nouvelles",
        text: "- Puits",
        html: "<h2>Eau</h2>",
        out: { url, words: "Ne plus rien recevoir :" },
      }),
    };
    await work(settled, { send_mail: sendMailTask({ db, files, mail: desk, compose }) });
    const { raw } = received[0]!;
    const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
    expect(head).toMatch(/^Subject: Deux nouvelles/m);
    expect(head).toContain(`List-Unsubscribe: <${url}>`);
    expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(raw).toContain("<h2>Eau</h2>");
    expect(raw).not.toContain("jeton");
  });
  it("is dropped when there is nothing left to say", async () => {
    await queue();
    await work((all) => all.length === 0, {
      send_mail: sendMailTask({ db, files, mail: desk, compose: { reset_password: async () => undefined } }),
    });
    expect(received).toHaveLength(0);
  });
});

describe("hostile words", () => {
  it.each(["Eve\r\nBcc: everyone@evil.example", 'Eve" <everyone@evil.example>, "x', "Eve\u2028Bcc: x@evil.example", "\u202eEve\u0000"])(
    "%j add no recipient and no header",
    async (name) => {
      await queue({ name, params: { ...order.params, name, city: name } });
      await work(settled);
      const [{ to, raw }] = received as [Received];
      expect(to).toEqual(["zoe@asso.example"]);
      const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
      expect(head).not.toMatch(/^(bcc|cc):/im);
      expect(head.match(/^to:/gim)).toHaveLength(1);
    },
  );
  it("stay words in the HTML", async () => {
    await queue({ params: { ...order.params, name: '<img src=x onerror="alert(1)">' } });
    const [mail] = await mails();
    const { html, text } = letterOf(desk, mail!);
    expect(html).not.toContain("<img");
    expect(html).toContain('<a href="https://monde.example.org/x?jeton=a&#38;b=c">');
    expect(text).toContain("<img");
  });
  it.each(["a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "nobody", "<a@b.example>"])("%j is no address", async (to) => {
    await expect(queue({ to })).rejects.toThrow();
  });
});

describe("a reminder", () => {
  const reminder = { category: "reminder" as const };
  it("carries the way out in its text and for the mail program (RFC 8058), and ends with it", async () => {
    await queue(reminder);
    await work(settled);
    const head = received[0]!.raw.replace(/\r\n[ \t]+/g, " ");
    const link = /^List-Unsubscribe: <(https:\/\/monde\.example\.org\/desabonnement\?[^>]+)>/m.exec(head)![1]!;
    expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(link).not.toContain("zoe");
    const query = new URL(link).searchParams;
    const [de, cle] = [query.get("de")!, query.get("cle")!];
    expect(await desk.unsubscribe(de, `${cle.slice(0, -1)}${cle.endsWith("A") ? "B" : "A"}`)).toBe(false);
    expect(await desk.unsubscribe("0".repeat(64), cle)).toBe(false);
    expect(await desk.unsubscribe(de, cle)).toBe(true);
    expect(await desk.unsubscribe(de, cle)).toBe(true);
    expect(await queue({ ...reminder, to: "ZOE@asso.example" })).toBe("unsubscribed");
    expect(await queue()).toBe("queued");
  });
  it("that waits is not sent to someone who has unsubscribed since", async () => {
    await queue(reminder);
    const { text } = letterOf(desk, (await mails())[0]!);
    const query = new URL(/https:\S+desabonnement\S+/.exec(text)![0]).searchParams;
    await desk.unsubscribe(query.get("de")!, query.get("cle")!);
    await work(settled);
    expect(received).toHaveLength(0);
    expect((await mails())[0]).toMatchObject({ state: "failed", lastError: "unsubscribed" });
  });
});

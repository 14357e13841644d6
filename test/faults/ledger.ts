// Who writes while things break, what they were answered, and whether it is so.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { moneyFaults } from "../../src/funding/money-testing.ts";
import { verifyChain } from "../../src/platform/audit/store.ts";
import { dayOf } from "../../src/platform/instants.ts";
import type { Sender, Stand } from "./stand.ts";

/** What was answered with success: the word of the program. */
export interface Ledger {
  /** Files that were sent: their ids. */
  sent: Set<string>;
  /** Payments that were recorded: their order numbers. */
  paid: Set<string>;
  /** Of a draft: the highest number that was saved as its title. */
  saved: Map<string, number>;
  /** Answers that said no, or no answer. Nothing is promised of them. */
  unanswered: number;
}
export const emptyLedger = (): Ledger => ({ sent: new Set(), paid: new Set(), saved: new Map(), unanswered: 0 });

/** More than those that were on their way when something broke, and were answered all the same. */
const NEW_ANSWERS = 12;
/** Waits until so many writes are answered with success: for how long, in milliseconds. */
export async function nextAnswers(ledger: Ledger): Promise<number> {
  const start = performance.now();
  const count = () => ledger.sent.size + ledger.paid.size + [...ledger.saved.values()].reduce((sum, n) => sum + n, 0);
  for (const before = count(); count() < before + NEW_ANSWERS; await sleep(20))
    if (performance.now() - start > 120_000) throw new Error("nothing was written for two minutes");
  return performance.now() - start;
}

const GIVE_UP_MS = 4_000;
/** A request as a person's browser or an accounts system makes it: one that hangs is given up. */
const ask = (url: string, init: RequestInit) => fetch(url, { redirect: "manual", signal: AbortSignal.timeout(GIVE_UP_MS), ...init });
const headers = (base: string, cookie: string) => ({ origin: base, "sec-fetch-site": "same-origin", cookie });
const typedIn = (html: string, name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? "0";

/**
 * Writes until told to stop, at `pace` milliseconds between two acts of one writer: bodies send their files, others
 * save drafts, the accounts post payments and repeat each under its name until it is answered. `base`: where the next
 * request goes (one of several nodes).
 */
export function write(stand: Stand, ledger: Ledger, base: () => string, senders: Sender[], pace = 50): { stop(): Promise<void> } {
  let stopped = false;
  const half = Math.ceil(senders.length / 2);
  const [toSend, drafts] = [senders.slice(0, half), senders.slice(half)];

  async function send(): Promise<void> {
    for (const sender of toSend) {
      for (;;) {
        if (stopped) return;
        const at = base();
        const answer = await ask(`${at}/espace/demandes/${sender.id}/envoi`, {
          method: "POST",
          headers: headers(at, sender.cookie),
          body: new URLSearchParams({}),
        }).catch(() => undefined);
        if (answer?.status === 303) {
          ledger.sent.add(sender.id);
          break;
        }
        ledger.unanswered++;
        await sleep(pace * 4);
      }
      await sleep(pace);
    }
  }

  async function save(sender: Sender): Promise<void> {
    let version = "";
    for (let n = 1; !stopped; n++) {
      const at = base();
      const path = `${at}/espace/demandes/${sender.id}/projet`;
      try {
        if (!version) {
          const page = await ask(path, { headers: { cookie: sender.cookie } });
          if (page.status !== 200) throw new Error();
          version = typedIn(await page.text(), "version");
        }
        const answer = await ask(path, {
          method: "POST",
          headers: { ...headers(at, sender.cookie), accept: "application/json" },
          body: new URLSearchParams({ version, title: `Titre ${n}`, summary: "Un résumé.", startsOn: "", endsOn: "", do: "autosave" }),
        });
        const told = answer.status === 200 ? ((await answer.json()) as { ok: boolean; version?: number }) : undefined;
        if (!told?.ok) throw new Error();
        ledger.saved.set(sender.id, n);
        version = String(told.version ?? "");
      } catch {
        ledger.unanswered++;
        version = "";
        await sleep(pace * 4);
      }
      await sleep(pace * 3);
    }
  }

  async function pay(): Promise<void> {
    const today = dayOf(new Date());
    for (let n = 0; !stopped; n++) {
      const [orderNumber, name] = [`F-${randomUUID().slice(0, 18)}`, randomUUID()];
      for (;;) {
        const answer = await ask(`${base()}/api/v1/payments`, {
          method: "POST",
          headers: { authorization: `Bearer ${stand.key}`, "content-type": "application/json", "idempotency-key": name },
          body: JSON.stringify({ grant: stand.grants[n % stand.grants.length], amountCents: 1, orderNumber, paidOn: today }),
        }).catch(() => undefined);
        if (answer && answer.status < 300) {
          ledger.paid.add(orderNumber);
          break;
        }
        ledger.unanswered++;
        if (stopped) return;
        await sleep(pace * 4);
      }
      await sleep(pace);
    }
  }

  const work = [send(), pay(), pay(), ...drafts.slice(0, 8).map(save)];
  return {
    async stop() {
      stopped = true;
      await Promise.all(work);
    },
  };
}

/** What was promised and is not so, and what was done twice. */
export interface Account {
  acknowledged: number;
  lost: string[];
  doubled: string[];
  /** What no sequence of acts may break: sums, gauges, the chain of the log. */
  broken: string[];
}

export async function settle({ db, world }: Stand, ledger: Ledger): Promise<Account> {
  const lost: string[] = [];
  const sent = new Set(
    (
      await sql<{ id: string }>`SELECT a.id FROM application a WHERE a.state <> 'draft' AND a.number IS NOT NULL
      AND EXISTS (SELECT 1 FROM application_snapshot s WHERE s.application = a.id AND s.sha256 = a.content_sha256)`.execute(db)
    ).rows.map(({ id }) => id),
  );
  for (const id of ledger.sent) if (!sent.has(id)) lost.push(`file ${id} was sent`);
  const payments = await sql<{ number: string; times: number }>`
    SELECT p.order_number AS number, count(*)::int AS times FROM payment p WHERE p.state = 'paid' AND p.order_number LIKE 'F-%' GROUP BY 1`.execute(
    db,
  );
  const paid = new Map(payments.rows.map(({ number, times }) => [number, times]));
  for (const number of ledger.paid) if (!paid.has(number)) lost.push(`payment ${number} was recorded`);
  const doubled = [...paid].filter(([, times]) => times > 1).map(([number]) => `payment ${number}`);
  const titles = await sql<{
    id: string;
    title: string;
  }>`SELECT id, content->>'title' AS title FROM application WHERE id = ANY(${[...ledger.saved.keys()]}::uuid[])`.execute(db);
  for (const { id, title } of titles.rows)
    if (Number(title?.replace("Titre ", "")) < ledger.saved.get(id)!)
      lost.push(`draft ${id} was saved as ${ledger.saved.get(id)}, is “${title}”`);
  const numbers = await sql<{
    n: number;
  }>`SELECT count(*)::int - count(DISTINCT number)::int AS n FROM application WHERE number IS NOT NULL`.execute(db);
  const chain = await verifyChain(db);
  return {
    acknowledged: ledger.sent.size + ledger.paid.size + [...ledger.saved.values()].reduce((sum, n) => sum + n, 0),
    lost,
    doubled,
    broken: [
      ...(await moneyFaults(db, world)),
      ...(numbers.rows[0]!.n > 0 ? ["two files have one number"] : []),
      ...(chain.broken ? [`the log: ${chain.broken.fault} at ${chain.broken.id}`] : []),
    ],
  };
}

/** Waits until no job and no mail is left to do, bringing forward those that wait for a later try. False after `ms`. */
export async function drained({ db }: Stand, ms = 120_000): Promise<boolean> {
  for (const until = performance.now() + ms; performance.now() < until; await sleep(500)) {
    // A job whose process was killed stays locked for hours: what a supervisor's clean-up, or time, would free.
    await sql`UPDATE graphile_worker._private_jobs SET run_at = now(), locked_at = NULL, locked_by = NULL
      WHERE (run_at > now() OR locked_at IS NOT NULL) AND attempts < max_attempts AND NOT EXISTS (
        SELECT 1 FROM pg_stat_activity s WHERE s.application_name LIKE '%graphile%' AND s.state = 'active')`
      .execute(db)
      .catch(() => undefined);
    const { rows } = await sql<{ n: number }>`SELECT (SELECT count(*) FROM outgoing_mail WHERE state = 'queued')::int
      + (SELECT count(*) FROM graphile_worker.jobs j WHERE j.task_identifier IN ('receipt', 'send_mail') AND j.attempts < j.max_attempts)::int AS n`.execute(
      db,
    );
    if (rows[0]!.n === 0) return true;
  }
  return false;
}

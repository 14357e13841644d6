import { z } from "zod";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { mainLanguage } from "../../platform/i18n/languages.ts";
import { dayOf } from "../../platform/instants.ts";
import { enqueue, type Task } from "../../platform/jobs/jobs.ts";
import type { Log } from "../../platform/log.ts";
import { queueMail } from "../../platform/mail/actions.ts";
import { type AnchorServices, makeAnchor } from "../anchor/actions.ts";
import { type VerificationServices, verifyLog } from "./actions.ts";
import { lastWholeCheck } from "./store.ts";

export const VERIFY_TASK = "verify_log";
export const ANCHOR_TASK = "anchor_log";
const clock: Pick<Actor, "id" | "name"> = { id: "clock", name: "Nightly verification" };
const asked = z.object({ by: z.object({ id: z.string(), name: z.string() }).optional() });
const WEEK_MS = 6.5 * 86_400_000;

/** Verifies the log: every night from where the last verification ended, once a week and when a person asks for it the whole of it. */
export function verifyTask(services: VerificationServices, log: Log): Task {
  return async (payload) => {
    const { by } = asked.catch({}).parse(payload);
    const whole = await lastWholeCheck(services.db);
    const due = by !== undefined || !whole || Date.now() - whole.at.getTime() > WEEK_MS;
    const { chain, fault } = await verifyLog(services, by ?? clock, { whole: due });
    if (fault) log.error({ fault: fault.fault, at: fault.at }, "the log does not hold: see /bureau/journal and run audit verify");
    else log.info({ entries: chain.entries, whole: due }, "the log holds");
  };
}

/** Asks for a verification of the whole log in the name of a person: one waits at most. */
export function askToVerify(db: Database, { id, name }: Actor): Promise<void> {
  return enqueue(db, VERIFY_TASK, { by: { id, name } }, { key: VERIFY_TASK, maxAttempts: 2 });
}

/** Anchors the head of the log once a day of the city: asked each hour, so that a machine that was off makes up for it. */
export function anchorTask(services: AnchorServices & { anchorMail: string | undefined }, log: Log): Task {
  return async () => {
    const today = dayOf(new Date());
    const made = await makeAnchor(services, {
      unless: (last) => last !== undefined && dayOf(new Date(last.anchor.made_at)) === today,
      also: (trx, line) => mailAnchor(trx, services.anchorMail, line),
    });
    if (made.ok) log.info({ number: made.signed.anchor.number }, "the head of the log is anchored");
    else if (made.reason === "broken") log.error({ ...made.report.broken }, "the log does not hold and was not anchored: run audit verify");
  };
}

/** Sends an anchor to whom the city chose, outside: what they keep, nobody here can change. */
export async function mailAnchor(trx: Database, to: string | undefined, line: string): Promise<void> {
  if (!to) return;
  const { anchor } = JSON.parse(line) as { anchor: { number: number; site: string } };
  const params = { number: anchor.number, site: anchor.site, line };
  await queueMail(trx, { to, locale: mainLanguage(), template: "log_anchor", params, dedupeKey: `log anchor ${anchor.number} ${to}` });
}

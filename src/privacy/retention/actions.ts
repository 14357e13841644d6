import type { Actor } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";
import { forgetFile } from "../../platform/intake/sizes-store.ts";
import { type RuleId, ruleOf, type Term, type Terms, termIn } from "../../platform/retention/rules.ts";
import type { Desk, OwnRoom, Room } from "./room.ts";
import { rooms } from "./rooms.ts";
import { insertResult, insertRun, type Occasion, type Result } from "./run-store.ts";
import { type Due, dueOf, keysDue, lockRetention } from "./source-store.ts";

const BATCH = 200;
export const clock: Actor = { id: "clock", name: "Retention", role: "system" };

/** What retention would do, or does, under the settings of a city. */
export interface Policy {
  terms: Terms;
  /** The agreement of the archives: without it, what is public archives stays whole. */
  visa: string | null;
}

export interface Planned extends Due {
  rule: RuleId;
  term: Term;
  /** Due, and kept for want of the agreement of the archives. */
  waits: boolean;
}

const own = (room: Room | OwnRoom): room is OwnRoom => "erase" in room;
const waits = (rule: RuleId, { visa }: Policy) => (ruleOf(rule).archives ?? false) && visa === null;

/** A dry run: counts, the oldest, when the next is due. Nothing is written. */
export async function planRetention(desk: Desk, policy: Policy, now: Date): Promise<Planned[]> {
  const plan: Planned[] = [];
  for (const room of rooms) {
    const term = termIn(policy.terms, room.rule);
    const dues = own(room) ? [await room.due(desk, now)] : await each(room.parts, ({ source }) => dueOf(desk.db, source, term, now));
    plan.push({ rule: room.rule, term, waits: waits(room.rule, policy), ...together(dues) });
  }
  return plan;
}

function together(dues: Due[]): Due {
  const nexts = dues.flatMap(({ next }) => (next ? [next.getTime()] : []));
  return {
    due: dues.reduce((sum, { due }) => sum + due, 0),
    held: dues.reduce((sum, { held }) => sum + held, 0),
    next: nexts.length > 0 ? new Date(Math.min(...nexts)) : null,
    examples: dues.flatMap(({ examples }) => examples).slice(0, 5),
  };
}

/**
 * Erases what is due, batch by batch, each in a transaction; a rule that fails leaves the others alone. What was done is
 * kept, rule by rule, with its term. `only`: these rules.
 */
export async function applyRetention(
  desk: Desk,
  policy: Policy,
  options: { by?: Actor; occasion: Occasion; now: Date; only?: readonly RuleId[]; onFault?: (rule: RuleId, error: unknown) => void },
): Promise<Result[]> {
  const by = options.by ?? clock;
  const run = await insertRun(desk.db, options.occasion, by);
  const results: Result[] = [];
  for (const room of rooms) {
    if (options.only && !options.only.includes(room.rule)) continue;
    const term = termIn(policy.terms, room.rule);
    const result: Result = { rule: room.rule, term: `${term.count} ${term.unit}`, done: 0, held: 0, fault: null };
    try {
      if (waits(room.rule, policy)) continue;
      Object.assign(result, own(room) ? { done: await room.erase(desk, options.now) } : await carryOut(desk, room, term, options.now, by));
    } catch (error) {
      result.fault = faultOf(error);
      options.onFault?.(room.rule, error);
    }
    results.push(result);
    await insertResult(desk.db, run, result);
  }
  const done = Object.fromEntries(results.filter((one) => one.done > 0).map((one) => [one.rule, one.done]));
  if (Object.keys(done).length > 0)
    await desk.db.transaction().execute((trx) => logEvent(trx, { kind: "retention", id: String(run), document: { done } }, "applied", by));
  return results;
}

async function carryOut(desk: Desk, room: Room, term: Term, now: Date, by: Actor): Promise<{ done: number; held: number }> {
  await room.prepare?.(desk, term, now);
  let [done, held] = [0, 0];
  for (const part of room.parts) {
    const { due, held: stopped } = await dueOf(desk.db, part.source, term, now);
    held += stopped;
    // Never more turns than there were batches: what would not go does not hold the night.
    for (let turn = 0; turn <= due / BATCH; turn++) {
      const { keys, files } = await desk.db.transaction().execute(async (trx: Database) => {
        await lockRetention(trx);
        const keys = await keysDue(trx, part.source, term, now, BATCH);
        const files = keys.length > 0 ? await part.apply(trx, { keys, rule: room.rule, term, by }) : undefined;
        return { keys, files: files ?? [] };
      });
      await removeFiles(desk, files);
      done += keys.length;
      if (keys.length < BATCH) break;
    }
  }
  return { done, held };
}

/** The bytes go once nothing of the database names them: the same ones may be another record's too. */
export async function removeFiles(desk: Pick<Desk, "db" | "files">, digests: readonly string[]): Promise<void> {
  for (const sha256 of new Set(digests)) for (const gone of await forgetFile(desk.db, sha256)) await desk.files.remove(gone);
}

/** Which fault it was, and nothing of what it was about. */
function faultOf(error: unknown): string {
  const { name = "Error", code, constraint } = (error ?? {}) as { name?: string; code?: unknown; constraint?: unknown };
  return [name, code, constraint].filter((part) => typeof part === "string" && /^[\w-]{1,60}$/.test(part)).join(" ");
}

async function each<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

import { z } from "zod";
import { type Actor, may } from "../accounts/rights.ts";
import { logEvent } from "../audit/log.ts";
import type { Database } from "../database/connect.ts";
import type { Files } from "../files.ts";
import { enqueue } from "../jobs/jobs.ts";
import { SCAN_TASK } from "./actions.ts";
import { decide, lockCheck, takeSizes, waitAgain } from "./quarantine-store.ts";
import { scanner } from "./scanner.ts";

export type Decided = { ok: true } | { ok: false; reason: "forbidden" | "not_found" | "reason_required" | "state" | "no_scanner" };
const given = z.object({ reason: z.string().trim().min(5).max(1_000) });

interface Quarantine {
  db: Database;
  files: Files;
  /** The files whose names this person may not see: none of what came with them is decided by them. */
  hidden: readonly string[];
}

/** Opens a file that waits or that the scanner takes for infected: an administrator says why, and the log keeps it. */
export function releaseFile({ db, hidden }: Quarantine, file: string, input: unknown, by: Actor): Promise<Decided> {
  return decided(db, file, hidden, ["waiting", "infected"], input, by, async (trx, reason) => {
    await decide(trx, file, "released", by.id, reason);
    await logEvent(trx, { kind: "file", id: file, document: { reason } }, "released", by);
  });
}

/** Takes the bytes away for good; that there was a file, from whom, stays where it came. The same bytes are not taken in again. */
export async function deleteFile({ db, files, hidden }: Quarantine, file: string, input: unknown, by: Actor): Promise<Decided> {
  let gone: string[] = [];
  const done = await decided(db, file, hidden, ["waiting", "infected", "released"], input, by, async (trx, reason) => {
    gone = [file, ...(await takeSizes(trx, file))];
    await decide(trx, file, "deleted", by.id, reason);
    await logEvent(trx, { kind: "file", id: file, document: { reason } }, "deleted", by);
  });
  // After the decision: bytes without a decision are closed, a decision without bytes is done.
  if (done.ok) for (const one of gone) await files.remove(one);
  return done;
}

/** Has a file scanned anew: after new signatures, or once the scanner is back. Until then it stays closed. */
export async function scanAgain({ db, hidden }: Quarantine, file: string, by: Actor): Promise<Decided> {
  if (!may(by, "quarantine.manage")) return { ok: false, reason: "forbidden" };
  if (!scanner()) return { ok: false, reason: "no_scanner" };
  return db.transaction().execute(async (trx) => {
    const state = await lockCheck(trx, file, hidden);
    if (!state) return { ok: false, reason: "not_found" };
    if (state === "deleted") return { ok: false, reason: "state" };
    await waitAgain(trx, file);
    await enqueue(trx, SCAN_TASK, {}, { key: SCAN_TASK, queue: SCAN_TASK, maxAttempts: 1 });
    return { ok: true };
  });
}

async function decided(
  db: Database,
  file: string,
  hidden: readonly string[],
  from: readonly string[],
  input: unknown,
  by: Actor,
  work: (trx: Database, reason: string) => Promise<void>,
): Promise<Decided> {
  if (!may(by, "quarantine.manage")) return { ok: false, reason: "forbidden" };
  const parsed = given.safeParse(input);
  if (!parsed.success) return { ok: false, reason: "reason_required" };
  return db.transaction().execute(async (trx) => {
    const state = await lockCheck(trx, file, hidden);
    if (!state) return { ok: false, reason: "not_found" };
    if (!from.includes(state)) return { ok: false, reason: "state" };
    await work(trx, parsed.data.reason);
    return { ok: true };
  });
}

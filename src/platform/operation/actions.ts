import type { Actor } from "../accounts/rights.ts";
import { may } from "../accounts/rights.ts";
import { logEvent } from "../audit/log.ts";
import type { Database } from "../database/connect.ts";
import { cancelJob, retryJob } from "./store.ts";

const acts = { retry: retryJob, cancel: cancelJob };
export type JobAct = keyof typeof acts;

/** Has a job of the queue done again now, or takes it out of the queue. "gone": it ended, or is under way. */
export async function actOnJob(db: Database, act: JobAct, id: number, by: Actor): Promise<"done" | "gone" | "right"> {
  if (!may(by, "operation.manage")) return "right";
  return db.transaction().execute(async (trx) => {
    const task = await acts[act](trx, id);
    if (!task) return "gone";
    await logEvent(trx, { kind: "job", id: String(id), document: { task } }, act === "retry" ? "retried" : "cancelled", by);
    return "done";
  });
}

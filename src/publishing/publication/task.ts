import { z } from "zod";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { enqueue, type Task } from "../../platform/jobs/jobs.ts";
import type { Log } from "../../platform/log.ts";
import { type PublicationServices, publishFiles } from "./actions.ts";

export const PUBLISH_TASK = "publish_files";
/** Who publishes at night. */
export const CLOCK = "clock";
const clock: Actor = { id: CLOCK, name: "Nightly publication", role: "system" };
const asked = z.object({ by: z.object({ id: z.string(), name: z.string() }).optional() });

/** Publishes every night, and when someone asks for it. Whatever fails is tried again the night after, or asked for again. */
export function publishTask(services: PublicationServices, log: Log): Task {
  const onFault = (path: string, error: unknown) => log.error({ path, err: error }, "a file of the open data could not be made");
  return async (payload) => {
    const { by } = asked.catch({}).parse(payload);
    const result = await publishFiles({ ...services, onFault }, by ? { ...by, role: "system" } : clock);
    log.info({ outcome: result.outcome, number: result.outcome === "busy" ? undefined : result.manifest.number }, "publication");
  };
}

/** Asks for a publication in the name of a person: one waits at most. */
export function askToPublish(db: Database, { id, name }: Actor): Promise<void> {
  return enqueue(db, PUBLISH_TASK, { by: { id, name } }, { key: PUBLISH_TASK, maxAttempts: 2 });
}

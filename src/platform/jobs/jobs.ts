import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type JobHelpers, Logger, type LogLevel, parseCronItems, type Runner, run, type WorkerEvents } from "graphile-worker";
import { sql } from "kysely";
import type pg from "pg";
import type { Database } from "../database/connect.ts";
import { discreetly } from "../discreet.ts";
import type { Log } from "../log.ts";
import { cause, onBehalfOf } from "../telemetry/context.ts";
import type { Telemetry } from "../telemetry/types.ts";
import { freeOrphans } from "./orphans.ts";

/** What a task may know of the job that it does. */
export interface TaskHelpers {
  /** Counted from 1. */
  attempt: number;
  maxAttempts: number;
  /** Aborted when the process stops and the job takes too long. */
  signal: AbortSignal;
}
/** Does one job. It throws to be done again later, after exp(attempt) seconds: 3 s, 7 s, 20 s … 14 h at the 11th. */
export type Task = (payload: any, helpers: TaskHelpers) => Promise<void>;

/** A task done by the clock, once for all nodes: `match` is a line of crontab ("0 * * * *"), in UTC. */
export interface CronTask {
  task: string;
  match: string;
}

/** At most this many jobs at a time in one process. */
const CONCURRENCY = 2;
/** For jobs that wait for their hour: new ones are announced by the database at once. In milliseconds. */
const POLL_MS = 5_000;
const RESTART_MS = 5_000;

/**
 * Adds a job within the caller's transaction: it exists exactly if that commits, and starts after. `key`: one job at
 * most waits under it, a second replaces the first. `maxAttempts`: 25 when not said. `queue`: the jobs of one are done one
 * at a time. `later`: done when nothing else waits.
 */
export async function enqueue(
  trx: Database,
  task: string,
  payload: Record<string, unknown>,
  options: { key?: string; runAt?: Date; maxAttempts?: number; queue?: string; later?: true } = {},
): Promise<void> {
  // By which the log of the job is found from the request that asked for it.
  const asked = cause();
  const carried = asked ? { ...payload, [REQUEST]: asked.requestId } : payload;
  await sql`SELECT graphile_worker.add_job(identifier => ${task}, payload => ${JSON.stringify(carried)}::json,
    job_key => ${options.key ?? null}::text, run_at => ${options.runAt ?? null}::timestamptz,
    max_attempts => ${options.maxAttempts ?? null}::int, queue_name => ${options.queue ?? null}::text, priority => ${options.later ? 10 : null}::int)`.execute(
    trx,
  );
}

const REQUEST = "_request";

/** Connections that the jobs of one process need: one for each job under way, and one that waits for new ones. */
export const JOB_CONNECTIONS = CONCURRENCY + 1;

/**
 * Does the jobs of the database at `databaseUrl`, or where `pool` leads, until stopped, several processes side by side; a job is done by one, and that of a process that dies by another, within a minute.
 * While the database is away it tries again and again. `stop` lets the jobs under way end.
 */
export function startJobs(options: {
  databaseUrl: string;
  pool?: pg.Pool;
  tasks: Record<string, Task>;
  cron?: CronTask[];
  log: Log;
  telemetry?: Pick<Telemetry, "metrics" | "tracer">;
  sweepMs?: number;
}): {
  /** Whether this process does jobs now. */
  alive(): boolean;
  stop(): Promise<void>;
} {
  const { log } = options;
  const taskList = Object.fromEntries(
    Object.entries(options.tasks).map(([name, task]) => [
      name,
      (payload: unknown, helpers: JobHelpers) => watched(name, payload, log, options.telemetry, (own) => task(own, helpersOf(helpers))),
    ]),
  );
  // Hours that cannot be read stop the start, not the jobs.
  const parsedCronItems = parseCronItems((options.cron ?? []).map(({ task, match }) => ({ task, match, identifier: task })));
  const stopping = new AbortController();
  let runner: Runner | undefined;
  const orphans = freeOrphans(() => options.databaseUrl, log, options.sweepMs);
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => orphans.name(workerPool.id));
  const work = async () => {
    while (!stopping.signal.aborted) {
      try {
        runner = await run({
          ...(options.pool ? { pgPool: options.pool } : { connectionString: options.databaseUrl, maxPoolSize: JOB_CONNECTIONS }),
          concurrency: CONCURRENCY,
          pollInterval: POLL_MS,
          noHandleSignals: true,
          events,
          logger: new Logger(() => logLine(log)),
          taskList,
          parsedCronItems,
        });
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        log.error({ reason: String(error) }, "the jobs stopped: trying again");
      }
      runner = undefined;
      await sleep(RESTART_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const ended = work();
  return {
    alive: () => runner !== undefined && !stopping.signal.aborted,
    async stop() {
      stopping.abort();
      await runner?.stop().catch(() => {});
      await ended;
      await orphans.stop();
    },
  };
}

/** Does a job on behalf of the request that asked for it, and measures it. */
async function watched(
  task: string,
  payload: unknown,
  log: Log,
  telemetry: Pick<Telemetry, "metrics" | "tracer"> | undefined,
  work: (payload: unknown) => Promise<void>,
): Promise<void> {
  const { [REQUEST]: carried, ...own } = (payload ?? {}) as Record<string, unknown>;
  const requestId = typeof carried === "string" ? carried : randomUUID();
  const [started, trace] = [performance.now(), telemetry?.tracer?.job(task)];
  let fault: unknown;
  try {
    await onBehalfOf({ requestId, trace }, () => work(own));
  } catch (error) {
    // The queue keeps the message of what failed, and its log tells it.
    fault = discreetly(error);
    throw fault;
  } finally {
    const ms = Math.round(performance.now() - started);
    telemetry?.metrics?.jobDone({ task, failed: fault !== undefined, seconds: ms / 1_000 });
    trace?.end(fault);
    log.debug({ requestId, task, ms, failed: fault !== undefined }, "job");
  }
}

const helpersOf = ({ job, abortSignal }: JobHelpers): TaskHelpers => ({
  attempt: job.attempts,
  maxAttempts: job.max_attempts,
  signal: abortSignal,
});

// Its most talkative lines hold the address of the database with its password, and payloads: they are left out.
function logLine(log: Log) {
  return (level: LogLevel, message: string) => {
    if (level === "error") log.error(message);
    else if (level === "warning") log.warn(message);
    else if (level === "info") log.debug(message);
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import { type JobHelpers, Logger, type LogLevel, parseCronItems, type Runner, run } from "graphile-worker";
import { sql } from "kysely";
import type { Database } from "../database/connect.ts";
import type { Log } from "../log.ts";

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
  await sql`SELECT graphile_worker.add_job(identifier => ${task}, payload => ${JSON.stringify(payload)}::json,
    job_key => ${options.key ?? null}::text, run_at => ${options.runAt ?? null}::timestamptz,
    max_attempts => ${options.maxAttempts ?? null}::int, queue_name => ${options.queue ?? null}::text, priority => ${options.later ? 10 : null}::int)`.execute(
    trx,
  );
}

/**
 * Does the jobs of the database at `databaseUrl` until stopped, several processes side by side; a job is done by one.
 * While the database is away it tries again and again. `stop` lets the jobs under way end.
 */
export function startJobs(options: { databaseUrl: string; tasks: Record<string, Task>; cron?: CronTask[]; log: Log }): {
  stop(): Promise<void>;
} {
  const { log } = options;
  const taskList = Object.fromEntries(
    Object.entries(options.tasks).map(([name, task]) => [
      name,
      (payload: unknown, helpers: JobHelpers) => task(payload, helpersOf(helpers)),
    ]),
  );
  // Hours that cannot be read stop the start, not the jobs.
  const parsedCronItems = parseCronItems((options.cron ?? []).map(({ task, match }) => ({ task, match, identifier: task })));
  const stopping = new AbortController();
  let runner: Runner | undefined;
  const work = async () => {
    while (!stopping.signal.aborted) {
      try {
        runner = await run({
          connectionString: options.databaseUrl,
          maxPoolSize: CONCURRENCY + 1,
          concurrency: CONCURRENCY,
          pollInterval: POLL_MS,
          noHandleSignals: true,
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
    async stop() {
      stopping.abort();
      await runner?.stop().catch(() => {});
      await ended;
    },
  };
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

import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../log.ts";

/** Of our advisory locks: the first of the two numbers of one that says "this worker lives". */
const ALIVE = 726_901;
const SWEEP_MS = 20_000;
const AGAIN_MS = 2_000;

/**
 * Frees the jobs of workers that died in the middle: killed, or their machine lost. Each worker's name (of a pool of them, which is what locks a job) is held as an
 * advisory lock for as long as its process is connected; a job whose worker's lock is free at two looks in a row is
 * given back to the queue. Without it the queue waits four hours. `name` is told of each worker of this process.
 */
export function freeOrphans(
  databaseUrl: () => string,
  log: Log,
  sweepMs = SWEEP_MS,
): { name(worker: string): void; stop(): Promise<void> } {
  const names = new Set<string>();
  const stopping = new AbortController();
  let client: pg.Client | undefined;
  let suspects: string[] = [];
  const hold = (worker: string) => client?.query("SELECT pg_advisory_lock_shared($1, hashtext($2))", [ALIVE, worker]);

  async function sweep(client: pg.Client): Promise<void> {
    const { rows } = await client.query<{ worker: string }>(
      `SELECT DISTINCT j.locked_by AS worker FROM graphile_worker._private_jobs j WHERE j.locked_by IS NOT NULL AND NOT EXISTS (
        SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objid = (hashtext(j.locked_by)::bigint & 4294967295)::oid
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
      [ALIVE],
    );
    const silent = rows.map(({ worker }) => worker);
    const dead = silent.filter((worker) => suspects.includes(worker));
    suspects = silent;
    if (dead.length === 0) return;
    await client.query("SELECT graphile_worker.force_unlock_workers($1::text[])", [dead]);
    log.warn({ workers: dead.length }, "jobs of workers that died were given back");
  }

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      const own = new pg.Client({
        connectionString: databaseUrl(),
        application_name: "ville-monde workers",
        connectionTimeoutMillis: 10_000,
      });
      const lost = new Promise<void>((resolve) => own.on("error", () => resolve()).on("end", () => resolve()));
      try {
        await own.connect();
        client = own;
        for (const worker of names) await hold(worker);
        while (!stopping.signal.aborted) {
          await Promise.race([lost, sleep(sweepMs, undefined, { signal: stopping.signal, ref: false })]);
          await sweep(own);
        }
      } catch (error) {
        if (!stopping.signal.aborted) log.debug({ reason: String(error) }, "the watch over workers was lost: taking it up again");
      }
      client = undefined;
      await own.end().catch(() => {});
      await sleep(AGAIN_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  }
  const watching = watch();
  return {
    name(worker) {
      names.add(worker);
      hold(worker)?.catch(() => {});
    },
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

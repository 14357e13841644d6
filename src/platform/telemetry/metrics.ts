import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../database/connect.ts";
import { dayOf } from "../instants.ts";
import { diskOf } from "../operation/disk.ts";
import type { Figures } from "../operation/rules.ts";
import { readFigures } from "../operation/store.ts";
import { refusalsOf } from "../refusals/store.ts";
import { version } from "../version.ts";
import { pageCacheCounts } from "../web/page-cache.ts";
import type { Metrics } from "./types.ts";

export interface Measured {
  db: Database;
  dataDir: string;
  pool?: { totalCount: number; idleCount: number; waitingCount: number } | undefined;
  jobsAlive?: (() => boolean) | undefined;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const epoch = (at: Date | null) => (at ? at.getTime() / 1_000 : 0);

/** Gauges of the whole site, of the same value on every node: take the maximum, not the sum. */
const ofSite: [name: string, help: string, value: (figures: Figures) => number][] = [
  ["jobs_waiting", "Jobs that nothing has tried yet", (f) => f.jobsWaiting],
  ["jobs_retrying", "Jobs that failed and will be tried again", (f) => f.jobsRetrying],
  ["jobs_running", "Jobs under way", (f) => f.jobsRunning],
  ["jobs_failed", "Jobs given up", (f) => f.jobsFailed],
  ["jobs_oldest_seconds", "How long the job that should have begun first has waited", (f) => f.oldestJobSeconds],
  ["mails_queued", "Mails about to leave", (f) => f.mailsQueued],
  ["mails_failed", "Mails that no server took", (f) => f.mailsFailed],
  ["mails_kept", "Mails kept for want of a server", (f) => f.mailsKept],
  ["nodes", "Nodes alive", (f) => f.nodes],
  ["database_bytes", "Size of the database", (f) => f.databaseBytes],
  ["database_connections", "Connections to the database, of whoever", (f) => f.connections],
  ["backup_last_timestamp_seconds", "When a backup was last made, 0: never", (f) => epoch(f.lastBackup)],
  ["backup_tried_timestamp_seconds", "When a backup was last restored and compared, 0: never", (f) => epoch(f.lastBackupTried)],
  ["backup_fault_timestamp_seconds", "When a backup last failed, 0: never", (f) => epoch(f.lastBackupFault)],
  ["anchor_last_timestamp_seconds", "When the log was last anchored, 0: never", (f) => epoch(f.lastAnchor)],
];

export function makeMetrics({ db, dataDir, pool, jobsAlive }: Measured): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const named = (name: string) => `ville_monde_${name}`;
  const gauge = (name: string, help: string, labelNames: string[] = []) => new Gauge({ name: named(name), help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[]) => new Counter({ name: named(name), help, labelNames, registers });

  gauge("info", "Version of the program", ["version"]).set({ version: version() }, 1);
  const requests = counter("http_requests_total", "Requests answered", ["method", "route", "status"]);
  const refusals = counter("rate_limit_refusals_total", "Requests refused as there were too many", ["route"]);
  const latency = new Histogram({
    name: named("http_request_duration_seconds"),
    help: "Time to the head of the answer",
    labelNames: ["method", "route"],
    buckets: SECONDS,
    registers,
  });
  const jobs = counter("jobs_done_total", "Jobs that ended", ["task", "outcome"]);
  const jobTime = new Histogram({
    name: named("job_duration_seconds"),
    help: "Time of a job",
    labelNames: ["task"],
    buckets: [0.1, 1, 10, 60, 600],
    registers,
  });
  const cache = counter("page_cache_total", "Public pages given from memory, or made", ["from"]);
  const connections = gauge("pool_connections", "Connections of this node’s pool; waiting: requests for one", ["state"]);
  const disk = gauge("disk_free_bytes", "Free on the disk of the data folder");
  const up = gauge("up", "1: the database answers");
  const working = gauge("jobs_alive", "1: this node does jobs");
  const refused = gauge("refused_today", "Refused by all nodes since midnight: limits, policies of pages, forms of other sites", [
    "sort",
    "detail",
  ]);
  const site = ofSite.map(([name, help, value]) => ({ gauge: gauge(name, help), value }));

  return {
    answered({ method, route, status, seconds }) {
      requests.inc({ method, route, status: String(status) });
      latency.observe({ method, route }, seconds);
      if (status === 429) refusals.inc({ route });
    },
    jobDone({ task, failed, seconds }) {
      jobs.inc({ task, outcome: failed ? "failed" : "done" });
      jobTime.observe({ task }, seconds);
    },
    async text() {
      cache.reset();
      cache.inc({ from: "memory" }, pageCacheCounts.given);
      cache.inc({ from: "made" }, pageCacheCounts.made);
      if (pool) {
        connections.set({ state: "idle" }, pool.idleCount);
        connections.set({ state: "busy" }, pool.totalCount - pool.idleCount);
        connections.set({ state: "waiting" }, pool.waitingCount);
      }
      if (jobsAlive) working.set(jobsAlive() ? 1 : 0);
      const free = await diskOf(dataDir);
      if (free) disk.set(free.free);
      try {
        const figures = await readFigures(db);
        for (const one of site) one.gauge.set(one.value(figures));
        refused.reset();
        for (const { sort, detail, count } of await refusalsOf(db, dayOf(new Date()))) refused.set({ sort, detail }, count);
        up.set(1);
      } catch {
        // What was true is not told as if it still were.
        for (const one of site) one.gauge.reset();
        up.set(0);
      }
      return { type: registry.contentType, body: await registry.metrics() };
    },
  };
}

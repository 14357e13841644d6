import { sql } from "kysely";
import type { Database } from "../database/connect.ts";
import type { Figures } from "./rules.ts";

/** A node that has not said for so long that it lives is taken for dead, in seconds. */
export const NODE_LIVES_SECONDS = 90;

export async function readFigures(db: Database): Promise<Figures> {
  const { rows } = await sql<Figures>`
    SELECT j.*, m.*, b.*,
      (SELECT count(*)::integer FROM node WHERE seen_at > now() - make_interval(secs => ${NODE_LIVES_SECONDS})) AS nodes,
      pg_database_size(current_database())::bigint AS database_bytes,
      (SELECT count(*)::integer FROM pg_stat_activity WHERE datname = current_database()) AS connections,
      (SELECT max(made_at) FROM audit_anchor) AS last_anchor,
      (SELECT max(name) FROM kysely_migration) AS last_migration
    FROM (SELECT count(*) FILTER (WHERE locked_at IS NULL AND attempts = 0)::integer AS jobs_waiting,
            count(*) FILTER (WHERE locked_at IS NULL AND attempts > 0 AND attempts < max_attempts)::integer AS jobs_retrying,
            count(*) FILTER (WHERE locked_at IS NOT NULL)::integer AS jobs_running,
            count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts)::integer AS jobs_failed,
            coalesce(extract(epoch FROM max(now() - run_at) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts AND run_at < now())), 0)::float8 AS oldest_job_seconds
          FROM graphile_worker._private_jobs) j,
      (SELECT count(*) FILTER (WHERE state = 'queued')::integer AS mails_queued, count(*) FILTER (WHERE state = 'failed')::integer AS mails_failed,
            count(*) FILTER (WHERE state = 'kept')::integer AS mails_kept
          FROM outgoing_mail WHERE state <> 'sent') m,
      (SELECT max(finished_at) FILTER (WHERE fault IS NULL) AS last_backup, max(verified_at) AS last_backup_tried,
            max(finished_at) FILTER (WHERE fault IS NOT NULL) AS last_backup_fault
          FROM backup_run WHERE kind <> 'restore') b`.execute(db);
  return rows[0]!;
}

/** A job of the queue, without what it is about: its payload may name a person. */
export interface JobSeen {
  id: number;
  task: string;
  attempts: number;
  maxAttempts: number;
  runAt: Date;
  runningSince: Date | null;
  /** What it failed by last, as it was thrown: to be cleared of values before it is shown. */
  lastError: string | null;
}

export const JOBS_SHOWN = 100;

/** Those given up first, then those being tried again, then the others. */
export async function listJobs(db: Database): Promise<JobSeen[]> {
  const { rows } = await sql<JobSeen>`
    SELECT j.id, t.identifier AS task, j.attempts, j.max_attempts, j.run_at, j.locked_at AS running_since, j.last_error
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    ORDER BY (j.attempts >= j.max_attempts AND j.locked_at IS NULL) DESC, (j.attempts > 0) DESC, j.run_at, j.id LIMIT ${JOBS_SHOWN}`.execute(
    db,
  );
  return rows;
}

/** Has a job that was given up, or waits for another try, done now. Its task; undefined when it is gone or under way. */
export async function retryJob(trx: Database, id: number): Promise<string | undefined> {
  const task = await taskOf(trx, id);
  if (!task) return undefined;
  const { rows } = await sql`SELECT 1 FROM graphile_worker.reschedule_jobs(ARRAY[${id}::bigint], run_at => now(), attempts => 0)`.execute(
    trx,
  );
  return rows.length > 0 ? task : undefined;
}

/** Takes a job out of the queue. Its task; undefined when it is gone or under way. */
export async function cancelJob(trx: Database, id: number): Promise<string | undefined> {
  const task = await taskOf(trx, id);
  if (!task) return undefined;
  const { rows } = await sql`SELECT 1 FROM graphile_worker.complete_jobs(ARRAY[${id}::bigint])`.execute(trx);
  return rows.length > 0 ? task : undefined;
}

async function taskOf(trx: Database, id: number): Promise<string | undefined> {
  const { rows } = await sql<{ task: string }>`
    SELECT t.identifier AS task FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    WHERE j.id = ${id} AND j.locked_at IS NULL FOR UPDATE OF j`.execute(trx);
  return rows[0]?.task;
}

export async function largestTables(db: Database, most: number): Promise<{ name: string; bytes: number; rows: number }[]> {
  const { rows } = await sql<{ name: string; bytes: number; rows: number }>`
    SELECT n.nspname || '.' || c.relname AS name, pg_total_relation_size(c.oid)::bigint AS bytes, greatest(c.reltuples, 0)::bigint AS rows
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema$)' ORDER BY 2 DESC, 1 LIMIT ${most}`.execute(db);
  return rows;
}

export async function serverVersion(db: Database): Promise<string> {
  const { rows } = await sql<{ version: string }>`SELECT current_setting('server_version') AS version`.execute(db);
  return rows[0]!.version;
}

export interface NodeSeen {
  host: string;
  pid: number;
  program: string;
  newest: string;
  startedAt: Date;
  seenAt: Date;
}

export async function liveNodes(db: Database): Promise<NodeSeen[]> {
  const { rows } = await sql<NodeSeen>`SELECT host, pid, program, newest, started_at, seen_at FROM node
    WHERE seen_at > now() - make_interval(secs => ${NODE_LIVES_SECONDS}) ORDER BY started_at, host, pid`.execute(db);
  return rows;
}

/** Says that a node lives, and forgets those that have been dead for a day. */
export async function sayAlive(db: Database, id: string, node: Omit<NodeSeen, "seenAt">): Promise<void> {
  await sql`INSERT INTO node (id, host, pid, program, newest, started_at)
    VALUES (${id}, ${node.host}, ${node.pid}, ${node.program}, ${node.newest}, ${node.startedAt})
    ON CONFLICT (id) DO UPDATE SET seen_at = now()`.execute(db);
  await sql`DELETE FROM node WHERE seen_at < now() - interval '1 day'`.execute(db);
}

export const forgetNode = async (db: Database, id: string): Promise<void> =>
  void (await sql`DELETE FROM node WHERE id = ${id}`.execute(db));

export async function appliedMigrations(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}

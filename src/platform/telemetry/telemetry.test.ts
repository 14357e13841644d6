import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { Hono } from "hono";
import { requestId } from "hono/request-id";
import { sql } from "kysely";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Database } from "../database/connect.ts";
import { enqueue, startJobs } from "../jobs/jobs.ts";
import type { AppEnv } from "../web/env.ts";
import { cause, onBehalfOf } from "./context.ts";
import { makeMetrics } from "./metrics.ts";
import { observe } from "./observe.ts";
import { bears, serveMetrics } from "./serve.ts";

let [db, url, end]: [Database, string, () => Promise<void>] = [undefined!, "", undefined!];
beforeAll(async () => {
  ({ db, url, end } = await openTestDatabase());
});
afterAll(() => end());

/** An application of three routes, and what is said of its requests. */
function watched(telemetry: Parameters<typeof observe>[0] = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: "debug", base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const app = new Hono<AppEnv>();
  app.use(requestId({ headerName: "" }));
  app.use(observe({ accessLog: log, ...telemetry }));
  app.get("/fr/projets/:id", async (c) => {
    const { rows } = await sql<{ query: string }>`SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()`.execute(db);
    return c.json({ id: c.get("requestId"), query: rows[0]!.query });
  });
  app.get("/livez", (c) => c.text("ok"));
  app.post("/api/*", (c) => c.text("too many", 429));
  app.get("/broken", () => {
    throw new Error("a fault");
  });
  app.onError((_, c) => c.text("failed", 500));
  return { app, lines };
}

test("each request is one line, by the pattern of its route: nothing of its address, its query or its sender", async () => {
  const { app, lines } = watched();
  const answer = (await (await app.request("/fr/projets/marked-id?q=marked-words", { headers: { cookie: "marked-cookie" } })).json()) as {
    id: string;
    query: string;
  };
  await app.request("/nothing/marked-path");
  await app.request("/broken");
  await app.request("/livez");
  expect(lines.map(({ method, route, status, level }) => [method, route, status, level])).toEqual([
    ["GET", "/fr/projets/:id", 200, 30],
    ["GET", expect.stringMatching(/\*/), 404, 30],
    ["GET", "/broken", 500, 30],
    ["GET", "/livez", 200, 20],
  ]);
  expect(JSON.stringify(lines)).not.toContain("marked");
  // What it asked of the database bears its number.
  expect(lines[0]!.requestId).toBe(answer.id);
  expect(answer.query).toContain(`/* request ${answer.id} */`);
});

test("a job is done on behalf of the request that asked for it, whose number is not among what it is given", async () => {
  let seen: unknown;
  await onBehalfOf({ requestId: "request-7" }, () => enqueue(db, "look", { one: 1 }));
  const jobs = startJobs({
    databaseUrl: url,
    log: pino({ level: "silent" }),
    tasks: { look: async (payload) => void (seen = [payload, cause()?.requestId]) },
  });
  await vi.waitFor(() => expect(seen).toEqual([{ one: 1 }, "request-7"]), { timeout: 60_000 });
  expect(jobs.alive()).toBe(true);
  await jobs.stop();
  expect(jobs.alive()).toBe(false);
  // What is no number of ours is written nowhere.
  expect(onBehalfOf({ requestId: "*/ DROP TABLE event; /*" }, cause)).toBeUndefined();
});

describe("measures", () => {
  test("count requests by route and status, refusals, and the site; without the database they say so", async () => {
    const metrics = makeMetrics({ db, dataDir: tmpdir(), pool: { totalCount: 3, idleCount: 1, waitingCount: 0 }, jobsAlive: () => true });
    const { app } = watched({ metrics });
    for (const id of ["a", "b"]) await app.request(`/fr/projets/${id}`);
    await app.request("/api/v1/x", { method: "POST" });
    await app.request("/fr/projets/a", { method: "MARKED" });
    metrics.jobDone({ task: "look", failed: true, seconds: 2 });
    await sql`INSERT INTO backup_run (kind, actor, actor_name, started_at, table_rows, verified_at) VALUES ('manual', 'cli', 'x', now(), 3, '2026-01-02T00:00:00Z')`.execute(
      db,
    );
    const { type, body } = await metrics.text();
    expect(type).toMatch(/^text\/plain/);
    for (const line of [
      'ville_monde_http_requests_total{method="GET",route="/fr/projets/:id",status="200"} 2',
      'ville_monde_http_request_duration_seconds_count{method="GET",route="/fr/projets/:id"} 2',
      'ville_monde_rate_limit_refusals_total{route="/api/*"} 1',
      'ville_monde_jobs_done_total{task="look",outcome="failed"} 1',
      'ville_monde_pool_connections{state="busy"} 2',
      `ville_monde_backup_tried_timestamp_seconds ${Date.UTC(2026, 0, 2) / 1000}`,
      "ville_monde_up 1",
      "ville_monde_jobs_alive 1",
    ])
      expect(body).toContain(`${line}\n`);
    for (const name of [
      "nodejs_eventloop_lag_seconds",
      "process_resident_memory_bytes",
      "ville_monde_disk_free_bytes",
      "ville_monde_jobs_oldest_seconds",
    ])
      expect(body).toMatch(new RegExp(`^${name} [\\d.e+-]+$`, "m"));
    expect(body).not.toContain("MARKED");
    const away = makeMetrics({
      db: {
        ...db,
        getExecutor: () => {
          throw new Error("away");
        },
      } as unknown as Database,
      dataDir: tmpdir(),
    });
    expect((await away.text()).body).toContain("ville_monde_up 0\n");
  });

  test("are told on a port of their own and nothing else is, or to who bears the token", async () => {
    const metrics = makeMetrics({ db, dataDir: tmpdir() });
    const served = await serveMetrics(metrics, { host: "127.0.0.1", port: 0 });
    const at = (path: string) => fetch(`http://127.0.0.1:${served.port}${path}`);
    expect((await at("/metrics")).status).toBe(200);
    expect((await at("/bureau")).status).toBe(404);
    await expect(serveMetrics(metrics, { host: "127.0.0.1", port: served.port })).rejects.toThrow(
      /cannot be opened \(EADDRINUSE\): set VILLE_MONDE_METRICS/,
    );
    await served.stop();
    expect(bears("Bearer a-token-of-twenty-signs", "a-token-of-twenty-signs")).toBe(true);
    for (const wrong of [undefined, "", "Bearer ", "Bearer a-token-of-twenty-sign", "Basic a-token-of-twenty-signs"])
      expect(bears(wrong, "a-token-of-twenty-signs")).toBe(false);
  });
});

test("traces hold the request by its pattern and its queries by their verb, and go where the settings say", async () => {
  const received: string[] = [];
  const collector = createServer(async (request, response) => {
    for await (const part of request) received.push(String(part));
    response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", `http://127.0.0.1:${(collector.address() as AddressInfo).port}`);
  const { otlpTracer } = await import("./otlp.ts");
  const tracer = otlpTracer();
  const { app } = watched({ tracer });
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  await app.request("/fr/projets/marked-id?q=marked-words", { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
  tracer.job("look").end(new Error("marked-error"));
  await tracer.stop();
  vi.unstubAllEnvs();
  collector.close();
  const told = received.join("");
  for (const word of ["GET /fr/projets/:id", '"SELECT"', "job look", traceId, "ville-monde"]) expect(told).toContain(word);
  expect(told).not.toContain("marked");
});

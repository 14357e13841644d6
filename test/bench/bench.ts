// `npm run bench`: what the program does at 10,000 projects, on this machine. Prints tables and keeps them in
// docs/performance.md. `--quick`: one second a measure, nothing kept. Never a test: numbers depend on the machine.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "@playwright/test";
import autocannon from "autocannon";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/platform/database/embedded.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { seedParis } from "../../src/register/seed/seed.ts";
import { chromiumPath } from "../support/chromium.ts";
import { generateProjects } from "./generate.ts";

const PROJECTS = 10_000;
const quick = process.argv.includes("--quick");
const seconds = quick ? 1 : 5;
const root = join(import.meta.dirname, "../..");
const port = 18_080;
const base = `http://localhost:${port}`;

interface Running {
  pid: number;
  readyMs: number;
  stop(): Promise<void>;
}

/** Starts the built program and waits until /healthz answers. */
async function run(env: Record<string, string>): Promise<Running> {
  const start = performance.now();
  const child = spawn(process.execPath, ["--max-semi-space-size=4", "dist/server/main.js"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", PORT: String(port), LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  while (!(await fetch(`${base}/healthz`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error("the program did not start");
    await sleep(20);
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    pid: child.pid!,
    readyMs: performance.now() - start,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

const memory = (pid: number) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);

async function measure(what: string, paths: string[]): Promise<string> {
  const result = await autocannon({
    url: base,
    connections: 10,
    duration: seconds,
    requests: paths.map((path) => ({ path, headers: { "accept-encoding": "br" } })),
  });
  const row = `| ${what} | ${Math.round(result.requests.average).toLocaleString("en")} | ${result.latency.p50} | ${result.latency.p99} |${result.non2xx > 0 ? ` ${result.non2xx} not 2xx` : ""}`;
  console.log(row);
  return row;
}

/** What a first visit brings over the wire, in kilobytes: the page, its styles, fonts and scripts, compressed as served. */
async function firstVisit(paths: [what: string, path: string, budget: number][]): Promise<string[]> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const rows: string[] = [];
  for (const [what, path, budget] of paths) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send("Network.enable");
    let bytes = 0;
    wire.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(base + path, { waitUntil: "networkidle" });
    const kilobytes = bytes / 1000;
    rows.push(`| ${what} | ${kilobytes.toFixed(1)} | ${budget} | ${kilobytes <= budget ? "yes" : "**no**"} |`);
    console.log(rows.at(-1));
    await context.close();
  }
  await browser.close();
  return rows;
}

const folder = mkdtempSync(join(tmpdir(), "ville-monde-bench-"));
try {
  const first = await run({ VILLE_MONDE_DATA: join(folder, "fresh") });
  await first.stop();
  const warm = await run({ VILLE_MONDE_DATA: join(folder, "fresh") });
  await warm.stop();

  const server = await startEmbeddedPostgres({ dataDir: join(folder, "load") });
  try {
    await migrate(server.url);
    await seedParis(server.url);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await generateProjects(client, PROJECTS);
    await client.end();
    const program = await run({ VILLE_MONDE_DATA: join(folder, "program"), DATABASE_URL: server.url });
    const id = (i: number) => `bench-${String(1 + (i % PROJECTS)).padStart(6, "0")}`;
    const many = Array.from({ length: 2_000 }, (_, i) => i);
    const idle = memory(program.pid);
    const rows = [
      await measure("home", ["/fr"]),
      await measure("project list, one address", ["/fr/projets"]),
      await measure(
        "project list, 2,000 addresses (filters, sorts, pages)",
        many.map((i) => `/fr/projets?min=${i}&sort=${["recent", "name", "amount", "start"][i % 4]}&page=${1 + (i % 50)}`),
      ),
      await measure("project page, one address", [`/fr/projets/${id(4)}`]),
      await measure(
        "project page, 2,000 addresses",
        many.map((i) => `/fr/projets/${id(i)}`),
      ),
      await measure("map page", ["/fr/carte"]),
      await measure("map data (/data/projects.geojson)", ["/data/projects.geojson"]),
      await measure("search, one address", ["/fr/recherche?q=assainissement"]),
      await measure(
        "search, 2,000 addresses",
        many.map((i) => `/fr/recherche?q=projet+${i}`),
      ),
    ];
    const busy = memory(program.pid);
    const visits = await firstVisit([
      ["home", "/fr", 50],
      ["partners", "/fr/partenaires", 50],
      ["project list", "/fr/projets", 50],
      ["project", `/fr/projets/${id(4)}`, 50],
      ["figures", "/fr/chiffres", 50],
      ["programmes", "/fr/programmes", 50],
      ["search", "/fr/recherche?q=eau", 50],
      ["data", "/fr/donnees", 50],
      ["contact", "/fr/contact", 50],
      ["map", "/fr/carte", 100],
    ]);
    await program.stop();
    const report = [
      `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}, the program's own PostgreSQL, ${PROJECTS.toLocaleString("en")} projects; client and server on the same machine, 10 connections, ${seconds} s each, brotli.`,
      "",
      "| what | requests/s | p50 ms | p99 ms |",
      "|---|---:|---:|---:|",
      ...rows,
      "",
      "| first visit, 360 px | kB | budget | within |",
      "|---|---:|---:|---|",
      ...visits,
      "",
      `Start to /healthz: ${(first.readyMs / 1000).toFixed(1)} s from nothing (database made, Paris loaded), ${(warm.readyMs / 1000).toFixed(1)} s warm. Memory of the process: ${idle} MB after start, ${busy} MB after all of the above.`,
    ].join("\n");
    console.log(report);
    if (!quick) {
      const path = join(root, "docs/performance.md");
      writeFileSync(
        path,
        readFileSync(path, "utf8").replace(
          /<!-- measured -->[\s\S]*<!-- \/measured -->/,
          `<!-- measured -->\n${report}\n<!-- /measured -->`,
        ),
      );
    }
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// `npm run bench -- register`: the public side at 10,000 projects.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/platform/database/embedded.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { seedParis } from "../../src/register/seed/seed.ts";
import { chromiumPath } from "../support/chromium.ts";
import { firstVisits, visitBudget, visitParts } from "../support/first-visit.ts";
import { countries, generateProjects } from "./generate.ts";
import { ask, shoot, staticLimit, unasked } from "./measure.ts";
import { base, keep, load, machine, memory, run, seconds } from "./program.ts";

const folder = mkdtempSync(join(tmpdir(), "ville-monde-bench-"));
const PROJECTS = 10_000;
/** Budgets that this run did not keep, in words. */
const missed: string[] = [];
const WANTED_RATE = 2_000;
const WANTED_MB = 250;

/** What many ask for at once: the first answer, which makes the page, then the same one from memory. */
const oneAddress = (what: string, path: string) => row(what, path, [{ path }], true);

const newAddresses = (what: string, path: (i: number) => string) =>
  row(
    what,
    path(0),
    unasked((i) => path(i + 1)),
  );

async function row(what: string, path: string, requests: Parameters<typeof shoot>[0], asksFirst = false): Promise<string> {
  const { ms, bytes } = await ask(path);
  const { rate, p50, p99, failed } = await shoot(requests);
  const limit = await staticLimit(bytes, folder);
  const written = Math.round(rate).toLocaleString("en");
  if (what.startsWith("project ") && rate < WANTED_RATE) missed.push(`${what}: ${written}/s`);
  const columns = [asksFirst ? Math.round(ms) : "", (bytes / 1000).toFixed(1), written, p50, p99, Math.round(limit).toLocaleString("en")];
  const line = `| ${what} | ${columns.join(" | ")} | ${((rate / limit) * 100).toPrecision(2)} % | ${load()} |${failed > 0 ? ` ${failed} failed` : ""}`;
  console.log(line);
  return line;
}

/** What a first visit brings over the wire, in kilobytes (1,000 bytes), compressed as served, headers included. */
async function weigh(paths: [what: string, path: string][]): Promise<string[]> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const open = await firstVisits(await browser.newPage({ viewport: { width: 360, height: 740 } }));
  const rows: string[] = [];
  for (const [what, path] of paths) {
    const { parts, bytes } = await open(base + path);
    const budget = visitBudget(path).kB;
    const kB = (value: number) => (value / 1000).toFixed(1);
    const columns = visitParts.map((part) => kB(parts[part])).join(" | ");
    rows.push(`| ${what} | ${columns} | ${kB(bytes)} | ${budget} | ${bytes <= budget * 1000 ? "yes" : "**no**"} |`);
    console.log(rows.at(-1));
    if (bytes > budget * 1000) missed.push(`${what}: ${kB(bytes)} kB`);
  }
  await browser.close();
  return rows;
}

try {
  const first = await run({ VILLE_MONDE_DATA: join(folder, "fresh") });
  await first.stop();
  const warm = await run({ VILLE_MONDE_DATA: join(folder, "fresh") });
  await warm.stop();
  const startLoad = load();

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
    const idle = memory(program.pid);
    const listAddress = (i: number) => {
      const sort = ["recent", "name", "amount", "start"][i % 4];
      return `/fr/projets?country=${countries[i % countries.length]}&year=${2014 + (i % 11)}&min=${i}&sort=${sort}`;
    };
    const rows = [
      await oneAddress("home", "/fr"),
      await oneAddress("project list, one address", "/fr/projets"),
      await newAddresses("project list, a new filter each time", listAddress),
      await oneAddress("project page, one address", `/fr/projets/${id(4)}`),
      await newAddresses("project page, a new project each time", (i) => `/fr/projets/${id(i + 100)}`),
      await oneAddress("map page", "/fr/carte"),
      await oneAddress("map data (/data/projects.geojson)", "/data/projects.geojson"),
      await oneAddress("search, one address", "/fr/recherche?q=assainissement"),
      await newAddresses("search, new words each time", (i) => `/fr/recherche?q=projet+${i}`),
    ];
    const busy = memory(program.pid);
    if (busy > WANTED_MB) missed.push(`memory: ${busy} MB`);
    const visits = await weigh([
      ["home", "/fr"],
      ["partners", "/fr/partenaires"],
      ["project list", "/fr/projets"],
      ["project", `/fr/projets/${id(4)}`],
      ["figures", "/fr/chiffres"],
      ["programmes", "/fr/programmes"],
      ["search", "/fr/recherche?q=eau"],
      ["data", "/fr/donnees"],
      ["contact", "/fr/contact"],
      ["map", "/fr/carte"],
    ]);
    await program.stop();
    const report = [
      `${machine()}; ${PROJECTS.toLocaleString("en")} projects, 10 connections, ${seconds} s each, answers compressed with brotli. “Load” is the machine's load average at the end of each measure: above the number of processors, others were at work and the speeds are lower than the program's own.`,
      "",
      "| what | first answer ms | kB | requests/s | p50 ms | p99 ms | the limit/s | of the limit | load |",
      "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
      ...rows,
      "",
      "| first visit, 360 px, kB | page | styles | fonts | scripts | other | all | budget | within |",
      "|---|---:|---:|---:|---:|---:|---:|---:|---|",
      ...visits,
      "",
      `Start to /healthz: ${(first.readyMs / 1000).toFixed(1)} s from nothing (database made, Paris loaded), ${(warm.readyMs / 1000).toFixed(1)} s warm (load ${startLoad}). Memory of the process: ${idle} MB after start, ${busy} MB after all of the above.`,
      "",
      missed.length > 0 ? `**Budgets missed:** ${missed.join("; ")}.` : "Every budget is kept.",
    ].join("\n");
    keep("measured", report);
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

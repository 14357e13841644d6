// `npm run bench -- exchange`: an IATI file of 1,000, 10,000 and 100,000 activities comes in, goes out and is read.
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/platform/database/embedded.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { seedParis } from "../../src/register/seed/seed.ts";
import { generateIati } from "./generate-iati.ts";
import { ask, command, shoot, unasked } from "./measure.ts";
import { keep, load, machine, memory, quick, run, seconds } from "./program.ts";

const SIZES = quick ? [1_000] : [1_000, 10_000, 100_000];
/** The size at which others were measured. */
const COMPARED = 10_000;

/** Another publisher's server, d-portal on PostgreSQL, with the very same file of 10,000 activities on a machine of 2 processors: measured elsewhere, once. */
const PEER = "d-portal";
type Better = "less" | "more";
interface Measure {
  what: string;
  unit: string;
  better: Better;
  peer?: number;
}
const measures = {
  file: { what: "file that comes in", unit: "MB", better: "less" },
  import: { what: "IATI import, published", unit: "s", better: "less", peer: 213 },
  importRate: { what: "", unit: "activities/s", better: "more" },
  importNode: { what: "most memory: the command", unit: "MB", better: "less" },
  importDatabase: { what: "most memory: a session of the database", unit: "MB", better: "less" },
  iati: { what: "export iati.xml", unit: "s", better: "less" },
  iatiRate: { what: "", unit: "MB/s", better: "more" },
  iatiNode: { what: "most memory: the command", unit: "MB", better: "less" },
  threeSixty: { what: "export 360Giving", unit: "s", better: "less" },
  csv: { what: "export projects.csv", unit: "s", better: "less" },
  geojson: { what: "export projects.geojson", unit: "s", better: "less" },
  idle: { what: "server after its start", unit: "MB", better: "less" },
  listFirst: { what: "list of projects, first answer", unit: "ms", better: "less" },
  list: { what: "list, from memory", unit: "/s", better: "more", peer: 663 },
  listNew: { what: "list, a new filter each time", unit: "/s", better: "more", peer: 663 },
  pageFirst: { what: "one project, first answer", unit: "ms", better: "less" },
  page: { what: "one project, from memory", unit: "/s", better: "more", peer: 1_454 },
  pageNew: { what: "one project, a new one each time", unit: "/s", better: "more", peer: 1_454 },
  moneyFirst: { what: "money by country, first answer", unit: "ms", better: "less" },
  money: { what: "money by country, the same again", unit: "/s", better: "more", peer: 20 },
  moneyNew: { what: "money by country, a new filter each time", unit: "/s", better: "more", peer: 20 },
  moneyP50: { what: "", unit: "ms p50", better: "less", peer: 384 },
  mapFirst: { what: "points of the map, first answer", unit: "ms", better: "less" },
  map: { what: "points of the map, the same again", unit: "/s", better: "more", peer: 4 },
  mapBrotli: { what: "", unit: "kB, brotli", better: "less", peer: 694 },
  mapGzip: { what: "", unit: "kB, gzip", better: "less" },
  mapPage: { what: "page of the map, a new filter each time", unit: "/s", better: "more" },
  busy: { what: "server after all of the above", unit: "MB", better: "less", peer: 354 },
} satisfies Record<string, Measure>;
type Name = keyof typeof measures;
type Measured = Record<Name, number>;

async function measure(n: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "ville-monde-bench-"));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, "load") });
  try {
    await migrate(server.url);
    await seedParis(server.url);
    const file = join(folder, "activities.xml");
    await pipeline(Readable.from(generateIati(n)), createWriteStream(file));
    const result = { file: statSync(file).size / 1e6 } as Measured;
    const did = async (args: string[]) => {
      const done = await command(args, server.url, folder);
      console.log(
        `  ${n.toLocaleString("en")}: ${args[0]} ${args[1]}: ${(done.ms / 1000).toFixed(1)} s, ${done.nodeMB} MB (load ${load()})`,
      );
      if (done.code !== 0) throw new Error(`${args.join(" ")} ends with ${done.code}:\n${done.output.slice(-2_000)}`);
      return done;
    };
    const came = await did(["import", "iati", file, "--publish", "--licence", "CC0-1.0"]);
    Object.assign(result, {
      import: came.ms / 1000,
      importRate: (n / came.ms) * 1000,
      importNode: came.nodeMB,
      importDatabase: came.databaseMB,
    });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    // What the server does by itself within a minute of such a load.
    await client.query("VACUUM ANALYZE");
    const { rows } = await client.query(
      "SELECT id FROM published.project JOIN reported_activity a ON a.project = id AND a.own ORDER BY id",
    );
    const ids: string[] = rows.map(({ id }) => id);
    await client.end();
    if (ids.length !== n) throw new Error(`${ids.length} of ${n} activities are published as the city’s own`);
    const out = join(folder, "out");
    const exported = async (args: string[]) => (await did(["export", ...args, "--out", out])).ms / 1000;
    const went = await did(["export", "iati", "--out", out]);
    Object.assign(result, { iati: went.ms / 1000, iatiRate: statSync(out).size / 1e3 / went.ms, iatiNode: went.nodeMB });
    result.threeSixty = await exported(["360giving"]);
    result.csv = await exported(["csv", "--of", "projects"]);
    result.geojson = await exported(["geojson"]);
    Object.assign(result, await served(folder, server.url, ids));
    return result;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function served(folder: string, databaseUrl: string, ids: string[]): Promise<Partial<Measured>> {
  const program = await run({ VILLE_MONDE_DATA: join(folder, "program"), DATABASE_URL: databaseUrl });
  try {
    const idle = memory(program.pid);
    const same = async (path: string) => {
      const { ms } = await ask(path);
      // Once more: what is asked for often is pressed harder, beside the requests.
      await ask(path);
      return { first: ms, again: (await shoot([{ path }])).rate };
    };
    const list = await same("/fr/projets");
    const page = await same(`/fr/projets/${ids[ids.length >> 1]}`);
    const money = await same("/api/v1/money?by=country");
    const points = "/fr/carte/points.geojson";
    const map = await same(points);
    const sorts = ["recent", "name", "amount", "start"];
    const listNew = await shoot(unasked((i) => `/fr/projets?year=${2014 + (i % 11)}&min=${i}&sort=${sorts[i % 4]}`));
    const pageNew = await shoot(unasked((i) => `/fr/projets/${ids[(i * 7 + 100) % ids.length]}`));
    const moneyNew = await shoot(
      unasked((i) => `/api/v1/money?by=country&since=${1950 + (i % 70)}&until=${2014 + (Math.floor(i / 70) % 90)}`),
    );
    const mapPage = await shoot(unasked((i) => `/fr/carte?min=${i}`));
    return {
      idle,
      listFirst: list.first,
      list: list.again,
      listNew: listNew.rate,
      pageFirst: page.first,
      page: page.again,
      pageNew: pageNew.rate,
      moneyFirst: money.first,
      money: money.again,
      moneyNew: moneyNew.rate,
      moneyP50: moneyNew.p50,
      mapFirst: map.first,
      map: map.again,
      mapBrotli: (await ask(points, "br")).bytes / 1000,
      mapGzip: (await ask(points, "gzip")).bytes / 1000,
      mapPage: mapPage.rate,
      busy: memory(program.pid),
    };
  } finally {
    await program.stop();
  }
}

const three = (value: number) => {
  if (!Number.isFinite(value)) return "";
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
};

/** How many times better we are. */
function ahead({ better, peer }: Measure, own: number): number | undefined {
  if (peer === undefined || !Number.isFinite(own)) return undefined;
  return better === "less" ? peer / own : own / peer;
}

const results: Measured[] = [];
for (const size of SIZES) results.push(await measure(size));
const compared = results[SIZES.indexOf(COMPARED)];
const label = ({ what, unit }: Measure) => `${what ? `${what}, ` : "— "}${unit}`;
const rows = (Object.keys(measures) as Name[]).map((name) => {
  const one: Measure = measures[name];
  const own = results.map((result) => result[name]);
  const growth = own.length > 1 ? own.at(-1)! / own.at(-2)! : Number.NaN;
  const times = compared ? ahead(one, compared[name]) : undefined;
  return `| ${label(one)} | ${own.map(three).join(" | ")} | ${three(growth)} | ${one.peer ?? ""} | ${times === undefined ? "" : `${three(times)} ×`} |`;
});
const short = (Object.keys(measures) as Name[]).flatMap((name) => {
  const one: Measure = measures[name];
  const times = compared ? ahead(one, compared[name]) : undefined;
  return times !== undefined && times < 10 ? [`${label(one)}: ${three(times)} ×`] : [];
});
keep(
  "exchange",
  [
    `${machine()}; a file of ${SIZES.map((size) => size.toLocaleString("en")).join(", ")} activities (\`test/bench/generate-iati.ts\`, the same bytes each time), read by the program beside the data of Paris. Import and exports are commands, from their start to their end, database and files included; pages are asked for by 10 connections for ${seconds} s, compressed with brotli. “Growth” is the last size over the one before, ten times smaller: 10 is in proportion, 1 is not at all. ${PEER}: the same file of ${COMPARED.toLocaleString("en")} activities in d-portal on PostgreSQL, on another machine of 2 processors; “ahead” compares that size.`,
    "",
    `| what | ${SIZES.map((size) => size.toLocaleString("en")).join(" | ")} | growth | ${PEER} | ahead |`,
    `|---|${SIZES.map(() => "---:|").join("")}---:|---:|---:|`,
    ...rows,
    "",
    !compared
      ? "Nothing is compared at this size."
      : short.length > 0
        ? `**Not ten times ahead:** ${short.join("; ")}.`
        : "Every measure that was compared is at least ten times ahead.",
  ].join("\n"),
);

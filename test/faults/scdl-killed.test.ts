import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCity } from "../../src/platform/city.ts";
import { connect, type Database } from "../../src/platform/database/connect.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { importScdl } from "../../src/publishing/scdl/import/actions.ts";
import { testDatabase } from "../support/database.ts";

const ROWS = 1_500;
const header =
  "nomAttribuant,idAttribuant,dateConvention,nomBeneficiaire,idBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,notificationUE,pourcentageSubvention";
const csv = [
  header,
  ...Array.from(
    { length: ROWS },
    (_, i) => `Région Bretagne,23350001600040,2024-05-02,Corps ${i},,Objet ${i},${i + 1}.00,aide en numéraire,unique,2024-06-01,non,1`,
  ),
].join("\n");

let db: Database;
let url: string;
let end: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  url = database.url;
  const opened = connect(url);
  db = opened.db;
  end = async () => {
    await opened.close();
    await database.drop();
  };
});
afterAll(() => end());

const script = `
  import { readCity } from "./src/platform/city.ts";
  import { connect } from "./src/platform/database/connect.ts";
  import { importScdl } from "./src/publishing/scdl/import/actions.ts";
  const { db } = connect(process.env.DATABASE_URL, { max: 4 });
  const city = await readCity("data/paris");
  process.stdin.once("data", async () => {
    const bytes = new TextEncoder().encode(process.env.FILE);
    await importScdl({ db, city }, { name: "x.csv", bytes }, { id: "cli", name: "Command line", role: "system" }, { dryRun: false });
    console.log("answered");
    process.exit(0);
  });
  console.log("ready");`;

const written = async () =>
  (
    await sql<{ subsidies: number; origins: number; imports: number; events: number; bodies: number; entries: number }>`
      SELECT (SELECT count(*)::int FROM subsidy) AS subsidies, (SELECT count(*)::int FROM imported_grant) AS origins,
             (SELECT count(*)::int FROM exchange_import) AS imports, (SELECT count(*)::int FROM event) AS events,
             (SELECT count(*)::int FROM organisation) AS bodies, (SELECT count(*)::int FROM search_entry) AS entries`.execute(db)
  ).rows[0]!;

/** Imports in a process of its own, killed as by a power cut after so many milliseconds. True when it had answered. */
async function killedAfter(ms: number): Promise<boolean> {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: url, FILE: csv.slice(0, 120_000).replace(/\n[^\n]*$/, "") },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  while (!said.includes("ready")) await sleep(5);
  child.stdin.write("go\n");
  const ended = once(child, "exit");
  await Promise.race([ended, sleep(ms)]);
  child.kill("SIGKILL");
  await ended;
  await sleep(150);
  return said.includes("answered");
}

describe("an import that is killed", () => {
  it("has written nothing, and is done again as if it had never been", async () => {
    const before = await written();
    let inTheMiddle = 0;
    for (const ms of [60, 200, 450, 700, 1_000]) {
      if (await killedAfter(ms)) break;
      expect(await written()).toEqual(before);
      inTheMiddle++;
    }
    expect(inTheMiddle).toBeGreaterThan(0);
    const city = await readCity(join(projectRoot, "data/paris"));
    const done = await importScdl(
      { db, city },
      { name: "x.csv", bytes: new TextEncoder().encode(csv) },
      { id: "cli", name: "Command line", role: "system" },
      { dryRun: false },
    );
    expect(done).toMatchObject({ ok: true, written: true });
    expect(await written()).toMatchObject({ subsidies: before.subsidies + ROWS, origins: before.origins + ROWS });
  }, 120_000);
});

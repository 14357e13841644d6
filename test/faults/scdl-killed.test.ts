import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCity } from "../../src/platform/city.ts";
import type { Database } from "../../src/platform/database/connect.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { importScdl } from "../../src/publishing/scdl/import/actions.ts";
import { openTestDatabase } from "../support/database.ts";
import { killedAfter } from "../support/killed.ts";
import { rounds } from "../support/rounds.ts";

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
  ({ db, url, end } = await openTestDatabase({ paris: true }));
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

/** Imports in a process that is killed. True when it had answered. */
async function importKilledAfter(ms: number): Promise<boolean> {
  const file = csv.slice(0, 120_000).replace(/\n[^\n]*$/, "");
  return (await killedAfter(ms, ["--input-type=module-typescript", "-e", script], { DATABASE_URL: url, FILE: file })).includes("answered");
}

describe("an import that is killed", () => {
  it("has written nothing, and is done again as if it had never been", async () => {
    const before = await written();
    let inTheMiddle = 0;
    for (const ms of rounds([60, 200, 450, 700, 1_000], 3)) {
      if (await importKilledAfter(ms)) break;
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

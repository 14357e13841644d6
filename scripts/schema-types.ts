// Makes src/platform/database/schema.ts from a freshly migrated database; with --check, only says whether it is current.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../src/platform/database/embedded.ts";
import { migrate } from "../src/platform/database/migrate.ts";

const target = "src/platform/database/schema.ts";
const check = process.argv.includes("--check");
const folder = mkdtempSync(join(tmpdir(), "ville-monde-schema-"));
const server = await startEmbeddedPostgres({ dataDir: folder, fast: true });
try {
  await migrate(server.url);
  const made = check ? join(folder, "schema.ts") : target;
  const run = spawnSync("npx", ["kysely-codegen", "--config-file", "kysely-codegen.json", "--url", server.url, "--out-file", made], {
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(run.stdout + run.stderr);
  if (check && readFileSync(made, "utf8") !== readFileSync(target, "utf8")) {
    console.error(`${target} is not what the migrations make: run \`node scripts/schema-types.ts\`.`);
    process.exitCode = 1;
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

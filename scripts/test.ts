// `npm test`: builds, then runs all tests: Vitest on a real PostgreSQL, then the journeys in a real browser. The last
// line counts both. Arguments go to neither: to run one test, use `npx vitest run FILE` or `npx playwright test FILE`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "../test/support/chromium.ts";

if (!chromiumPath()) {
  console.error("The journeys need a browser: install Chromium (on Debian: apt-get install chromium), or set CHROMIUM_PATH.");
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "ville-monde-report-"));
const run = (args: string[], env: Record<string, string>) =>
  spawnSync("npx", args, { stdio: "inherit", env: { ...process.env, ...env } }).status ?? 1;
const read = (file: string) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);
const [unitReport, journeyReport] = [join(folder, "unit.json"), join(folder, "journeys.json")];

const unitStatus = run(["vitest", "run"], { VILLE_MONDE_TEST_REPORT: unitReport });
const journeyStatus = run(["playwright", "test"], { VILLE_MONDE_JOURNEY_REPORT: journeyReport });
const unit = read(unitReport) ?? { numPassedTests: 0, numFailedTests: 1 };
const journeys = read(journeyReport)?.stats ?? { expected: 0, unexpected: 1, flaky: 0 };
rmSync(folder, { recursive: true, force: true });

const passed = unit.numPassedTests + journeys.expected + journeys.flaky;
const broken = unitStatus !== 0 || journeyStatus !== 0;
// A runner that fails without a failed test (a broken file, a set-up that throws) still counts as a failure.
const failed = Math.max(unit.numFailedTests + journeys.unexpected, broken ? 1 : 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(broken ? 1 : 0);

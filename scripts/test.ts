// `npm test`: builds, then runs all tests: Vitest on a real PostgreSQL, then the journeys in a real browser. The last
// line counts both. Arguments go to neither: to run one test, use `npx vitest run FILE` or `npx playwright test FILE`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { chromiumPath } from "../test/support/chromium.ts";

if (!chromiumPath()) {
  console.error(
    "The journeys need a browser: install Chromium (on Debian: apt-get install chromium-headless-shell), or set CHROMIUM_PATH.",
  );
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "ville-monde-report-"));
const run = (args: string[], env: Record<string, string>) =>
  spawnSync("npx", args, { stdio: "inherit", env: { ...process.env, ...env } }).status ?? 1;
const read = (file: string) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);
/** The failures of both runners, a line each: what stands far above the counts is lost where only the end is kept. */
function* failures(unit: any, journeys: any): Generator<string> {
  for (const file of unit?.testResults ?? []) {
    if (file.status === "failed" && file.assertionResults.length === 0) yield `${file.name}: ${firstLine(file.message)}`;
    for (const test of file.assertionResults)
      if (test.status === "failed") yield `${file.name}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`;
  }
  const suites = [...(journeys?.suites ?? [])];
  for (let suite = suites.pop(); suite; suite = suites.pop()) {
    suites.push(...(suite.suites ?? []));
    for (const spec of suite.specs)
      for (const test of spec.tests.filter((one: any) => one.status === "unexpected"))
        yield `${suite.file}: ${spec.title} [${test.projectName}]: ${firstLine(test.results.at(-1)?.error?.message)}`;
  }
}
const firstLine = (message: string | undefined) =>
  stripVTControlCharacters(message ?? "no message")
    .split("\n")
    .slice(0, 2)
    .join(" ")
    .slice(0, 400);
const [unitReport, journeyReport] = [join(folder, "unit.json"), join(folder, "journeys.json")];

const unitStatus = run(["vitest", "run"], { VILLE_MONDE_TEST_REPORT: unitReport });
const journeyStatus = run(["playwright", "test"], { VILLE_MONDE_JOURNEY_REPORT: journeyReport });
const [unitRead, journeysRead] = [read(unitReport), read(journeyReport)];
const unit = unitRead ?? { numPassedTests: 0, numFailedTests: 1 };
const journeys = journeysRead?.stats ?? { expected: 0, unexpected: 1, flaky: 0 };
rmSync(folder, { recursive: true, force: true });

const passed = unit.numPassedTests + journeys.expected + journeys.flaky;
const broken = unitStatus !== 0 || journeyStatus !== 0;
// A runner that fails without a failed test (a broken file, a set-up that throws) still counts as a failure.
const failed = Math.max(unit.numFailedTests + journeys.unexpected, broken ? 1 : 0);
for (const failure of failures(unitRead, journeysRead)) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(broken ? 1 : 0);

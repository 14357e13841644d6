// What is taken from npm: each package is the one that was locked (integrity, the npm registry alone), under a licence that goes
// with the AGPL, and runs nothing when it is installed but where that is known. Its known faults are asked of the registry
// when it answers; when it does not, that is said. Exceptions stand in dependencies.yaml, with a reason and a last day.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { auditSchema, exceptionsSchema, judgeFaults, judgeLock, judgeRanges, lockSchema } from "./dependencies.ts";

const root = join(import.meta.dirname, "..");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const exceptions = exceptionsSchema.parse(parse(read("scripts/dependencies.yaml")));
const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string> | undefined>;
const ranges = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
const problems = [...judgeLock(lockSchema.parse(JSON.parse(read("package-lock.json"))), exceptions), ...judgeRanges(ranges)];

// It ends with 1 when there are faults, too: what it says is what counts.
const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], { cwd: root, encoding: "utf8", timeout: 60_000 });
try {
  problems.push(...judgeFaults(auditSchema.parse(JSON.parse(stdout)), exceptions, new Date().toISOString().slice(0, 10)));
} catch {
  console.log("The registry was not asked for known faults: it does not answer here.");
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

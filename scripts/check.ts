// `npm run check`: what must hold of the whole tree, one line a step. Exit 1 when any does not.
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

const steps: [what: string, command: string, ...args: string[]][] = [
  ["types", "tsc", "--noEmit"],
  ["format and lint", "biome", "ci", "--colors=off", "--error-on-warnings", "."],
  ["dependency arrows", "depcruise", "src", "islands", "--config", ".dependency-cruiser.mjs"],
  ["unused code", "knip"],
  ["translations", "node", "scripts/check-messages.ts"],
  ["schema types", "node", "scripts/schema-types.ts", "--check"],
  ["documents", "node", "scripts/check-docs.ts"],
];

let failed = 0;
for (const [what, command, ...args] of steps) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync("npx", [command, ...args], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const ok = status === 0;
  console.log(`${ok ? "ok    " : "failed"} ${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  if (ok) continue;
  failed++;
  console.log(`${stdout}${stderr}`.trim().slice(-8_000));
}
if (failed > 0) console.log(`${failed} of ${steps.length} checks failed`);
process.exit(failed > 0 ? 1 : 0);

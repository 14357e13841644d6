// `npm run check`: what must hold of the whole tree, one line a step, as many steps at a time as there are processors.
// Exit 1 when any does not.
import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";

const steps: [what: string, command: string, ...args: string[]][] = [
  ["types", "tsc", "--noEmit"],
  ["format and lint", "biome", "ci", "--colors=off", "--error-on-warnings", "."],
  ["dependency arrows", "depcruise", "src", "islands", "--config", ".dependency-cruiser.mjs"],
  ["public pages read what is published", "node", "scripts/check-walls.ts"],
  ["unused code", "knip"],
  ["dependencies", "node", "scripts/check-dependencies.ts"],
  ["regular expressions", "node", "scripts/check-regexps.ts"],
  ["styles", "node", "scripts/check-styles.ts"],
  ["translations", "node", "scripts/check-messages.ts"],
  ["schema types", "node", "scripts/schema-types.ts", "--check"],
  ["diagrams of states", "node", "scripts/states.ts", "--check"],
  ["table of rights", "node", "scripts/rights.ts", "--check"],
  ["migrations hold up nobody", "node", "scripts/check-migrations.ts"],
  ["documents", "node", "scripts/check-docs.ts"],
];

/** npm puts the commands of node_modules on the PATH. True when the step holds. */
function run([what, command, ...args]: (typeof steps)[number]): Promise<boolean> {
  const start = performance.now();
  return new Promise((resolve) => {
    execFile(command, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      console.log(`${error ? "failed" : "ok    "} ${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
      if (error) console.log(`${stdout}${stderr}`.trim().slice(-8_000) || error.message);
      resolve(!error);
    });
  });
}

const waiting = [...steps];
let failed = 0;
const worker = async () => {
  for (let step = waiting.shift(); step; step = waiting.shift()) if (!(await run(step))) failed++;
};
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker));
console.log(failed > 0 ? `${failed} of ${steps.length} checks failed` : `${steps.length} checks hold`);
process.exit(failed > 0 ? 1 : 0);

// `npm run bench [-- register|funding|exchange|nodes]`: what the program does on this machine. Prints tables and keeps them in
// docs/performance.md and docs/scale.md. `--quick`: shorter measures, nothing kept. Never a test: numbers depend on the machine.
const parts = {
  register: () => import("./register.ts"),
  funding: () => import("./funding.ts"),
  exchange: () => import("./exchange.ts"),
  nodes: () => import("./nodes.ts"),
};

const [asked] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (asked && !Object.hasOwn(parts, asked)) {
  console.error(`There is no measure "${asked}": ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}
for (const [name, measure] of Object.entries(parts)) if (!asked || asked === name) await measure();

export {};

// Migrations later than 0037 hold up nobody and leave the version before able to run, or say why they may not.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hazardsOf } from "./migration-rules.ts";

const folder = join(import.meta.dirname, "..", "migrations");
let found = 0;
for (const name of readdirSync(folder)
  .filter((one) => one.endsWith(".sql") && one > "0038")
  .sort()) {
  for (const { statement, why } of hazardsOf(readFileSync(join(folder, name), "utf8"))) {
    console.error(`${name}: ${statement}\n  ${why}; or say before it why it is safe here: -- safe: …`);
    found++;
  }
}
process.exit(found > 0 ? 1 : 0);

// What the public reads, it reads through `services.published`: no page of the portal and no file takes `services.db`.
// The exceptions: the command line, which starts from `db` and makes the public view of it; and what asks for a key, which
// writes and answers its holder alone, and is given the whole register by the composition root.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const taken =
  /\bservices\??\.db\b|get\("services"\)\.db\b|\{[^{}]*(?<!\w|: )db\b[^{}]*\}(?:: Services\b| = (?:services\b|\w+\.get\("services"\)))/;
const problems: string[] = [];
for (const folder of ["src/portal", "src/publishing"]) {
  for (const file of readdirSync(join(root, folder), { recursive: true }) as string[]) {
    if (!/\.tsx?$/.test(file) || /\.test\.tsx?$|testing\.tsx?$/.test(file)) continue;
    const code = readFileSync(join(root, folder, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    const found = taken.exec(code);
    if (found) problems.push(`${folder}/${file} takes the whole database (${found[0].replace(/\s+/g, " ")}): use services.published`);
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

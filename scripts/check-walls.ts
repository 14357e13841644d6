// What the public reads, it reads through `services.published`: no page of the portal and no file takes `services.db`.
// The exceptions: the command line, which starts from `db` and makes the public view of it; and what asks for a key, which
// writes and answers its holder alone, and is given the whole register by the composition root; and the few pages, named
// here, on which the public itself writes, or reads back by its own secret link what it wrote.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const taken =
  /\bservices\??\.db\b|get\("services"\)\.db\b|\{[^{}]*(?<!\w|: )db\b[^{}]*\}(?:: Services\b| = (?:services\b|\w+\.get\("services"\)))/;
const writtenByThePublic = new Set([
  "src/portal/follow/routes.tsx",
  ...["collector-page.tsx", "own-page.tsx", "receive.ts", "routes.tsx", "tell-page.tsx"].map((name) => `src/portal/stories/${name}`),
]);
const problems: string[] = [];
for (const folder of ["src/portal", "src/publishing"]) {
  for (const file of readdirSync(join(root, folder), { recursive: true }) as string[]) {
    if (!/\.tsx?$/.test(file) || /\.test\.tsx?$|testing\.tsx?$/.test(file)) continue;
    const code = readFileSync(join(root, folder, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    const found = taken.exec(code);
    if (found && !writtenByThePublic.has(`${folder}/${file}`))
      problems.push(`${folder}/${file} takes the whole database (${found[0].replace(/\s+/g, " ")}): use services.published`);
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

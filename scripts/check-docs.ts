// The diagram of docs/architecture.md shows the folders that are there, and only arrows that the code may have.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const text = readFileSync(join(root, "docs/architecture.md"), "utf8");
const diagram = /```mermaid\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
const drawn = new Set([...diagram.matchAll(/\b(\w+)\["src\/(\w+)/g)].map((match) => match[2]!));
const folders = readdirSync(join(root, "src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const problems = [
  ...folders.filter((folder) => !drawn.has(folder)).map((folder) => `docs/architecture.md does not draw src/${folder}`),
  ...[...drawn]
    .filter((folder) => !folders.includes(folder))
    .map((folder) => `docs/architecture.md draws src/${folder}, which is not there`),
];
// Relative links of the documents lead somewhere.
for (const file of [
  "README.md",
  "CONTRIBUTING.md",
  ...(readdirSync(join(root, "docs"), { recursive: true }) as string[])
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
]) {
  const folder = join(root, file, "..");
  for (const [, target] of readFileSync(join(root, file), "utf8").matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
    try {
      readdirSync(join(folder, target!));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") problems.push(`${file} links to ${target}, which is not there`);
    }
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

// The diagram of docs/architecture.md shows the folders of src/ and the arrows between them, neither more nor fewer.
// The relative links of the documents lead somewhere.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { lawSchema } from "../src/platform/law.ts";

const root = join(import.meta.dirname, "..");
const problems: string[] = [];

const text = readFileSync(join(root, "docs/architecture.md"), "utf8");
const diagram = /```mermaid\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
const folderOf = new Map([...diagram.matchAll(/\b(\w+)\["src\/(\w+)/g)].map(([, node, folder]) => [node!, folder!]));
const drawn = {
  folder: new Set(folderOf.values()),
  arrow: new Set(
    [...diagram.matchAll(/\b(\w+) -->(?:\|[^|]*\|)? (\w+)/g)].map(([, from, to]) => `${folderOf.get(from!)} → ${folderOf.get(to!)}`),
  ),
};

const code = { folder: new Set<string>(), arrow: new Set<string>() };
for (const file of readdirSync(join(root, "src"), { recursive: true }) as string[]) {
  if (!/\.tsx?$/.test(file) || !file.includes(sep) || /\.test\.tsx?$|testing\.tsx?$/.test(file)) continue;
  const folder = file.split(sep)[0]!;
  code.folder.add(folder);
  for (const [, path] of readFileSync(join(root, "src", file), "utf8").matchAll(/(?:\bfrom |\bimport\(|\bimport )"(\.[^"]+)"/g)) {
    const [other, ...inside] = join(dirname(file), path!).split(sep);
    if (other !== ".." && other !== folder && inside.length > 0) code.arrow.add(`${folder} → ${other}`);
  }
}
for (const what of ["folder", "arrow"] as const) {
  for (const one of code[what]) if (!drawn[what].has(one)) problems.push(`docs/architecture.md does not draw the ${what} ${one}`);
  for (const one of drawn[what])
    if (!code[what].has(one)) problems.push(`docs/architecture.md draws the ${what} ${one}, which is not in the code`);
}

for (const file of [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
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
// Each file that a how-to names is there, and each field of the law that it explains is one.
for (const name of readdirSync(join(root, "docs/how-to"))) {
  const guide = readFileSync(join(root, "docs/how-to", name), "utf8");
  for (const [, path] of guide.matchAll(/`((?:src|data|messages|migrations|scripts|test)\/[\w./-]+)`/g))
    if (!existsSync(join(root, path!))) problems.push(`docs/how-to/${name} names ${path}, which is not there`);
}
const law = readFileSync(join(root, "docs/how-to/add-a-city.md"), "utf8");
for (const field of Object.keys(lawSchema.shape))
  if (!law.includes(`\`${field}\``)) problems.push(`docs/how-to/add-a-city.md does not explain law.${field}`);

// Each threat names the test that attacks it.
for (const line of readFileSync(join(root, "docs/threat-model.md"), "utf8").split("\n"))
  if (/^\| [STRIDE]/.test(line) && !/\]\([^)]+\.(test|spec)\.tsx?\)/.test(line))
    problems.push(`docs/threat-model.md: no test attacks ${line.slice(0, 80)}`);
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

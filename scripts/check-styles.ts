// No rule of the stylesheets is for a class that nothing writes. A class is written when its name stands whole in the
// source, or when what it begins with stands before a value in a template: `badge-${status}`.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Of the map's library, which writes its own. */
const LIBRARY = "maplibregl-";
const root = join(import.meta.dirname, "..");
const read = (pattern: string) => globSync(pattern, { cwd: root }).map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

const source = read("{src,islands}/**/*.{ts,tsx}")
  .filter(({ file }) => !/\.test\.tsx?$/.test(file))
  .map(({ text }) => text)
  .join("\n");
const quoting = source.split("\n").filter((line) => /["`]/.test(line) && !/^\s*(\*|\/[/*])/.test(line));
const words = new Set(quoting.join("\n").match(/[A-Za-z][\w-]*/g));
const beginnings = [...new Set([...source.matchAll(/([a-z][\w-]*-)\$\{/g)].map(([, beginning]) => beginning!))];

const unused = new Map<string, string>();
for (const { file, text } of read("{src,islands}/**/*.css"))
  for (const [, name] of text.replace(/\/\*.*?\*\//gs, "").matchAll(/\.([A-Za-z][\w-]*)(?=[^{}]*\{)/g))
    if (!name!.startsWith(LIBRARY) && !words.has(name!) && !beginnings.some((beginning) => name!.startsWith(beginning)))
      unused.set(name!, file);

for (const [name, file] of unused) console.error(`${file}: nothing writes the class "${name}"`);
process.exit(unused.size > 0 ? 1 : 0);

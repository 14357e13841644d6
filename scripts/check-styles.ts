// No rule of the stylesheets is for a class that nothing writes. A class is written when its name stands whole in the
// source, or when what it begins with stands before a value in a template: `badge-${status}`. And no space between things is off the scale of the tokens.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scaleOf, spacesOffScale } from "./spaces.ts";

/** Of the map's library, which writes its own. */
const LIBRARY = "maplibregl-";
const TOKENS = "src/ui/styles/tokens.css";
const root = join(import.meta.dirname, "..");
const read = (pattern: string) => globSync(pattern, { cwd: root }).map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

const source = read("{src,islands}/**/*.{ts,tsx}")
  .filter(({ file }) => !/\.test\.tsx?$/.test(file))
  .map(({ text }) => text)
  .join("\n");
const quoting = source.split("\n").filter((line) => /["`]/.test(line) && !/^\s*(\*|\/[/*])/.test(line));
const words = new Set(quoting.join("\n").match(/[A-Za-z][\w-]*/g));
const beginnings = [...new Set([...source.matchAll(/([a-z][\w-]*-)\$\{/g)].map(([, beginning]) => beginning!))];

const sheets = read("{src,islands}/**/*.css");
const unused = new Map<string, string>();
for (const { file, text } of sheets)
  for (const [, name] of text.replace(/\/\*.*?\*\//gs, "").matchAll(/\.([A-Za-z][\w-]*)(?=[^{}]*\{)/g))
    if (!name!.startsWith(LIBRARY) && !words.has(name!) && !beginnings.some((beginning) => name!.startsWith(beginning)))
      unused.set(name!, file);

for (const [name, file] of unused) console.error(`${file}: nothing writes the class "${name}"`);

const scale = scaleOf(readFileSync(join(root, TOKENS), "utf8"));
const off = sheets.flatMap(({ file, text }) => spacesOffScale(text, scale).map((space) => `${file}: "${space}" is no step of ${TOKENS}`));
for (const problem of off) console.error(problem);
process.exit(unused.size + off.length > 0 ? 1 : 0);

// No regular expression of the program takes longer than its text is long, times a little: recheck proves it, or gives the
// text that attacks it (ReDoS). Where the text is short by what comes before, a comment on the line or just above says so:
// `// bounded: at most 200 signs, see MAX_NAME`. What grows exponentially is refused whatever a comment says.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { expressionsIn, problemWith, type Verdict, verdictOf } from "./regexps.ts";

const root = join(import.meta.dirname, "..");
/** What was judged before is not judged again. */
const CACHE = join(root, "node_modules/.cache/ville-monde/regexps.json");
const VERSION = JSON.parse(readFileSync(join(root, "node_modules/recheck/package.json"), "utf8")).version as string;

function read(): Record<string, Verdict> {
  try {
    const kept = JSON.parse(readFileSync(CACHE, "utf8"));
    return kept.version === VERSION ? kept.verdicts : {};
  } catch {
    return {};
  }
}

const found = ["src", "islands"].flatMap((folder) =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((name) => /\.tsx?$/.test(name) && !/(\.test|testing)\.tsx?$/.test(name))
    .flatMap((name) => expressionsIn(`${folder}/${name}`, readFileSync(join(root, folder, name), "utf8"))),
);
const keyOf = ({ pattern, flags }: { pattern: string; flags: string }) => `/${pattern}/${flags}`;
const verdicts = read();
const waiting = [...new Map(found.map((one) => [keyOf(one), one])).values()].filter((one) => !verdicts[keyOf(one)]);
async function worker(): Promise<void> {
  for (let one = waiting.pop(); one; one = waiting.pop()) verdicts[keyOf(one)] = await verdictOf(one);
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
mkdirSync(dirname(CACHE), { recursive: true });
writeFileSync(CACHE, JSON.stringify({ version: VERSION, verdicts }));

const problems = found.flatMap((one) => problemWith(one, verdicts[keyOf(one)]!) ?? []);
for (const problem of problems) console.error(problem);
if (problems.length > 0)
  console.error(`Of ${found.length} regular expressions. Let no two ways lead through one text, or say what bounds it (// bounded: …).`);
process.exit(problems.length > 0 ? 1 : 0);

// No regular expression of the program takes longer than its text is long, times a little: recheck proves it, or gives the
// text that attacks it (ReDoS). Where the text is short by what comes before, a comment on the line or just above says so:
// `// bounded: at most 200 signs, see MAX_NAME`. What grows exponentially is refused whatever a comment says.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { parseSync } from "@swc/core";
import { check } from "recheck";

const root = join(import.meta.dirname, "..");
const CACHE = join(root, "node_modules/.cache/ville-monde/regexps.json");
const VERSION = JSON.parse(readFileSync(join(root, "node_modules/recheck/package.json"), "utf8")).version as string;
const TIMEOUT_MS = 60_000;
const BOUNDED = /\/\/ bounded: \S/;

interface Found {
  pattern: string;
  flags: string;
  file: string;
  line: number;
  bounded: boolean;
}
type Verdict = { status: "safe" | "polynomial" | "exponential" | "unknown"; attack: string };

/** Each regular expression that stands in a file, by its place in the syntax tree. */
function literals(file: string): Found[] {
  const text = readFileSync(join(root, file), "utf8");
  const bytes = Buffer.from(text);
  const lines = text.split("\n");
  // Places are bytes, counted from the start of all that was parsed before.
  const tree = parseSync(text, { syntax: "typescript", tsx: file.endsWith("x"), target: "esnext" });
  const spans: { pattern: string; flags: string; start: number }[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (!node || typeof node !== "object") return;
    const { type, pattern, flags, span } = node as { type?: string; pattern: string; flags: string; span: { start: number } };
    if (type === "RegExpLiteral") spans.push({ pattern, flags, start: span.start });
    for (const value of Object.values(node)) walk(value);
  };
  walk(tree);
  let at = 0;
  return spans
    .sort((a, b) => a.start - b.start)
    .map(({ pattern, flags }) => {
      at = bytes.indexOf(`/${pattern}/${flags}`, at);
      const line = bytes.subarray(0, at++).toString().split("\n").length;
      const bounded = [line - 1, line - 2].some((i) => BOUNDED.test(lines[i] ?? ""));
      return { pattern, flags, file, line, bounded };
    });
}

function read(): Record<string, Verdict> {
  try {
    const kept = JSON.parse(readFileSync(CACHE, "utf8"));
    return kept.version === VERSION ? kept.verdicts : {};
  } catch {
    return {};
  }
}

const files = ["src", "islands"].flatMap((folder) =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((name) => /\.tsx?$/.test(name) && !/(\.test|testing)\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`),
);
const found = files.flatMap(literals);
const keyOf = ({ pattern, flags }: { pattern: string; flags: string }) => `/${pattern}/${flags}`;
const verdicts = read();
const waiting = [...new Map(found.map((one) => [keyOf(one), one])).values()].filter((one) => !verdicts[keyOf(one)]);

async function worker(): Promise<void> {
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const made = await check(one.pattern, one.flags.replace(/[vd]/g, (flag) => (flag === "v" ? "u" : "")), { timeout: TIMEOUT_MS });
    const status = made.status === "vulnerable" ? (made.complexity?.type ?? "unknown") : made.status;
    verdicts[keyOf(one)] = { status, attack: made.status === "vulnerable" ? made.attack.pattern.slice(0, 160) : "" };
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
mkdirSync(dirname(CACHE), { recursive: true });
writeFileSync(CACHE, JSON.stringify({ version: VERSION, verdicts }));

let failed = 0;
for (const one of found) {
  const { status, attack } = verdicts[keyOf(one)]!;
  if (status === "safe" || (one.bounded && status !== "exponential")) continue;
  failed++;
  console.error(`${one.file}:${one.line} ${keyOf(one)} is ${status}${attack && `, attacked by ${attack}`}`);
}
if (failed > 0)
  console.error(
    `${failed} of ${found.length} regular expressions: write them so that no two ways lead through one text, or say what bounds it (// bounded: …).`,
  );
process.exit(failed > 0 ? 1 : 0);

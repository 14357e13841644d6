import { parseSync } from "@swc/core";
import { check } from "recheck";

const TIMEOUT_MS = 60_000;
const BOUNDED = /\/\/ bounded: \S/;

export interface Found {
  pattern: string;
  flags: string;
  file: string;
  line: number;
  /** A comment says what bounds the text that it reads. */
  bounded: boolean;
}
export interface Verdict {
  status: "safe" | "polynomial" | "exponential" | "unknown";
  /** A text that takes long. */
  attack: string;
}

/** Each regular expression that stands in the text of a file, by its place in the syntax tree. */
export function expressionsIn(file: string, text: string): Found[] {
  const bytes = Buffer.from(text);
  const lines = text.split("\n");
  const tree = parseSync(text, { syntax: "typescript", tsx: file.endsWith("x"), target: "esnext" });
  const spans: { pattern: string; flags: string; start: number }[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(walk);
      return;
    }
    if (!node || typeof node !== "object") return;
    const { type, pattern, flags, span } = node as { type?: string; pattern: string; flags: string; span: { start: number } };
    if (type === "RegExpLiteral") spans.push({ pattern, flags, start: span.start });
    for (const value of Object.values(node)) walk(value);
  };
  walk(tree);
  // The parser counts places from the start of all that it was ever given: their order alone is used.
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

export async function verdictOf({ pattern, flags }: Pick<Found, "pattern" | "flags">): Promise<Verdict> {
  const made = await check(
    pattern,
    flags.replace(/[vd]/g, (flag) => (flag === "v" ? "u" : "")),
    { timeout: TIMEOUT_MS },
  );
  if (made.status !== "vulnerable") return { status: made.status, attack: "" };
  return { status: made.complexity?.type ?? "unknown", attack: made.attack.pattern.slice(0, 160) };
}

/** What is wrong with an expression, if anything: exponential ones whatever a comment says. */
export function problemWith(one: Found, { status, attack }: Verdict): string | undefined {
  if (status === "safe" || (one.bounded && status !== "exponential")) return undefined;
  return `${one.file}:${one.line} /${one.pattern}/${one.flags} is ${status}${attack && `, attacked by ${attack}`}`;
}

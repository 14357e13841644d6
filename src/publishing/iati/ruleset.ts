import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { XmlDocument, XmlNode } from "libxml2-wasm";
import { dayOf } from "../../platform/instants.ts";
import { agencyOf, standardFolder } from "./standard.ts";
import { find, holds, values } from "./xpath.ts";

/** One rule of the official ruleset, for the nodes of one path. */
interface Rule {
  condition?: string;
  paths?: string[];
  ruleInfo: { id: string; severity: "error" | "warning"; message: string };
  [key: string]: any;
}
type Cases = Record<string, { cases: any[] }>;

export interface Broken {
  node: XmlNode;
  id: string;
  severity: "error" | "warning";
  message: string;
}

const all = (node: XmlNode, rule: Rule) => rule.paths!.flatMap((path) => values(node, path));
const count = (node: XmlNode, rule: Rule) => rule.paths!.reduce((sum, path) => sum + find(node, path).length, 0);
const day = (date: string) => date.slice(0, 10);
const dates = (node: XmlNode, path: string, now: Date) => (path === "NOW" ? [dayOf(now)] : values(node, path).map(day));

/** 33.34 + 33.33 + 33.33 is 100 here, whatever binary fractions make of it. */
function sumIs(numbers: string[], expected: number): boolean {
  const scale = Math.max(0, ...numbers.map((number) => number.split(".")[1]?.length ?? 0));
  const scaled = (number: string) => {
    const [whole, part = ""] = number.trim().split(".");
    return BigInt(whole + part.padEnd(scale, "0"));
  };
  return numbers.reduce((sum, number) => sum + scaled(number), 0n) === BigInt(expected) * 10n ** BigInt(scale);
}

function aYearAfter(start: string): string {
  const date = new Date(`${start}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, 10);
}

// Where the value of "all" is not a path: what must all carry it.
const carriers: Record<string, string> = {
  lang: "descendant::narrative[not(@xml:lang)]",
  currency: "descendant::*[(self::value or self::forecast) and not(@currency)]",
  sector: "transaction[not(sector)][../transaction/sector]",
};

/** Each kind of rule: does the node keep it? */
const kinds: Record<string, (node: XmlNode, rule: Rule, now: Date) => boolean> = {
  atleast_one: (node, rule) => count(node, rule) > 0,
  no_more_than_one: (node, rule) => count(node, rule) <= 1,
  one_or_all: (node, rule) => holds(node, rule.one) || find(node, carriers[rule.all]!).length === 0,
  unique: (node, rule) => new Set(all(node, rule)).size === all(node, rule).length,
  no_spaces: (node, rule) => all(node, rule).every((value) => value === value.trim()),
  regex_matches: (node, rule) => all(node, rule).every((value) => new RegExp(rule.regex).test(value)),
  range: (node, rule) => all(node, rule).every((value) => Number(value) >= rule.min && Number(value) <= rule.max),
  strict_sum: (node, rule) => sumIs(all(node, rule), rule.sum),
  if_then: (node, rule) => !holds(node, rule.if) || holds(node, rule.then),
  startswith: (node, rule) =>
    all(node, rule).every((value) =>
      rule.prefix[0] === "ORG-ID-PREFIX"
        ? agencyOf(value) !== undefined
        : rule.prefix.flatMap((path: string) => values(node, path)).some((prefix: string) => value.startsWith(prefix + rule.separator)),
    ),
  date_now: (node, rule, now) => values(node, rule.date).every((date) => (date.length > 10 ? new Date(date) <= now : date <= dayOf(now))),
  date_order: (node, rule, now) => dates(node, rule.less, now).every((less) => dates(node, rule.more, now).every((more) => less <= more)),
  between_dates: (node, rule, now) => {
    const [start = "", end = "9999"] = [dates(node, rule.start, now)[0], dates(node, rule.end, now)[0]];
    return dates(node, rule.date, now).every((date) => start <= date && date <= end);
  },
  time_limit: (node, rule, now) => {
    const [start, end] = [dates(node, rule.start, now)[0], dates(node, rule.end, now)[0]];
    return !start || !end || end <= aYearAfter(start);
  },
};

function check(node: XmlNode, rules: Cases, now: Date): Broken[] {
  return Object.entries(rules).flatMap(([name, { cases }]) =>
    cases.flatMap((rule: Rule): Broken[] => {
      if (name === "loop") return loop(node, rule, now);
      const kept = kinds[name];
      // A newer ruleset may have kinds of rule that are not known here: better to stop than to pass.
      if (!kept) throw new Error(`the IATI ruleset has a kind of rule that is not known here: ${name}`);
      if ((rule.condition && !holds(node, rule.condition)) || kept(node, rule, now)) return [];
      return [{ node, id: rule.ruleInfo.id, severity: rule.ruleInfo.severity, message: rule.ruleInfo.message }];
    }),
  );
}

/** The same rules for each value found, which stands for "$1" in them. */
function loop(node: XmlNode, rule: Rule, now: Date): Broken[] {
  const found = new Set(values(node, rule.foreach).filter((value) => /^[\w .-]+$/.test(value)));
  return [...found].flatMap((value) => check(node, JSON.parse(JSON.stringify(rule.do).replaceAll("$1", value)), now));
}

let ruleset: Record<string, Cases> | undefined;

/** What the official ruleset finds wrong in a document. `now`: what is in the future is judged by it. */
export function brokenRules(document: XmlDocument, now: Date): Broken[] {
  ruleset ??= JSON.parse(readFileSync(join(standardFolder, "ruleset-standard-2.03.json"), "utf8")) as Record<string, Cases>;
  return Object.entries(ruleset).flatMap(([path, rules]) => find(document.root, path).flatMap((node) => check(node, rules, now)));
}

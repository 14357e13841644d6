import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { projectRoot } from "../project-root.ts";

const ways = ["axe", "tree", "keyboard", "measure", "code", "look"] as const;
const schema = z.strictObject({
  /** YYYY-MM-DD. */
  assessedOn: z.iso.date(),
  /** By whom and when (YYYY-MM-DD) the site was audited by the method of RGAA; null: by nobody. */
  audit: z.strictObject({ by: z.string(), on: z.iso.date() }).nullable(),
  /** The pages that were looked at, by a name of theirs. */
  sample: z.record(z.string(), z.string().startsWith("/")),
  tests: z.record(z.string(), z.strictObject({ file: z.string(), title: z.string() })),
  criteria: z.record(
    z.string(),
    z.strictObject({
      state: z.enum(["met", "failed", "none", "unverified"]),
      by: z.array(z.enum(ways)).default([]),
      tests: z.array(z.string()).default([]),
      fr: z.string().optional(),
      en: z.string().optional(),
    }),
  ),
});

type Finding = z.infer<typeof schema>["criteria"][string];
export interface Criterion extends Finding {
  /** "1.1". */
  id: string;
  /** The official one, in French. */
  title: string;
}
export interface Grid extends Omit<z.infer<typeof schema>, "criteria"> {
  /** Of RGAA. */
  version: string;
  topics: { number: number; title: string; criteria: Criterion[] }[];
}

export type Compliance = "full" | "partial" | "none";

/** All the criteria of a grid, in the order of RGAA. */
export const criteriaOf = (grid: Grid): Criterion[] => grid.topics.flatMap(({ criteria }) => criteria);

/**
 * Of the criteria that apply, the per cent that are met, rounded down. What nobody could verify counts as not met, though RGAA
 * knows no such state.
 */
export function rateOf(criteria: readonly Pick<Criterion, "state">[]): number {
  const applicable = criteria.filter(({ state }) => state !== "none");
  return applicable.length === 0 ? 100 : Math.floor((100 * applicable.filter(({ state }) => state === "met").length) / applicable.length);
}

/** RGAA 4.1, "Obligations": all criteria that apply, half of them, or less. */
export function complianceOf(criteria: readonly Pick<Criterion, "state">[]): Compliance {
  const rate = rateOf(criteria);
  return rate === 100 ? "full" : rate >= 50 ? "partial" : "none";
}

/** What the site may say of itself: without an audit it is not compliant, whatever was found (the same page of RGAA). */
export function declaredBy(grid: Grid): Compliance {
  return grid.audit ? complianceOf(criteriaOf(grid)) : "none";
}

let read: Grid | undefined;

/** What the makers of the program found of each criterion of RGAA: data/accessibility/rgaa.yaml with the official titles. */
export function accessibilityGrid(): Grid {
  return (read ??= readGrid());
}

function readGrid(): Grid {
  const file = (path: string) => readFileSync(join(projectRoot, "data", path), "utf8");
  const { criteria, ...rest } = schema.parse(parse(file("accessibility/rgaa.yaml")));
  const official: Pick<Grid, "version"> & { topics: { number: number; title: string; criteria: { id: string; title: string }[] }[] } =
    JSON.parse(file("standards/rgaa/criteria.json"));
  const of = (id: string): Finding => {
    const found = criteria[id];
    if (!found) throw new Error(`data/accessibility/rgaa.yaml says nothing of criterion ${id}`);
    return found;
  };
  return {
    ...rest,
    version: official.version,
    topics: official.topics.map((topic) => ({ ...topic, criteria: topic.criteria.map((one) => ({ ...one, ...of(one.id) })) })),
  };
}

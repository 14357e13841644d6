import { same } from "../../register/record/history.ts";
import type { Draft, Section } from "./content.ts";

/** What each section of the form holds of an application. Documents are files: they have no content. */
const holds: Record<Section, readonly (keyof Draft)[]> = {
  project: ["title", "summary", "startsOn", "endsOn"],
  places: ["places"],
  partners: ["partners"],
  questions: ["answers"],
  budget: ["asked", "budget"],
  indicators: ["indicators"],
  documents: [],
  commitments: ["declarations", "engagement", "bankAccount"],
};
/** These are compared entry by entry; everything else as a whole. */
const maps: readonly (keyof Draft)[] = ["answers", "asked", "budget", "declarations", "bankAccount"];

export type Part = Partial<Draft>;

export function partOf(draft: Draft, section: Section): Part {
  return Object.fromEntries(holds[section].map((name) => [name, draft[name]])) as Part;
}

/** The smallest things that two people may have changed apart: "title", "answers.need", "budget.expenses". */
function leaves(part: Part): Map<string, unknown> {
  return new Map(
    Object.entries(part).flatMap(([name, value]): [string, unknown][] =>
      maps.includes(name as keyof Draft) && value !== null && typeof value === "object"
        ? Object.entries(value).map(([key, one]) => [`${name}.${key}`, one])
        : [[name, value]],
    ),
  );
}

export interface Merge {
  part: Part;
  /** What both changed, and differently: "title", "answers.need". What was typed stands in `part`. */
  conflicts: string[];
  /** What the other one changed and this one had left alone: it is taken over. */
  taken: string[];
}

/**
 * Brings what was typed over `base` onto what stands now: what was left alone becomes what stands, what was changed stays
 * as typed, and what both changed is named.
 */
export function mergeParts(base: Part, current: Part, typed: Part): Merge {
  const [before, now, mine] = [leaves(base), leaves(current), leaves(typed)];
  const part = structuredClone(typed) as Record<string, unknown>;
  const merge: Merge = { part: part as Part, conflicts: [], taken: [] };
  for (const path of new Set([...mine.keys(), ...now.keys()])) {
    if (same(mine.get(path), now.get(path))) continue;
    if (same(mine.get(path), before.get(path))) {
      put(part, path, now.get(path));
      merge.taken.push(path);
    } else if (!same(now.get(path), before.get(path))) merge.conflicts.push(path);
  }
  return merge;
}

function put(part: Record<string, unknown>, path: string, value: unknown): void {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) part[name] = value;
  else {
    const map = { ...(part[name] as object | undefined) } as Record<string, unknown>;
    if (value === undefined) delete map[rest.join(".")];
    else map[rest.join(".")] = value;
    part[name] = map;
  }
}

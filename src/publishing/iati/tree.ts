import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import { inTreeOrder } from "../../register/programme/tree.ts";
import { activityIdentifier, programmeIdentifier } from "./identifiers.ts";
import { type ProgrammeRow, programmeRows, projectChanges, projectShares, type Weight } from "./programme-store.ts";
import { projectsOfProgrammes, type ReportedRow, reportedProgrammes } from "./reported-store.ts";
import { largestRemainder } from "./shares.ts";

export interface Share {
  code: string;
  percentage: number;
}
/** A programme among the activities: where it stands, and what its projects say for it. */
export interface Branch {
  row: ProgrammeRow;
  reported: ReportedRow | undefined;
  identifier: string;
  /** IATI hierarchy: 1 for a programme that is part of no other. */
  depth: number;
  /** Identifiers: of the programme that it is a part of, and of the sub-programmes and projects that are its parts. */
  parent: string | undefined;
  children: string[];
  countries: Share[];
  sectors: Share[];
  /** When one of its projects, or of its sub-programmes, last changed; undefined when it has none. */
  changedAt: Date | undefined;
}
/** The programmes by their record, in the order of their records. */
export type Tree = ReadonlyMap<string, Branch>;

/** The published programmes as a tree, with what their projects and sub-programmes say for them. */
export async function readTree(db: Database, city: Pick<City, "organisationIdentifier">): Promise<Tree> {
  const [rows, reported, projects, countries, sectors, changes] = await Promise.all([
    programmeRows(db),
    reportedProgrammes(db),
    projectsOfProgrammes(db, activityIdentifier(city, "")),
    projectShares(db, "country"),
    projectShares(db, "sector"),
    projectChanges(db),
  ]);
  const identifiers = new Map(rows.map(({ id }) => [id, reported.get(id)?.identifier ?? programmeIdentifier(city, id)]));
  const ordered = inTreeOrder(rows);
  const parentOf = new Map(rows.map(({ id, parent }) => [id, parent]));
  const [byCountry, bySector] = [rolledUp(countries, parentOf), rolledUp(sectors, parentOf)];
  const parts = Map.groupBy(projects, ({ programme }) => programme);
  const changedAt = new Map(changes);
  // Sub-programmes come after what they are a part of: from the last to the first, each has heard of its own.
  for (const { node } of ordered.toReversed()) {
    const [own, above] = [changedAt.get(node.id), node.parent ? changedAt.get(node.parent) : undefined];
    const at = latest([own, node.updatedAt]);
    if (node.parent) changedAt.set(node.parent, latest([above, at])!);
  }
  return new Map(
    ordered
      .map(
        ({ node, depth }): Branch => ({
          row: node,
          reported: reported.get(node.id),
          identifier: identifiers.get(node.id)!,
          depth: depth + 1,
          parent: node.parent ? identifiers.get(node.parent) : undefined,
          children: [
            ...rows.filter(({ parent }) => parent === node.id).map(({ id }) => identifiers.get(id)!),
            ...(parts.get(node.id) ?? []).map(({ identifier }) => identifier),
          ],
          countries: sharesOf(byCountry.get(node.id)),
          sectors: sharesOf(bySector.get(node.id)),
          changedAt: changedAt.get(node.id),
        }),
      )
      .sort((a, b) => (a.row.id < b.row.id ? -1 : 1))
      .map((branch) => [branch.row.id, branch]),
  );
}

/** What weighs in a programme weighs in all that it is a part of. */
function rolledUp(weights: Weight[], parentOf: ReadonlyMap<string, string | null>): Map<string, Map<string, number>> {
  const sums = new Map<string, Map<string, number>>();
  for (const { programme, code, weight } of weights) {
    const seen = new Set<string>();
    for (let at: string | null | undefined = programme; at && !seen.has(at); at = parentOf.get(at)) {
      seen.add(at);
      const sum = sums.get(at) ?? new Map<string, number>();
      sums.set(at, sum.set(code, (sum.get(code) ?? 0) + weight));
    }
  }
  return sums;
}

/** Weights as percentages with two decimals that add up to 100, the heaviest first; what rounds to nothing is left out. */
export function sharesOf(weights: ReadonlyMap<string, number> | undefined): Share[] {
  if (!weights || weights.size === 0) return [];
  const all = [...weights].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const parts = largestRemainder(
    10_000,
    all.map(([, weight]) => Math.max(1, Math.round(weight * 1e6))),
  );
  return all.map(([code], i) => ({ code, percentage: parts[i]! / 100 })).filter(({ percentage }) => percentage > 0);
}

export function latest(dates: readonly (Date | null | undefined)[]): Date | undefined {
  return dates.reduce<Date | undefined>((last, date) => (date && (!last || date > last) ? date : last), undefined);
}

import { setImmediate as breathe } from "node:timers/promises";
import type { Actor } from "../../platform/accounts/rights.ts";
import { type Database, transactIf } from "../../platform/database/connect.ts";
import { type KindName, kindOf } from "../kinds.ts";
import { type BulkWriter, bulkWriter } from "../record/bulk.ts";
import { problemsOfDatabase } from "../record/database-errors.ts";
import type { Kind } from "../record/kind.ts";
import type { PlannedRow } from "./plan.ts";
import type { ImportProblem } from "./problems.ts";
import { attempt, lockVersions } from "./store.ts";

const STEP = 500;
export type Written = { written: true } | { written: false; stale: true } | { written: false; stale: false; problems: ImportProblem[] };

/** All rows or none: none when a record has been saved since the plan was made. What the database refuses comes back with its line. */
export async function writeRows(
  db: Database,
  name: KindName,
  planned: readonly PlannedRow[],
  by: Actor,
  onProgress?: (done: number, total: number) => void,
): Promise<Written> {
  const rows = planned.filter(({ outcome }) => outcome !== "unchanged");
  const kind = kindOf(name);
  if (rows.length === 0) return { written: true };
  const write = async (trx: Database): Promise<Written> => {
    const standing = await lockVersions(
      trx,
      kind,
      rows.flatMap(({ outcome, id }) => (outcome === "changed" ? [id] : [])),
    );
    const same = ({ outcome, id, version, status }: PlannedRow) =>
      outcome === "created" || (standing.get(id)?.version === version && standing.get(id)?.status === status);
    if (!rows.every(same)) return { written: false, stale: true };
    const writer = await bulkWriter(trx, by);
    for (let start = 0; start < rows.length; start += STEP) {
      onProgress?.(start, rows.length);
      const problems = await writeStep(trx, kind, name, writer, rows.slice(start, start + STEP));
      if (problems) return { written: false, stale: false, problems };
      await breathe();
    }
    await writer.finish();
    return { written: true };
  };
  try {
    return await transactIf(db, write, ({ written }) => written);
  } catch (error) {
    // What only the whole file breaks has no line.
    const problems = refusedOf(kind, error, { line: 0 });
    if (!problems) throw error;
    return { written: false, stale: false, problems };
  }
}

/**
 * Some rows at once; when the database refuses them, each half, until the row is found: nothing is read twice of a file that
 * is right. What is wrong with that row; undefined when all are written.
 */
async function writeStep(
  trx: Database,
  kind: Kind,
  name: KindName,
  writer: BulkWriter,
  rows: readonly PlannedRow[],
): Promise<ImportProblem[] | undefined> {
  const error = await attempt(trx, async () => {
    await writer.create(
      name,
      rows.filter(({ outcome }) => outcome === "created"),
    );
    await writer.change(
      name,
      rows.filter(({ outcome }) => outcome === "changed"),
    );
    await writer.settle();
  });
  if (!error) return undefined;
  const [first] = rows;
  if (rows.length > 1) {
    const half = rows.length >> 1;
    return (await writeStep(trx, kind, name, writer, rows.slice(0, half))) ?? (await writeStep(trx, kind, name, writer, rows.slice(half)));
  }
  const problems = refusedOf(kind, error, first!);
  if (!problems) throw error;
  return problems;
}

function refusedOf(kind: Kind, error: unknown, { sheet, line }: Pick<PlannedRow, "sheet" | "line">): ImportProblem[] | undefined {
  return problemsOfDatabase(kind, error)?.map(({ path, code, values }) => ({
    ...(sheet ? { sheet } : {}),
    line,
    ...(path ? { heading: path } : {}),
    code,
    warning: false,
    ...(values ? { values } : {}),
  }));
}

import type { Database } from "../../platform/database/connect.ts";
import { countedFor } from "../../register/figure/counted-store.ts";
import { type FigureRecord, loadFigure } from "../../register/figure/store.ts";
import type { Counts } from "./parts/figures.tsx";

export type FigureCompared = FigureRecord & { counts: Counts };

/** A figure, the others of its series, and what the register counts of the same thing where one asks for it. */
export async function loadFigureCompared(db: Database, id: string): Promise<FigureCompared | undefined> {
  const figure = await loadFigure(db, id);
  if (!figure) return undefined;
  // The others of a series are about the same programme.
  const all = [figure, ...figure.others.map((other) => ({ ...other, programme: figure.programme }))];
  return { ...figure, counts: await countedFor(db, all) };
}

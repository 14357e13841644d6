import type { Kysely } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { KindName } from "../../register/kinds.ts";

/** How many records of a kind there are, and when one last changed. */
export interface Extent {
  rows: number;
  changedAt: Date | null;
}

export async function extents(db: Database, kinds: readonly KindName[]): Promise<Record<string, Extent>> {
  const any = db as unknown as Kysely<any>;
  const entries = await Promise.all(
    kinds.map(async (kind) => {
      const row = await any
        .selectFrom(kind)
        .select((eb) => [eb.fn.countAll<number>().as("rows"), eb.fn.max<Date | null>("updatedAt").as("changedAt")])
        .executeTakeFirstOrThrow();
      return [kind, row] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** A source that published records were read in. */
export interface SourceListed {
  id: string;
  name: Record<string, string>;
  publisher: string;
  url: string | null;
  licence: string | null;
}

export async function listSources(db: Database): Promise<SourceListed[]> {
  const rows = await db
    .selectFrom("source")
    .select(["id", "name", "publisher", "url", "licence"])
    .orderBy("publisher")
    .orderBy("id")
    .limit(200)
    .execute();
  return rows as SourceListed[];
}

/** Values that projects of this register have, for examples of the filters. */
export async function filterExamples(db: Database): Promise<{ theme?: string; country?: string; programme?: string; goal?: string }> {
  const row = await db
    .selectFrom("project")
    .innerJoin("projectCountry", "projectCountry.project", "project.id")
    .select(["project.themes", "project.goals", "project.programme", "projectCountry.country"])
    .where("project.programme", "is not", null)
    .where((eb) => eb("project.themes", "<>", eb.val([])))
    .orderBy("project.id")
    .orderBy("projectCountry.position")
    .limit(1)
    .executeTakeFirst();
  return row ? { theme: row.themes[0], country: row.country, programme: row.programme!, goal: row.goals[0] } : {};
}

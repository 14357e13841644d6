import type { Database } from "../../platform/database/connect.ts";

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

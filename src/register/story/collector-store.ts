import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";

export interface Collection {
  project: string;
  name: Localised;
  open: boolean;
  contactMonths: number;
}
export interface Collector {
  id: string;
  project: string;
  partner: string;
  partnerName: Localised;
  label: string;
  expiresAt: Date;
  revokedAt: Date | null;
  stories: number;
}

export async function listCollections(db: Database): Promise<Collection[]> {
  return db
    .selectFrom("storyCollection")
    .innerJoin("project", "project.id", "storyCollection.project")
    .select(["project.id as project", "project.name", "storyCollection.open", "storyCollection.contactMonths"])
    .orderBy("project.id")
    .execute();
}

/** The project whose stories are gathered now, if any: the one form of the public is for it. */
export async function openCollection(db: Database): Promise<Pick<Collection, "project" | "name"> | undefined> {
  const { rows } = await sql<Pick<Collection, "project" | "name">>`
    SELECT c.project, p.name FROM published.story_collection c JOIN published.project p ON p.id = c.project ORDER BY c.project LIMIT 1`.execute(
    db,
  );
  return rows[0];
}

/** Opens or closes the gathering of a project: one is open at a time. */
export async function setCollection(trx: Database, project: string, open: boolean, contactMonths?: number): Promise<void> {
  if (open) await trx.updateTable("storyCollection").set({ open: false }).where("project", "<>", project).execute();
  const row = { open, ...(contactMonths === undefined ? {} : { contactMonths }) };
  await trx
    .insertInto("storyCollection")
    .values({ project, ...row })
    .onConflict((conflict) => conflict.column("project").doUpdateSet(row))
    .execute();
}

export interface City {
  id: string;
  name: Localised;
}
/** The cities that take part in a project, and what one may be from. Published ones only. */
export async function citiesOf(db: Database, project: string): Promise<City[]> {
  const { rows } = await sql<City>`
    SELECT DISTINCT p.id, p.name FROM published.project_partner l JOIN published.partner p ON p.id = l.partner
    WHERE l.project = ${project} ORDER BY p.id`.execute(db);
  return rows;
}

/** The themes that stories are sorted by. */
export async function storyThemes(db: Database): Promise<{ code: string; name: Localised }[]> {
  return db
    .selectFrom("term")
    .select(["code", "name"])
    .where("vocabulary", "=", "story-theme")
    .where("withdrawn", "=", false)
    .orderBy("position")
    .orderBy("code")
    .execute();
}

export async function insertCollector(
  trx: Database,
  row: { project: string; partner: string; label: string; tokenSha256: string; createdBy: string; expiresAt: Date },
): Promise<string> {
  return (await trx.insertInto("storyCollector").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

const select = (db: Database) =>
  db
    .selectFrom("storyCollector")
    .innerJoin("partner", "partner.id", "storyCollector.partner")
    .select([
      "storyCollector.id",
      "storyCollector.project",
      "storyCollector.partner",
      "partner.name as partnerName",
      "storyCollector.label",
      "storyCollector.expiresAt",
      "storyCollector.revokedAt",
    ])
    .select((eb) =>
      eb
        .selectFrom("story")
        .select((one) => one.fn.countAll<number>().as("n"))
        .whereRef("story.collector", "=", "storyCollector.id")
        .$asScalar()
        .$notNull()
        .as("stories"),
    );

export async function listCollectors(db: Database): Promise<Collector[]> {
  return select(db).orderBy("storyCollector.createdAt", "desc").execute();
}

/** The collector that a link opens, as long as it is good. */
export async function collectorOfToken(db: Database, tokenSha256: string): Promise<Collector | undefined> {
  return select(db)
    .where("storyCollector.tokenSha256", "=", tokenSha256)
    .where("storyCollector.revokedAt", "is", null)
    .where("storyCollector.expiresAt", ">", sql<Date>`now()`)
    .executeTakeFirst();
}

/** False when it is revoked already, or none. */
export async function endCollector(trx: Database, id: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("storyCollector")
    .set({ revokedAt: sql`now()` })
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

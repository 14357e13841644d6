import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Story, StoryContact } from "../../platform/database/schema.ts";
import type { Localised } from "../../platform/localised.ts";
import type { StoryState } from "./states.ts";

export type StoryRow = Omit<Selectable<Story>, "state"> & { state: StoryState };
export interface Wording {
  position: number;
  role: "original" | "correction" | "shortened" | "translation";
  language: string;
  title: string | null;
  words: string;
  author: string | null;
  machine: boolean;
  madeAt: Date;
}
export interface Consent {
  givenBy: "teller" | "guardian" | "collector";
  scopes: string[];
  version: string;
  evidence: string | null;
  /** YYYY-MM-DD. */
  givenOn: string;
  madeAt: Date;
}

/** False when that very form was sent before. */
export async function insertStory(trx: Database, row: Insertable<Story>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("story")
    .values(row)
    .onConflict((conflict) => conflict.column("form").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findStory(db: Database, id: string): Promise<StoryRow | undefined> {
  return (await db.selectFrom("story").selectAll().where("id", "=", id).executeTakeFirst()) as StoryRow | undefined;
}

/** Until the transaction ends, nobody else changes it. */
export async function lockStory(trx: Database, id: string): Promise<StoryRow | undefined> {
  return (await trx.selectFrom("story").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()) as StoryRow | undefined;
}

/** The story that a teller's link opens, by the digest of its secret. */
export async function storyOfToken(db: Database, tokenSha256: string): Promise<StoryRow | undefined> {
  return (await db.selectFrom("story").selectAll().where("tokenSha256", "=", tokenSha256).executeTakeFirst()) as StoryRow | undefined;
}

export async function updateStory(trx: Database, id: string, changes: Updateable<Story>): Promise<void> {
  await trx
    .updateTable("story")
    .set({ ...changes, updatedAt: sql`now()`, version: sql`version + 1` })
    .where("id", "=", id)
    .execute();
}

/** Adds a wording after all others. The caller holds the story. */
export async function addWording(
  trx: Database,
  story: string,
  text: Pick<Wording, "role" | "language" | "title" | "words"> & Partial<Pick<Wording, "author" | "machine">>,
): Promise<void> {
  await trx
    .insertInto("storyText")
    .values({ ...text, story, position: nextPosition("story_text", story) })
    .execute();
}

export async function wordingsOf(db: Database, story: string): Promise<Wording[]> {
  const rows = await db
    .selectFrom("storyText")
    .select(["position", "role", "language", "title", "words", "author", "machine", "madeAt"])
    .where("story", "=", story)
    .orderBy("position")
    .execute();
  return rows as Wording[];
}

export async function addConsent(
  trx: Database,
  story: string,
  consent: Pick<Consent, "givenBy" | "scopes" | "version"> & Partial<Pick<Consent, "evidence" | "givenOn">>,
): Promise<void> {
  await trx
    .insertInto("storyConsent")
    .values({ ...consent, story, position: nextPosition("story_consent", story) })
    .execute();
}

export async function consentsOf(db: Database, story: string): Promise<Consent[]> {
  const rows = await db
    .selectFrom("storyConsent")
    .select(["givenBy", "scopes", "version", "evidence", "givenOn", "madeAt"])
    .where("story", "=", story)
    .orderBy("position")
    .execute();
  return rows as Consent[];
}

export async function putContact(trx: Database, contact: Insertable<StoryContact>): Promise<void> {
  await trx.insertInto("storyContact").values(contact).execute();
}

export async function contactOf(db: Database, story: string): Promise<Selectable<StoryContact> | undefined> {
  return db.selectFrom("storyContact").selectAll().where("story", "=", story).executeTakeFirst();
}

/** One line of a list of the desk, or of a collector: how it begins, and where it stands. */
export interface StoryListed {
  id: string;
  state: StoryState;
  language: string;
  beginning: string;
  partnerName: Localised | null;
  ageBand: string;
  demo: boolean;
  receivedAt: Date;
  collected: boolean;
}

const MOST_LISTED = 300;

/** The stories of the desk, oldest waiting first, or those of one collector, newest first. */
export async function listStories(db: Database, filter: { states?: readonly string[]; collector?: string }): Promise<StoryListed[]> {
  let query = db
    .selectFrom("story")
    .leftJoin("partner", "partner.id", "story.partner")
    .leftJoin("storyText", (join) => join.onRef("storyText.story", "=", "story.id").on("storyText.role", "=", "original"))
    .select(["story.id", "story.state", "story.ageBand", "story.demo", "story.receivedAt", "partner.name as partnerName"])
    .select([
      sql<string>`coalesce(story_text.language, '')`.as("language"),
      sql<string>`coalesce(story_text.title, left(story_text.words, 90), '')`.as("beginning"),
      sql<boolean>`story.collector IS NOT NULL`.as("collected"),
    ])
    .limit(MOST_LISTED);
  if (filter.states?.length) query = query.where("story.state", "in", filter.states);
  query =
    filter.collector === undefined
      ? query.orderBy("story.receivedAt")
      : query.where("story.collector", "=", filter.collector).orderBy("story.receivedAt", "desc");
  return (await query.execute()) as StoryListed[];
}

/** How many stories are in each state. */
export async function countStories(db: Database): Promise<Map<StoryState, number>> {
  const rows = await db
    .selectFrom("story")
    .select((eb) => ["state", eb.fn.countAll<number>().as("n")])
    .groupBy("state")
    .execute();
  return new Map(rows.map(({ state, n }) => [state as StoryState, n]));
}

/** A picture that came with a form: forgotten after two days unless a story shows it. */
export async function noteUpload(db: Database, sha256: string): Promise<void> {
  await db
    .insertInto("storyUpload")
    .values({ sha256 })
    .onConflict((conflict) => conflict.column("sha256").doUpdateSet({ at: sql`now()` }))
    .execute();
}

const nextPosition = (table: "story_text" | "story_consent", story: string) =>
  sql<number>`(SELECT coalesce(max(position), 0) + 1 FROM ${sql.table(table)} WHERE story = ${story})`;

/** The picture of a story, whatever its state: for the desk. */
export async function storyPictureOfDesk(db: Database, sha256: string) {
  return db
    .selectFrom("file")
    .select(["sha256", "name", "mediaType"])
    .where("sha256", "=", sha256)
    .where((eb) => eb.exists(eb.selectFrom("story").select("story.id").whereRef("story.picture", "=", "file.sha256")))
    .executeTakeFirst();
}

/** The projects that may gather stories: published, of several partners. */
export async function projectsToCollectFor(db: Database): Promise<{ id: string; name: Localised }[]> {
  return db
    .selectFrom("project")
    .select(["id", "name"])
    .where("status", "=", "published")
    .where("reportedBy", "is", null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("projectPartner")
          .select("projectPartner.project")
          .whereRef("projectPartner.project", "=", "project.id")
          .where("projectPartner.partner", "is not", null),
      ),
    )
    .orderBy("id")
    .limit(500)
    .execute();
}

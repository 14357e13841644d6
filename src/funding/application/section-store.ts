import type { Database } from "../../platform/database/connect.ts";
import type { Section } from "./content.ts";
import type { Part } from "./sections.ts";

export interface SavedSection {
  version: number;
  savedAt: Date;
  savedName: string;
  savedBy: string;
}

/** When each section was last saved, and by whom. */
export async function sectionsOf(db: Database, application: string): Promise<Map<string, SavedSection>> {
  const rows = await db
    .selectFrom("applicationSection")
    .distinctOn("section")
    .select(["section", "version", "savedAt", "savedName", "savedBy"])
    .where("application", "=", application)
    .orderBy("section")
    .orderBy("version", "desc")
    .execute();
  return new Map(rows.map(({ section, ...saved }) => [section, saved as unknown as SavedSection]));
}

export async function sectionAt(db: Database, application: string, section: Section, version: number): Promise<Part | undefined> {
  const row = await db
    .selectFrom("applicationSection")
    .select("content")
    .where("application", "=", application)
    .where("section", "=", section)
    .where("version", "=", version)
    .executeTakeFirst();
  return row?.content as Part | undefined;
}

/** Whether anybody else has saved a section after a version of it. */
export async function otherWriters(db: Database, application: string, section: Section, after: number, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom("applicationSection")
    .select("version")
    .where("application", "=", application)
    .where("section", "=", section)
    .where("version", ">", after)
    .where("savedBy", "<>", userId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Versions of a section that are kept, so that whoever opened one of them can still be merged. */
const KEPT_VERSIONS = 60;

export async function insertSection(
  trx: Database,
  row: { application: string; section: Section; version: number; content: Part; savedBy: string; savedName: string },
): Promise<Date> {
  const made = await trx
    .insertInto("applicationSection")
    .values({ ...row, content: JSON.stringify(row.content) } as never)
    .returning("savedAt")
    .executeTakeFirstOrThrow();
  await trx
    .deleteFrom("applicationSection")
    .where("application", "=", row.application)
    .where("section", "=", row.section)
    .where("version", "<=", row.version - KEPT_VERSIONS)
    .execute();
  return made.savedAt as unknown as Date;
}

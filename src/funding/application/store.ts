import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { type Draft, parseDraft, type Totals } from "./content.ts";
import type { ApplicationState } from "./states.ts";

export interface StoredApplication {
  id: string;
  number: string | null;
  edition: string;
  editionVersion: number;
  applicant: string;
  state: ApplicationState;
  version: number;
  draft: Draft;
  title: string;
  askedCents: number;
  totalCents: number;
  currency: string;
  submittedAt: Date | null;
  submittedBy: string | null;
  contentSha256: string | null;
  receipt: string | null;
  reason: string | null;
  deliberation: string | null;
  startedFrom: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export async function findApplication(db: Database, id: string): Promise<StoredApplication | undefined> {
  const row = await db.selectFrom("application").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  const { content, ...rest } = row;
  return { ...(rest as unknown as Omit<StoredApplication, "draft">), draft: parseDraft(content) };
}

/** What a person is to a file: a member of its applicant, or the guest of its draft. */
export type Standing = "representative" | "contributor" | "guest";

export async function standingOf(db: Database, application: string, userId: string): Promise<Standing | undefined> {
  const { rows } = await sql<{ standing: Standing }>`
    SELECT m.role AS standing FROM application a JOIN applicant_member m ON m.applicant = a.applicant WHERE a.id = ${application} AND m.user_id = ${userId}
    UNION ALL
    SELECT 'guest' FROM application_guest g JOIN application a ON a.id = g.application WHERE g.application = ${application} AND g.user_id = ${userId} AND a.state = 'draft'
    LIMIT 1`.execute(db);
  return rows[0]?.standing;
}

export async function insertDraft(
  trx: Database,
  row: {
    edition: string;
    editionVersion: number;
    applicant: string;
    currency: string;
    draft: Draft;
    startedFrom: string | null;
    by: string;
  },
): Promise<string> {
  const { draft, by, ...rest } = row;
  const made = await trx
    .insertInto("application")
    .values({ ...rest, content: JSON.stringify(draft), title: draft.title.slice(0, 300), createdBy: by, updatedBy: by } as never)
    .returning("id")
    .executeTakeFirstOrThrow();
  return made.id;
}

/** What lists read of a content. */
const listed = (draft: Draft, totals: Totals) => ({
  title: draft.title.trim().slice(0, 300),
  countries: [...new Set(draft.places.map(({ country }) => country).filter((code) => /^[A-Z]{2}$/.test(code)))],
  // A ceiling of the column, far above any: what is too much is said by the check.
  askedCents: Math.max(0, totals.asked),
  totalCents: Math.max(0, totals.expenses),
});

export async function writeDraft(trx: Database, id: string, draft: Draft, totals: Totals, by: string): Promise<void> {
  await trx
    .updateTable("application")
    .set({
      ...listed(draft, totals),
      content: JSON.stringify(draft),
      version: sql`version + 1`,
      updatedAt: sql`now()`,
      updatedBy: by,
    } as never)
    .where("id", "=", id)
    .execute();
}

export async function deleteDraftRow(trx: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("application").where("id", "=", id).where("state", "=", "draft").executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Latitude and longitude of the middle of each country that has one. */
export async function countryPoints(db: Database): Promise<Map<string, [number, number]>> {
  const rows = await db.selectFrom("country").select(["code", "latitude", "longitude"]).execute();
  return new Map(
    rows.flatMap(({ code, latitude, longitude }) => (latitude === null || longitude === null ? [] : [[code, [latitude, longitude]]])),
  );
}

import { sql } from "kysely";
import type { Database } from "../database/connect.ts";
import type { View } from "./rules.ts";

/** So many readings of the same kind. */
export type Views = View & { views: number };

const BATCH = 1_000;

/** Adds to the sums that are there, all or nothing. Rows in one order, so that two processes that add never wait for each other in a circle. */
export async function addViews(db: Database, views: readonly Views[]): Promise<void> {
  const key = (one: Views) => `${one.day} ${one.page} ${one.record} ${one.language} ${one.referrer} ${one.device}`;
  const rows = views.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  await db.transaction().execute(async (trx) => {
    for (let i = 0; i < rows.length; i += BATCH)
      await trx
        .insertInto("audienceCount")
        .values(
          rows
            .slice(i, i + BATCH)
            .map(({ day, page, record, language, referrer, device, views }) => ({ day, page, record, language, referrer, device, views })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(["day", "page", "record", "language", "referrer", "device"])
            .doUpdateSet({ views: sql<number>`audience_count.views + excluded.views` }),
        )
        .execute();
  });
}

export const steps = ["day", "week", "month"] as const;
export type Step = (typeof steps)[number];

/** Pages read in each day, week (by its Monday) or month, the newest first, without those in which nothing was read. */
export async function viewsOverTime(db: Database, step: Step, most: number): Promise<{ period: string; views: number }[]> {
  const { rows } = await sql<{ period: string; views: number }>`
    SELECT to_char(date_trunc(${step}, day), 'YYYY-MM-DD') AS period, sum(views)::integer AS views
    FROM published.audience_day GROUP BY 1 ORDER BY 1 DESC LIMIT ${most}`.execute(db);
  return rows;
}

export type Split = "language" | "referrer" | "device";
/** How the readings since a day are shared out. */
export async function viewsBy(db: Database, since: string): Promise<Record<Split, { value: string; views: number }[]>> {
  const { rows } = await sql<{ split: Split; value: string; views: number }>`
    SELECT CASE WHEN grouping(language) = 0 THEN 'language' WHEN grouping(referrer) = 0 THEN 'referrer' ELSE 'device' END AS split,
           coalesce(language, referrer, device) AS value, sum(views)::integer AS views
    FROM published.audience_day WHERE day >= ${since}::date GROUP BY GROUPING SETS (language, referrer, device) ORDER BY 3 DESC, 2`.execute(
    db,
  );
  const of = (split: Split) => rows.filter((row) => row.split === split).map(({ value, views }) => ({ value, views }));
  return { language: of("language"), referrer: of("referrer"), device: of("device") };
}

/** What a page, a record or a file counts. `record`: empty for a page that shows none, and where too few read it to say. */
export interface Read {
  page: string;
  record: string;
  views: number;
}

/** The most read since a month (YYYY-MM): pages of their own, records, files. */
export async function mostRead(db: Database, since: string, most: number): Promise<Record<"pages" | "records" | "files", Read[]>> {
  const { rows } = await sql<Read & { what: "pages" | "records" | "files" }>`
    SELECT * FROM (
      SELECT what, page, record, views, row_number() OVER (PARTITION BY what ORDER BY views DESC, page, record) AS place
      FROM (
        SELECT CASE WHEN page = 'file' THEN 'files' WHEN record = '' THEN 'pages' ELSE 'records' END AS what, page, record, sum(views)::integer AS views
        FROM published.audience_month WHERE month >= ${since} GROUP BY page, record
      ) s
    ) r WHERE place <= ${most} ORDER BY what, place`.execute(db);
  const of = (what: string) => rows.filter((row) => row.what === what);
  return { pages: of("pages"), records: of("records"), files: of("files") };
}

/** All months, as the file gives them. */
export async function audienceMonths(db: Database): Promise<(Read & { month: string })[]> {
  const { rows } = await sql<Read & { month: string }>`
    SELECT month, page, record, views FROM published.audience_month ORDER BY month DESC, page, record`.execute(db);
  return rows;
}

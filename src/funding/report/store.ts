import { type Selectable, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/schema.ts";
import type { Localised } from "../../platform/localised.ts";
import type { ReportType } from "./rules.ts";
import type { ReportState } from "./states.ts";

export type ReportRow = Omit<Selectable<DB["report"]>, "state" | "type" | "content"> & {
  state: ReportState;
  type: ReportType;
  content: Record<string, unknown>;
};

export async function reportsOfGrant(db: Database, grant: string): Promise<ReportRow[]> {
  return (await db
    .selectFrom("report")
    .selectAll()
    .where("grant", "=", grant)
    .orderBy("dueOn")
    .orderBy("type")
    .execute()) as unknown as ReportRow[];
}

export async function findReport(db: Database, id: string): Promise<ReportRow | undefined> {
  return (await db.selectFrom("report").selectAll().where("id", "=", id).executeTakeFirst()) as unknown as ReportRow | undefined;
}

/** A report with its grant locked before it. */
export async function lockReport(trx: Database, id: string): Promise<ReportRow | undefined> {
  await sql`SELECT 1 FROM "grant" g WHERE g.id = (SELECT r."grant" FROM report r WHERE r.id = ${id}) FOR UPDATE`.execute(trx);
  return (await trx.selectFrom("report").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()) as unknown as
    | ReportRow
    | undefined;
}

/** Writes columns of a report; `now`: the one that holds the instant of the act. Returns its version. */
export async function setReport(
  trx: Database,
  id: string,
  set: Record<string, unknown>,
  now?: "sentAt" | "certifiedAt" | "decidedAt",
): Promise<number> {
  const row = await trx
    .updateTable("report")
    .set({ ...set, ...(now ? { [now]: sql`now()` } : {}), version: sql`version + 1` } as never)
    .where("id", "=", id)
    .returning("version")
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Notes that the beneficiary was reminded on a day. */
export async function noteReminder(trx: Database, id: string, on: string): Promise<void> {
  await trx
    .updateTable("report")
    .set({ remindedAt: sql`${on}::date`, reminders: sql`reminders + 1` } as never)
    .where("id", "=", id)
    .execute();
}

export interface ReportListed {
  id: string;
  grant: string;
  number: string;
  object: string;
  organisationName: Localised;
  type: ReportType;
  state: ReportState;
  dueOn: string;
  reminders: number;
  sentAt: Date | null;
}

const listed = sql`
  SELECT r.id, r."grant", g.number, g.object, o.name AS organisation_name, r.type, r.state, r.due_on, r.reminders, r.sent_at
  FROM report r JOIN "grant" g ON g.id = r."grant" JOIN organisation o ON o.id = g.organisation`;

/** Reports that are late on a day, the longest late first; those to be read by an officer; those due within 60 days. */
export async function reportsToFollow(
  db: Database,
  on: string,
): Promise<{ late: ReportListed[]; toRead: ReportListed[]; soon: ReportListed[] }> {
  const waited = sql`r.state IN ('expected', 'certifying', 'to_complete') AND g.state NOT IN ('cancelled', 'lapsed')`;
  const [late, toRead, soon] = await Promise.all([
    sql<ReportListed>`${listed} WHERE ${waited} AND r.due_on < ${on}::date ORDER BY r.due_on, g.number LIMIT 500`.execute(db),
    sql<ReportListed>`${listed} WHERE r.state = 'received' ORDER BY r.sent_at LIMIT 500`.execute(db),
    sql<ReportListed>`${listed} WHERE ${waited} AND r.due_on BETWEEN ${on}::date AND ${on}::date + 60 ORDER BY r.due_on, g.number LIMIT 500`.execute(
      db,
    ),
  ]);
  return { late: late.rows, toRead: toRead.rows, soon: soon.rows };
}

/** Reports to remind of on a day: 30 days before, 7 days before, the day after, then every 30 days. */
export async function reportsToRemind(trx: Database, on: string) {
  const { rows } = await sql<{
    id: string;
    grant: string;
    applicant: string;
    number: string;
    object: string;
    type: ReportType;
    dueOn: string;
    late: boolean;
  }>`
    SELECT r.id, r."grant", a.applicant, g.number, g.object, r.type, r.due_on, r.due_on < ${on}::date AS late
    FROM report r JOIN "grant" g ON g.id = r."grant" JOIN application a ON a.id = g.application
    WHERE r.state IN ('expected', 'to_complete') AND g.state IN ('signed', 'committed', 'suspended')
      AND CASE WHEN r.due_on < ${on}::date THEN coalesce(r.reminded_at::date <= greatest(r.due_on, ${on}::date - 30), true)
               WHEN r.due_on - ${on}::date <= 7 THEN coalesce(r.reminded_at::date < r.due_on - 7, true)
               WHEN r.due_on - ${on}::date <= 30 THEN r.reminded_at IS NULL
               ELSE false END
    ORDER BY r.id FOR UPDATE OF r SKIP LOCKED LIMIT 500`.execute(trx);
  return rows;
}

export function filesOfReport(db: Database, report: string) {
  return db
    .selectFrom("reportFile as f")
    .leftJoin("fileCheck as k", "k.file", "f.file")
    .select(["f.id", "f.file", "f.name", "f.sentAt", "k.state as check", "k.found"])
    .where("f.report", "=", report)
    .orderBy("f.sentAt")
    .execute();
}

export async function insertReportFile(
  trx: Database,
  row: { report: string; file: string; name: string; sentBy: string },
): Promise<string> {
  return (await trx.insertInto("reportFile").values(row).returning("id").executeTakeFirstOrThrow()).id;
}
export async function deleteReportFile(trx: Database, report: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("reportFile").where("report", "=", report).where("id", "=", id).executeTakeFirst();
  return numDeletedRows === 1n;
}
/** A file of a report, with what it was found to be. */
export async function findReportFile(
  db: Database,
  report: string,
  id: string,
): Promise<{ sha256: string; name: string; mediaType: string } | undefined> {
  return db
    .selectFrom("reportFile as f")
    .innerJoin("file", "file.sha256", "f.file")
    .select(["f.file as sha256", "f.name", "file.mediaType"])
    .where("f.report", "=", report)
    .where("f.id", "=", id)
    .executeTakeFirst();
}

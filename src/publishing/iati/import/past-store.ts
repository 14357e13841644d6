import { sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";
import type { Localised } from "../../../platform/localised.ts";
import type { Status } from "../../../register/record/states.ts";

export interface ImportedRecord {
  identifier: string;
  kind: "project" | "programme";
  id: string;
  name: Localised;
  status: Status;
  line: number;
}

/** The records that the file is the last to have written, in the order of its lines; and how many there are. */
export async function recordsOfImport(
  db: Database,
  id: string,
  page: number,
  size: number,
): Promise<{ count: number; rows: ImportedRecord[] }> {
  const [{ rows }, { count }] = await Promise.all([
    sql<ImportedRecord>`
      SELECT a.identifier, a.line, CASE WHEN a.project IS NULL THEN 'programme' ELSE 'project' END AS kind,
             coalesce(p.id, g.id) AS id, coalesce(p.name, g.name) AS name, coalesce(p.status, g.status) AS status
      FROM reported_activity a LEFT JOIN project p ON p.id = a.project LEFT JOIN programme g ON g.id = a.programme
      WHERE a.import = ${id} ORDER BY a.line, a.identifier LIMIT ${size} OFFSET ${(page - 1) * size}`.execute(db),
    db
      .selectFrom("reportedActivity")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("import", "=", id)
      .executeTakeFirstOrThrow(),
  ]);
  return { count: Number(count), rows };
}

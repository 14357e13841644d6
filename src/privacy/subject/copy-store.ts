import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import { type Category, type ClassifiedTable, tables } from "../processing/columns.ts";
import type { ProcessingId } from "../processing/processings.ts";

/** Of whom: an account, an address, or both. */
export interface Subject {
  userId: string | null;
  /** In lower case. */
  email: string | null;
}
export interface CopiedTable {
  table: string;
  processing: ProcessingId;
  /** Column and value, without what opens an account. */
  rows: Record<string, unknown>[];
  /** How many there are, where only the first were taken. */
  total: number;
}

/** Of one table, at most so many rows are copied; the copy says how many there are. */
const MOST = 2_000;
const hidden: readonly Category[] = ["secret", "sealed"];

/** Tables that hold nothing to know a person by, reached from one that does. */
const reached: Record<string, (subject: Subject) => RawBuilder<unknown>> = {
  "public.subscription_topic": ({ email }) => sql`t.subscription IN (SELECT id FROM subscription WHERE email = ${email})`,
  "public.subscription_alert": ({ email }) => sql`t.subscription IN (SELECT id FROM subscription WHERE email = ${email})`,
  "public.story": ({ email }) => sql`t.id IN (SELECT story FROM story_contact WHERE lower(email) = ${email})`,
  "public.story_text": ({ email }) => sql`t.story IN (SELECT story FROM story_contact WHERE lower(email) = ${email})`,
  "public.story_consent": ({ email }) => sql`t.story IN (SELECT story FROM story_contact WHERE lower(email) = ${email})`,
  "public.applicant": ({ userId }) => sql`t.id IN (SELECT applicant FROM applicant_member WHERE user_id = ${userId})`,
};

const tableRef = (table: string) => sql.table(table);

function conditionOf({ table, personal }: ClassifiedTable, subject: Subject): RawBuilder<unknown> | undefined {
  const own = personal
    .filter((column) => column.subject)
    .flatMap(({ name, category }) => {
      if (category === "account") return subject.userId === null ? [] : [sql`t.${sql.ref(name)} = ${subject.userId}`];
      return subject.email === null ? [] : [sql`lower(t.${sql.ref(name)}) = ${subject.email}`];
    });
  const conditions = [...own, ...(reached[table] ? [reached[table](subject)] : [])];
  return conditions.length === 0 ? undefined : sql`(${sql.join(conditions, sql` OR `)})`;
}

/** All rows that are about someone: GDPR art. 15 and 20. */
export async function rowsAbout(db: Database, subject: Subject): Promise<CopiedTable[]> {
  const found: CopiedTable[] = [];
  // Names of columns, and of fields within them, as they are.
  const plain = db.withoutPlugins();
  // One query a table: there are as many as tables that know people, whoever asks.
  for (const one of tables) {
    const condition = conditionOf(one, subject);
    if (!condition) continue;
    const without = one.personal.filter(({ category }) => hidden.includes(category)).map(({ name }) => name);
    const { rows } = await sql<{ row: Record<string, unknown>; total: number }>`
      SELECT to_jsonb(t) - ${without}::text[] AS row, count(*) OVER ()::int AS total FROM ${tableRef(one.table)} t WHERE ${condition} LIMIT ${MOST}`.execute(
      plain,
    );
    if (rows.length > 0)
      found.push({ table: one.table, processing: one.processing!, rows: rows.map(({ row }) => row), total: rows[0]!.total });
  }
  return found;
}

export interface Act {
  at: Date;
  action: string;
  kind: string;
  record: string;
}
/** What someone did, as the log has it: when, what, on what. */
export async function actsOf(db: Database, userId: string): Promise<{ acts: Act[]; total: number }> {
  const { rows } = await sql<
    Act & { total: number }
  >`SELECT at, action, kind, record, count(*) OVER ()::int AS total FROM event WHERE actor = ${userId}
    ORDER BY at DESC, id DESC LIMIT ${MOST}`.execute(db);
  return { acts: rows.map(({ total: _, ...act }) => act), total: rows[0]?.total ?? 0 };
}

/**
 * Where else an address, or a name, is written: in forms, in free text. How many rows of which column, no word of them:
 * someone of the office looks there.
 */
export async function mentionsOf(db: Database, words: string): Promise<{ table: string; column: string; count: number }[]> {
  const like = `%${words.replace(/[\\%_]/g, "\\$&")}%`;
  const found: { table: string; column: string; count: number }[] = [];
  const plain = db.withoutPlugins();
  for (const { table, personal } of tables) {
    const columns = personal.filter(({ category, subject }) => !subject && ["document", "words", "name", "body"].includes(category));
    if (columns.length === 0 || table.startsWith("protected.")) continue;
    const counts = columns.map(
      ({ name }) => sql`count(*) FILTER (WHERE t.${sql.ref(name)}::text ILIKE ${like})::int AS ${sql.ref(`count ${name}`)}`,
    );
    const { rows } = await sql<Record<string, number>>`SELECT ${sql.join(counts)} FROM ${tableRef(table)} t`.execute(plain);
    for (const { name } of columns) {
      const count = rows[0]![`count ${name}`] ?? 0;
      if (count > 0) found.push({ table, column: name, count });
    }
  }
  return found;
}

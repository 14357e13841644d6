import type { Database } from "../../platform/database/connect.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import { type Act, actsOf, type CopiedTable, rowsAbout, type Subject } from "./copy-store.ts";

/** Everything about someone. */
export interface Copy {
  madeAt: string;
  subject: Subject;
  tables: CopiedTable[];
  acts: Act[];
  /** How many acts there are, where only the newest are here. */
  actsTotal: number;
}

export async function copyOf(db: Database, subject: Subject, now: Date): Promise<Copy> {
  const acts = subject.userId === null ? { acts: [], total: 0 } : await actsOf(db, subject.userId);
  return { madeAt: now.toISOString(), subject, tables: await rowsAbout(db, subject), acts: acts.acts, actsTotal: acts.total };
}

/** A structured, commonly used, machine-readable form (GDPR art. 20), each table with what it is for and how long it is kept. */
export function copyAsJson(copy: Copy, t: Translator): string {
  return JSON.stringify(
    {
      madeAt: copy.madeAt,
      subject: copy.subject,
      data: copy.tables.map(({ table, processing, rows, total }) => ({
        table,
        processing: t.dynamic(`processing.${processing}.name`),
        purpose: t.dynamic(`processing.${processing}.purpose`),
        total,
        rows,
      })),
      acts: { total: copy.actsTotal, entries: copy.acts },
    },
    null,
    2,
  );
}

/** The name of a table and of a column for a reader; where there are no words for it, its own, without the underscores. */
export const tableWords = (t: Translator, table: string) => wordsOf(t, `privacy.table.${table.replace(/^public\./, "")}`, table);
export const columnWords = (t: Translator, column: string) => wordsOf(t, `privacy.column.${column}`, column);
const wordsOf = (t: Translator, key: string, name: string) =>
  t.has(key) ? t.dynamic(key) : name.replace(/^public\./, "").replace(/[_.]/g, " ");

/** A value as one reads it: what is made of parts, a part a line. */
export function valueLines(value: unknown): string[] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object") return [String(value)];
  return Object.entries(value).flatMap(([name, part]) => {
    const lines = valueLines(part);
    if (lines.length === 0) return [];
    return Array.isArray(value) ? lines : lines.length === 1 ? [`${name}: ${lines[0]}`] : [`${name}:`, ...lines.map((line) => `  ${line}`)];
  });
}

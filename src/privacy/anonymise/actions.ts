import { randomBytes } from "node:crypto";
import type { Database } from "../../platform/database/connect.ts";
import { type Category, type ClassifiedTable, tables } from "../processing/columns.ts";
import { type Disguise, makeDisguise, treatmentOf } from "./rules.ts";
import {
  type ColumnFacts,
  columnFacts,
  databaseName,
  emptyTables,
  othersConnected,
  readBatch,
  sealAnew,
  withoutTriggers,
  withTriggers,
  writeBatch,
} from "./store.ts";

const BATCH = 500;
/** Makes its words anew from its title and body, by a trigger of its own. */
const INDEX = "public.search_entry";

/** What a copy for tests has no use for: what opens accounts, waits to be sent, is sealed, or would write to somebody. */
const emptied = [
  "auth.session",
  "auth.verification",
  "auth.link",
  "auth.invitation",
  "auth.totp",
  "auth.recovery_code",
  "auth.passkey",
  "auth.used_ticket",
  "auth.attempt",
  "auth.throttle",
  "public.rate_limit",
  "public.outgoing_mail",
  "public.subscription_request",
  "public.api_answer",
  "public.webhook_message",
  "public.upload",
  "public.search_word",
  "public.audit_anchor",
  "public.audit_check",
  "graphile_worker._private_jobs",
];

export type Anonymised =
  | { ok: true; tables: number; rows: number }
  | { ok: false; reason: "named" | "in_use"; database: string; others: number };

/**
 * Makes a copy of a database fit for tests: whatever its classification says of a person is replaced by invented values,
 * the same for the same; secrets, sealed contents and what waits to be sent go; the log is sealed anew. All in one
 * transaction. Refused unless the database is named, and while others use it. `progress` is told each table.
 */
export async function anonymise(
  db: Database,
  options: { named: string | undefined; progress?: (table: string, rows: number) => void },
): Promise<Anonymised> {
  const [database, others] = [await databaseName(db), await othersConnected(db)];
  if (options.named !== undefined && options.named !== database) return { ok: false, reason: "named", database, others };
  if (options.named === undefined) return { ok: false, reason: others > 0 ? "in_use" : "named", database, others };
  const disguise = makeDisguise(randomBytes(32).toString("hex"));
  return db.transaction().execute(async (trx: Database) => {
    const plain = trx.withoutPlugins();
    const sealed = tables.filter(({ table }) => table.startsWith("protected.") && !table.endsWith("_move")).map(({ table }) => table);
    const gone = new Set([...emptied, ...sealed]);
    const work = tables.filter(({ table, personal }) => personal.length > 0 && !gone.has(table));
    const touched = [...work.map(({ table }) => table), ...gone].filter((table) => !table.startsWith("graphile_worker."));
    const silent = touched.filter((table) => table !== INDEX);
    await withoutTriggers(plain, silent);
    await emptyTables(plain, [...gone]);
    let rows = 0;
    for (const one of work) rows += await disguiseTable(plain, one, disguise, options.progress);
    await sealAnew(plain);
    await withTriggers(plain, silent);
    return { ok: true as const, tables: work.length, rows };
  });
}

async function disguiseTable(
  trx: Database,
  { table, personal }: ClassifiedTable,
  disguise: Disguise,
  progress: ((table: string, rows: number) => void) | undefined,
): Promise<number> {
  const facts = new Map((await columnFacts(trx, table)).map((one) => [one.name, one]));
  const columns = personal.flatMap(({ name, category }) => {
    const one = facts.get(name);
    return one && !one.generated && !one.bound && one.type !== "tsvector" && treatmentOf(category) ? [{ facts: one, category }] : [];
  });
  if (columns.length === 0) return 0;
  const names = columns.map(({ facts: { name } }) => name);
  let [done, after] = [0, "(0,0)"];
  // New versions of the rows go to the end of the table: the end is taken before the first is written.
  const all: { place: string; values: Record<string, unknown> }[] = [];
  for (;;) {
    const batch = await readBatch(trx, table, names, after, BATCH);
    for (const row of batch)
      all.push({
        place: row.place,
        values: Object.fromEntries(columns.map((column) => [column.facts.name, disguised(column, row[column.facts.name], disguise)])),
      });
    if (batch.length < BATCH) break;
    after = batch.at(-1)!.place;
  }
  for (let i = 0; i < all.length; i += BATCH)
    await writeBatch(
      trx,
      table,
      columns.map(({ facts }) => facts),
      all.slice(i, i + BATCH),
    );
  done += all.length;
  progress?.(table, done);
  return done;
}

function disguised({ facts, category }: { facts: ColumnFacts; category: Category }, value: unknown, disguise: Disguise): unknown {
  if (value === null) return null;
  const treatment = treatmentOf(category);
  if (treatment === "empty" && facts.nullable) return null;
  if (facts.type === "bytea") return treatment === "disguise" ? (value as Buffer).toString("hex") : randomBytes(16).toString("hex");
  if (treatment === "scramble") return randomBytes(32).toString("hex");
  if (facts.type === "jsonb") return disguise.json(value, category);
  if (facts.type === "text[]") return treatment === "empty" ? [] : value;
  if (
    facts.type === "date" ||
    facts.type.startsWith("timestamp") ||
    facts.type === "numeric" ||
    facts.type === "bigint" ||
    facts.type === "boolean"
  )
    return value;
  // A digest names bytes that a copy without its files does not have; as a name it stays what it is.
  if (/^[0-9a-f]{64}$/.test(String(value)) && category === "file") return value;
  if (category === "file") return fileName(String(value));
  return disguise.text(String(value), category);
}

const fileName = (name: string) => `document${/\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? ""}`;

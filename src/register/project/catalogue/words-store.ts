import { type Kysely, sql } from "kysely";
import type { Database } from "../../../platform/database/connect.ts";
import type { Locale } from "../../../platform/i18n/languages.ts";
import { configurationOf } from "../../search/words-store.ts";
import { add, type Bits, none } from "./bits.ts";
import type { Catalogue } from "./catalogue.ts";

/** The projects that hold these words; undefined when none are asked for. */
export async function holding(db: Database, catalogue: Catalogue, words: string | undefined, locale: Locale): Promise<Bits | undefined> {
  if (!words) return undefined;
  const { ids } = await db
    .selectFrom("searchEntry")
    .select(sql<string | null>`string_agg(record, chr(10))`.as("ids"))
    .where("kind", "=", "project")
    .where("locale", "=", locale)
    .where(sql<boolean>`words @@ websearch_to_tsquery(${configurationOf(locale)}, plain_punctuation(${words}))`)
    .executeTakeFirstOrThrow();
  const bits = none(catalogue.ids.length);
  for (const id of ids?.split("\n") ?? []) {
    const i = catalogue.numberOf.get(id);
    if (i !== undefined) add(bits, i);
  }
  return bits;
}

/** What the register calls its records, in the order of the words of a language. */
export interface NameOrder {
  projects: Uint32Array;
  /** Of a project by its number, and of what else a map shows, among all of them. */
  rankOf: { project: Uint32Array; other: Map<string, number> };
}

const known = new WeakMap<Catalogue, Map<Locale, Promise<NameOrder>>>();

/** Read when it is first asked for, then kept with the catalogue. */
export async function nameOrder(db: Database, catalogue: Catalogue, locale: Locale): Promise<NameOrder> {
  let orders = known.get(catalogue);
  if (!orders) known.set(catalogue, (orders = new Map()));
  let order = orders.get(locale);
  if (!order) {
    orders.set(locale, (order = readOrder(db, catalogue, locale)));
    order.catch(() => orders.delete(locale));
  }
  return order;
}

async function readOrder(db: Database, { ids, numberOf }: Catalogue, locale: Locale): Promise<NameOrder> {
  const any = db as unknown as Kysely<any>;
  const { names } = await any
    .selectFrom(
      any
        .selectFrom("searchEntry")
        .select(["kind", "record"])
        .where("kind", "in", ["project", "partner", "network", "occasion"])
        .where("locale", "=", locale)
        .orderBy("folded")
        .orderBy("record")
        .as("one"),
    )
    .select(sql<string | null>`string_agg(CASE kind WHEN 'project' THEN record ELSE kind || ' ' || record END, chr(10))`.as("names"))
    .executeTakeFirstOrThrow();
  const projects: number[] = [];
  const project = new Uint32Array(ids.length);
  const other = new Map<string, number>();
  for (const [rank, name] of (names?.split("\n") ?? []).entries()) {
    const i = numberOf.get(name);
    if (i === undefined) other.set(name, rank);
    else {
      projects.push(i);
      project[i] = rank;
    }
  }
  return { projects: Uint32Array.from(projects), rankOf: { project, other } };
}

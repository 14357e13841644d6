import { join } from "node:path";
import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import { connect, type Database, transact } from "../../platform/database/connect.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { type KindName, kindNames, kindOf } from "../kinds.ts";
import { type PutOutcome, putRecord } from "../record/actions.ts";
import { problemsOfDatabase } from "../record/database-errors.ts";
import { linksOf } from "../record/links.ts";
import { parseDocument } from "../record/parse.ts";
import { readStandards } from "../reference/files.ts";
import { putCountries, putOdaList, putTerms, type Term } from "../reference/store.ts";
import { type Item, readItems, readVocabularies } from "./files.ts";
import { readGrants } from "./grants.ts";
import { SeedError, type SeedProblem, sentenceOf } from "./problems.ts";

/** What a load did. */
export interface SeedReport {
  /** Rows of the reference lists that were written. */
  reference: number;
  records: Record<PutOutcome, number>;
  /** Records of each kind in the files. */
  kinds: Partial<Record<KindName, number>>;
  /** What someone has changed since the last load, left as it is. */
  kept: { kind: KindName; id: string }[];
  /** New records that could not be published, as they refer to what is not public here. */
  drafts: { kind: KindName; id: string }[];
  /** Doubts, one line each: kept, and said. */
  warnings: string[];
}

interface Load {
  terms: Term[];
  items: Item[];
  by: Actor;
  demo: boolean;
  onProgress?: OnProgress | undefined;
}

/** Told before each record. */
type OnProgress = (done: number, total: number) => void;

/** Loads the folder of a city: its vocabularies, its records, its grants. All of it or nothing; twice changes nothing. */
export async function seedCity(db: Database, cityDir: string, onProgress?: OnProgress): Promise<SeedReport> {
  return load(db, { ...(await readFolder(cityDir)), by: { id: "seed", name: "City data", role: "system" }, demo: false, onProgress });
}

/** Loads the data of Paris into a database, or into the one at an address. */
export async function seedParis(target: Database | string): Promise<SeedReport> {
  if (typeof target === "string") return seedParisUrl(target);
  return seedCity(target, join(projectRoot, "data", "paris"));
}

export async function seedParisUrl(url: string): Promise<SeedReport> {
  const { db, close } = connect(url, { max: 1 });
  try {
    return await seedParis(db);
  } finally {
    await close();
  }
}

/** Loads the fictional records that show what the real ones do not yet; every one of them is marked. */
export async function seedDemo(db: Database, onProgress?: OnProgress): Promise<SeedReport> {
  const folder = join(projectRoot, "data", "demo");
  const by: Actor = { id: "seed-demo", name: "Demonstration data", role: "system" };
  return load(db, { ...(await readFolder(folder)), by, demo: true, onProgress });
}

/** Brings the lists that every city shares to what data/standards says. Returns how many rows were written. */
export async function seedStandards(db: Database): Promise<number> {
  const standards = await readStandards();
  return transact(db, async (trx) => {
    let written = (await putCountries(trx, standards.countries)) + (await putTerms(trx, standards.terms));
    for (const list of standards.odaLists) written += await putOdaList(trx, list);
    return written;
  });
}

async function load(db: Database, { terms, items, by, demo, onProgress }: Load): Promise<SeedReport> {
  const report: SeedReport = {
    reference: 0,
    records: { created: 0, changed: 0, unchanged: 0, kept: 0 },
    kinds: {},
    kept: [],
    drafts: [],
    warnings: [],
  };
  await transact(db, async (trx) => {
    // Two nodes that start at once load one after the other.
    await sql`SELECT pg_advisory_xact_lock(hashtext('ville-monde.seed'))`.execute(trx);
    report.reference = (await seedStandards(trx)) + (await putTerms(trx, terms, { onlyMissing: true }));
    const hidden = await unpublished(trx);
    const problems: SeedProblem[] = [];
    for (const [done, item] of items.entries()) {
      onProgress?.(done, items.length);
      problems.push(...(await put(trx, item, { by, demo, hidden, report })));
    }
    const faulty = new Set(problems.map(({ id }) => id));
    // A record refused for its own fault takes along those that name it: the first is the one to mend.
    const first = problems.filter(({ code, values }) => !(code === "unknown_reference" && faulty.has(String(values?.key))));
    if (problems.length > 0) throw new SeedError(first.length > 0 ? first : problems);
  });
  return report;
}

async function put(
  trx: Database,
  item: Item,
  { by, demo, hidden, report }: { by: Actor; demo: boolean; hidden: Set<string>; report: SeedReport },
): Promise<SeedProblem[]> {
  const { kind, id, input, file, line } = item;
  const model = item.status === "draft";
  const shown =
    !model &&
    !linksOf(kindOf(kind).fields, input).some(
      ({ to, key, internal }) => !internal && to.type === "record" && hidden.has(`${to.kind} ${key}`),
    );
  const result = await guarded(item, () =>
    putRecord(trx, kind, id, input, by, { status: shown ? "published" : "draft", demo, lenient: true }),
  );
  // Someone has withdrawn what the new version of a published record would name: theirs to settle.
  const theirs = !result.ok && result.problems.every(({ code }) => code === "references");
  if (!result.ok && !theirs) return result.problems.map((problem) => ({ file, line, id, ...problem }));
  const outcome = result.ok ? result.outcome : "kept";
  report.records[outcome]++;
  report.kinds[kind] = (report.kinds[kind] ?? 0) + 1;
  if (outcome === "kept") report.kept.push({ kind, id });
  if (outcome === "created" && !shown) {
    if (!model) report.drafts.push({ kind, id });
    hidden.add(`${kind} ${id}`);
  }
  if (result.ok) report.warnings.push(...result.warnings.map((warning) => sentenceOf({ file, line, id, ...warning })));
  return [];
}

/** What the database itself refuses ends the load at once, and is told like the rest. */
async function guarded<T>({ kind, id, file, line }: Item, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const problems = problemsOfDatabase(kindOf(kind), error);
    throw problems ? new SeedError(problems.map((problem) => ({ file, line, id, ...problem }))) : error;
  }
}

async function unpublished(trx: Database): Promise<Set<string>> {
  const hidden = new Set<string>();
  for (const kind of kindNames) {
    const rows = await trx.selectFrom(kind).select("id").where("status", "<>", "published").execute();
    for (const { id } of rows) hidden.add(`${kind} ${id}`);
  }
  return hidden;
}

/** What a folder holds, checked as far as files alone can be. Throws a SeedError with every fault of every file. */
export async function readFolder(folder: string): Promise<{ terms: Term[]; items: Item[] }> {
  const [vocabularies, ...reads] = await Promise.all([
    readVocabularies(join(folder, "vocabularies.yaml")),
    readItems(folder),
    readGrants(join(folder, "grants")),
  ]);
  const problems = [vocabularies, ...reads].flatMap((read) => read.problems);
  // In the order in which each may refer to those before it.
  const items = kindNames.flatMap((kind) => reads.flatMap((read) => read.items.filter((item) => item.kind === kind)));
  const seen = new Set<string>();
  for (const { kind, id, input, file, line } of items) {
    if (seen.has(`${kind} ${id}`)) problems.push({ file, line, id, path: "id", code: "twice" });
    seen.add(`${kind} ${id}`);
    const parsed = parseDocument(kindOf(kind), input, true);
    if (!parsed.ok) problems.push(...parsed.problems.map((problem) => ({ file, line, id, ...problem })));
  }
  if (problems.length > 0) throw new SeedError(problems);
  return { terms: vocabularies.items, items };
}

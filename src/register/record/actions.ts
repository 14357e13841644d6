import { type Actor, may } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import { type Database, transactIf } from "../../platform/database/connect.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { type KindName, kindOf } from "../kinds.ts";
import { problemsOfDatabase } from "./database-errors.ts";
import { changedFields, historyOf, lastEvent } from "./history.ts";
import type { Kind, Problem } from "./kind.ts";
import { parseDocument } from "./parse.ts";
import { indexRecord, indexStatus } from "./search-index.ts";
import { slugOf } from "./slug.ts";
import { nextStatus, pastTense, type Status, type Transition } from "./states.ts";
import {
  findRecord,
  freeId,
  insertRecord,
  lockRecord,
  publishedReferrers,
  resolveLinks,
  type StoredRecord,
  updateRecord,
  updateStatus,
} from "./store.ts";

export type Failure =
  | { ok: false; reason: "forbidden" }
  | { ok: false; reason: "not_found" }
  | { ok: false; reason: "invalid"; problems: Problem[] }
  /** Someone else saved first: `current` is what stands now. */
  | { ok: false; reason: "conflict"; current: StoredRecord }
  | { ok: false; reason: "wrong_state"; status: Status }
  /** Publishing would show a link to what is not public; withdrawing would leave one dangling. */
  | { ok: false; reason: "references"; records: { kind: string; id: string }[] };
export type Result<T> = ({ ok: true } & T) | Failure;

/** Makes a draft. Its identifier is made from its name. */
export async function createRecord(db: Database, name: KindName, input: unknown, by: Actor): Promise<Result<{ id: string }>> {
  if (!may(by, "record.edit")) return { ok: false, reason: "forbidden" };
  const kind = kindOf(name);
  const parsed = parseDocument(kind, input);
  if (!parsed.ok) return { ok: false, reason: "invalid", problems: parsed.problems };
  return write(db, kind, async (trx): Promise<Result<{ id: string }>> => {
    const id = await freeId(trx, kind, slugOf(textIn(parsed.document.name as Localised, "fr")!.text));
    return (await add(trx, kind, id, parsed.document, by, { status: "draft", demo: false })) ?? { ok: true, id };
  });
}

/** Replaces what a record says. `version` is the one the person read: if another was saved since, nothing is written. */
export async function editRecord(
  db: Database,
  name: KindName,
  id: string,
  version: number,
  input: unknown,
  by: Actor,
): Promise<Result<{ version: number; changed: string[] }>> {
  if (!may(by, "record.edit")) return { ok: false, reason: "forbidden" };
  const kind = kindOf(name);
  const parsed = parseDocument(kind, input);
  if (!parsed.ok) return { ok: false, reason: "invalid", problems: parsed.problems };
  return write(db, kind, async (trx): Promise<Result<{ version: number; changed: string[] }>> => {
    const locked = await lockRecord(trx, kind, id);
    if (!locked) return { ok: false, reason: "not_found" };
    const current = (await findRecord(trx, kind, id))!;
    if (locked.version !== version) return { ok: false, reason: "conflict", current };
    return replace(trx, kind, current, parsed.document, by, "edited");
  });
}

/** Puts a record back as it stood at `version`. What stands now stays in the history. */
export async function restoreRecord(
  db: Database,
  name: KindName,
  id: string,
  version: number,
  by: Actor,
): Promise<Result<{ version: number; changed: string[] }>> {
  if (!may(by, "record.edit")) return { ok: false, reason: "forbidden" };
  const kind = kindOf(name);
  return write(db, kind, async (trx): Promise<Result<{ version: number; changed: string[] }>> => {
    if (!(await lockRecord(trx, kind, id))) return { ok: false, reason: "not_found" };
    const entry = (await historyOf(trx, name, id, 10_000)).find((candidate) => candidate.version === version);
    if (!entry) return { ok: false, reason: "not_found" };
    // The rules may have changed since: an old document is parsed like any other.
    const parsed = parseDocument(kind, entry.document, true);
    if (!parsed.ok) return { ok: false, reason: "invalid", problems: parsed.problems };
    return replace(trx, kind, (await findRecord(trx, kind, id))!, parsed.document, by, "restored");
  });
}

/** Publishes, withdraws, archives or reopens, as the table of states allows. */
export async function moveRecord(
  db: Database,
  name: KindName,
  id: string,
  transition: Transition,
  by: Actor,
): Promise<Result<{ status: Status }>> {
  if (!may(by, "record.publish")) return { ok: false, reason: "forbidden" };
  const kind = kindOf(name);
  return write(db, kind, async (trx): Promise<Result<{ status: Status }>> => {
    const locked = await lockRecord(trx, kind, id);
    if (!locked) return { ok: false, reason: "not_found" };
    const status = nextStatus(locked.status, transition, kind);
    if (!status) return { ok: false, reason: "wrong_state", status: locked.status };
    const record = (await findRecord(trx, kind, id))!;
    const records =
      status === "published"
        ? (await resolveLinks(trx, kind, record.document)).unpublished
        : locked.status === "published"
          ? await publishedReferrers(trx, kind, id)
          : [];
    if (records.length > 0) return { ok: false, reason: "references", records };
    await updateStatus(trx, kind, id, status);
    await indexStatus(trx, kind, id, status);
    await logEvent(trx, { ...record, version: record.version + 1 }, pastTense[transition], by, []);
    return { ok: true, status };
  });
}

export type PutOutcome = "created" | "changed" | "unchanged" | "kept";

/**
 * Brings a record to what a file says of it, for loads and imports inside one transaction of the caller's. The same
 * file twice changes nothing; a record that someone else has changed since the last load is kept as it is, unless
 * `overwrite` is asked for by the person who imports. With `isNew` the caller has looked: the database refuses an
 * identifier that is taken all the same.
 */
export async function putRecord(
  trx: Database,
  name: KindName,
  id: string,
  input: unknown,
  by: Actor,
  options: { status?: "draft" | "published"; demo?: boolean; lenient?: boolean; overwrite?: boolean; isNew?: boolean } = {},
): Promise<{ ok: true; outcome: PutOutcome; warnings: Problem[] } | { ok: false; problems: Problem[] }> {
  const kind = kindOf(name);
  const parsed = parseDocument(kind, input, options.lenient);
  if (!parsed.ok) return parsed;
  const { document, warnings } = parsed;
  const current = options.isNew ? undefined : await findRecord(trx, kind, id);
  if (!current) {
    const failure = await add(trx, kind, id, document, by, { status: options.status ?? "draft", demo: options.demo ?? false });
    return failure ? { ok: false, problems: failure.problems } : { ok: true, outcome: "created", warnings };
  }
  if (changedFields(kind, current.document, document).length === 0) return { ok: true, outcome: "unchanged", warnings };
  if (!options.overwrite && (await lastEvent(trx, name, id))?.actor !== by.id) return { ok: true, outcome: "kept", warnings };
  const replaced = await replace(trx, kind, current, document, by, "edited");
  if (replaced.ok) return { ok: true, outcome: "changed", warnings };
  return { ok: false, problems: replaced.reason === "invalid" ? replaced.problems : [{ path: "", code: replaced.reason }] };
}

async function add(
  trx: Database,
  kind: Kind,
  id: string,
  document: Record<string, unknown>,
  by: Actor,
  options: { status: Status; demo: boolean },
): Promise<{ ok: false; reason: "invalid"; problems: Problem[] } | undefined> {
  const links = await resolveLinks(trx, kind, document);
  if (links.problems.length > 0) return { ok: false, reason: "invalid", problems: links.problems };
  const status = kind.office ? "draft" : options.status;
  await insertRecord(trx, kind, id, document, { ...options, status });
  await indexRecord(trx, kind, id, status, document, links.names);
  await logEvent(trx, { kind: kind.name, id, version: 1, document }, "created", by, Object.keys(document));
  return undefined;
}

async function replace(
  trx: Database,
  kind: Kind,
  current: StoredRecord,
  document: Record<string, unknown>,
  by: Actor,
  action: "edited" | "restored",
): Promise<Result<{ version: number; changed: string[] }>> {
  const changed = changedFields(kind, current.document, document);
  if (changed.length === 0) return { ok: true, version: current.version, changed };
  const links = await resolveLinks(trx, kind, document);
  if (links.problems.length > 0) return { ok: false, reason: "invalid", problems: links.problems };
  if (current.status === "published" && links.unpublished.length > 0)
    return { ok: false, reason: "references", records: links.unpublished };
  await updateRecord(trx, kind, current.id, document);
  await indexRecord(trx, kind, current.id, current.status, document, links.names);
  await logEvent(trx, { ...current, version: current.version + 1, document }, action, by, changed);
  return { ok: true, version: current.version + 1, changed };
}

/** One transaction (the caller's, who then undoes it, where there is one): a failure undoes all of it; what the database refuses comes back as problems of fields. */
async function write<T>(db: Database, kind: Kind, work: (trx: Database) => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await transactIf(db, work, ({ ok }) => ok);
  } catch (error) {
    const problems = problemsOfDatabase(kind, error);
    if (problems) return { ok: false, reason: "invalid", problems };
    throw error;
  }
}

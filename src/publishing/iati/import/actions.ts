import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { type Actor, may } from "../../../platform/accounts/rights.ts";
import type { City } from "../../../platform/city.ts";
import { type Database, transactIf } from "../../../platform/database/connect.ts";
import { dayOf } from "../../../platform/instants.ts";
import { type Localised, textIn } from "../../../platform/localised.ts";
import { kindOf } from "../../../register/kinds.ts";
import { bulkWriter } from "../../../register/record/bulk.ts";
import { problemsOfDatabase } from "../../../register/record/database-errors.ts";
import { closeImport, openImport, takeTurn } from "../../imports/store.ts";
import { batches, oneAhead } from "./batches.ts";
import { type Near, nearOrganisations, readKnown } from "./lookup-store.ts";
import { childrenOf, ownText, type XmlNode } from "./node.ts";
import type { NewOrganisation } from "./organisations.ts";
import { type Outcome, planner } from "./plan.ts";
import { activityReader } from "./read.ts";
import type { Item } from "./reader.ts";
import { type Refusal, RefusedFile } from "./refusal.ts";
import { type Told, type ToldCode, telling } from "./told.ts";
import { write } from "./write.ts";

/** A file that can be read from its start as often as is needed. */
export interface SourceFile {
  name: string;
  sha256: string;
  bytes: number;
  open(): AsyncIterable<Uint8Array>;
}
export type Counts = Record<Outcome, number>;
/** An organisation that would be made, and those of the register that it may well be. */
export interface ProposedOrganisation {
  key: string;
  id: string;
  name: Localised;
  ref: string | null;
  line: number;
  near: { id: string; name: Localised }[];
}
export interface ImportedFile {
  ok: true;
  written: boolean;
  /** The file would no longer do what `expected` said. */
  stale: boolean;
  /** Of what the file does to the register. */
  digest: string;
  importId: string | null;
  file: Omit<SourceFile, "open">;
  version: string;
  generatedAt: string | null;
  publisher: string | null;
  counts: Counts;
  told: Told[];
  toldCounts: Partial<Record<ToldCode, number>>;
  organisations: { total: number; shown: ProposedOrganisation[] };
}
export type ImportResult =
  | ImportedFile
  | { ok: false; reason: "forbidden" }
  | { ok: false; reason: "busy" }
  | { ok: false; reason: "refused"; refusal: Refusal }
  /** An organisation file: whom it is of; there is nothing in it that a register of projects takes. */
  | { ok: false; reason: "organisation_file"; names: string[] }
  /** Organisations that new ones are said to be the same as, and that are not there. */
  | { ok: false; reason: "unknown_organisations"; ids: string[] }
  /** The database would not have it: someone wrote the same identifiers at the same time. */
  | { ok: false; reason: "conflict"; rule: string };

export interface ImportOptions {
  city: City;
  dryRun: boolean;
  /** Publishes what is new at once, organisations too; otherwise all is a draft. */
  publish?: boolean;
  licence?: string | undefined;
  /** Keys of new organisations (see ProposedOrganisation) and the identifiers of those that they are. */
  same?: ReadonlyMap<string, string>;
  expected?: string | undefined;
  now?: Date;
  onProgress?: (activities: number) => void;
}

const MOST_SHOWN = 300;

/**
 * Reads an IATI activities file and brings the register to what it says, in one transaction: all of it or nothing. A dry
 * run only reads. Memory is that of a batch, whatever the size of the file; between batches the process does other work.
 */
export async function importIati(db: Database, file: SourceFile, by: Actor, options: ImportOptions): Promise<ImportResult> {
  if (!may(by, "record.import") || (options.publish && !may(by, "record.publish"))) return { ok: false, reason: "forbidden" };
  try {
    if (options.dryRun) return await run(db, file, by, options, undefined);
    const written = async (trx: Database): Promise<ImportResult> => {
      if (!(await takeTurn(trx))) return { ok: false, reason: "busy" };
      const importId = await openImport(
        trx,
        "iati",
        { fileName: file.name, sha256: file.sha256, bytes: file.bytes, licence: options.licence || null },
        by,
      );
      return run(trx, file, by, options, importId);
    };
    return await transactIf(db, written, (result) => result.ok && result.written);
  } catch (error) {
    if (error instanceof RefusedFile) return { ok: false, reason: "refused", refusal: error.refusal };
    const refused = problemsOfDatabase(kindOf("project"), error);
    if (refused) return { ok: false, reason: "conflict", rule: String(refused[0]!.values?.rule ?? "") };
    throw error;
  }
}

async function run(db: Database, file: SourceFile, by: Actor, options: ImportOptions, importId: string | undefined): Promise<ImportResult> {
  const told = telling();
  const counts: Counts = { created: 0, changed: 0, unchanged: 0, kept: 0, refused: 0 };
  const outcomes = createHash("sha256").update(options.publish ? "publish" : "draft");
  const { city } = options;
  const known = await readKnown(db);
  const reader = activityReader({ city, codes: known.codes, today: dayOf(options.now ?? new Date()), telling: told });
  const plans = planner({
    city,
    known,
    same: options.same ?? new Map(),
    publish: options.publish ?? false,
    telling: told,
    onOutcome(outcome, identifier, id, digest) {
      counts[outcome]++;
      outcomes.update(JSON.stringify([outcome, identifier, id, digest]));
    },
  });
  const missing = plans.organisations.unknownTargets();
  if (missing.length > 0) return { ok: false, reason: "unknown_organisations", ids: missing };
  const writer = importId ? await bulkWriter(db, by) : undefined;
  const proposed: NewOrganisation[] = [];
  let [organisations, activities] = [0, 0];
  let start: Extract<Item, { type: "start" }> | undefined;
  const names: string[] = [];
  for await (const batch of oneAhead(
    batches(file.open(), reader.read, (item) => {
      if (item.type === "start") start = item;
      else if (item.type === "organisation" && names.length < 20) names.push(nameOf(item.node));
      else if (item.type === "other") told.tell({ line: item.node.line, element: item.node.name, identifier: "", code: "element_unknown" });
    }),
  )) {
    const planned = await plans.plan(db, batch, writer !== undefined, importId ?? null);
    const made = planned.flatMap((one) => one.organisations);
    organisations += made.length;
    proposed.push(...made.slice(0, MOST_SHOWN - proposed.length));
    if (writer) await write(db, writer, importId!, planned, made, options.publish ?? false);
    activities += batch.length;
    options.onProgress?.(activities);
    await breathe(); // pages are served between two batches
  }
  if (start!.holds === "organisations") return { ok: false, reason: "organisation_file", names };
  const digest = outcomes.digest("hex").slice(0, 32);
  const stale = options.expected !== undefined && options.expected !== digest;
  const publisher = [...reader.reporters].slice(0, 5).join(", ") || null;
  const generatedAt = instantOf(start!.generatedAt);
  if (writer && !stale) {
    await closeImport(db, importId!, { ...counts, publisher, generatedAt, report: told.all() });
    await writer.finish();
  }
  return {
    ok: true,
    written: writer !== undefined && !stale,
    stale,
    digest,
    importId: importId ?? null,
    file: { name: file.name, sha256: file.sha256, bytes: file.bytes },
    version: start!.version,
    generatedAt,
    publisher,
    counts,
    told: told.all(),
    toldCounts: told.counts(),
    organisations: { total: organisations, shown: importId ? [] : await withNear(db, proposed) },
  };
}

async function withNear(db: Database, proposed: readonly NewOrganisation[]): Promise<ProposedOrganisation[]> {
  const named = proposed.map(({ key, id, ref, line, document }) => ({ key, id, ref, line, name: document.name as Localised }));
  const near = Map.groupBy(
    await nearOrganisations(
      db,
      named.map(({ key, name }) => ({ key, name: textIn(name, "fr")!.text })),
    ),
    (one: Near) => one.key,
  );
  return named.map((one) => ({ ...one, near: (near.get(one.key) ?? []).map(({ id, name }) => ({ id, name })) }));
}

function nameOf(organisation: XmlNode): string {
  const name = childrenOf(organisation, "name").flatMap((node) => childrenOf(node, "narrative"))[0];
  return ownText(name) || ownText(childrenOf(organisation, "organisation-identifier")[0]) || "?";
}

function instantOf(value: string | undefined): string | null {
  const date = value && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(/(?:Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date.toISOString() : null;
}

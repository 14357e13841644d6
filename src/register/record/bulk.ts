import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type KindName, kindOf } from "../kinds.ts";
import {
  askDeferredRules,
  type BulkRecord,
  closeBulk,
  indexRecords,
  insertRecords,
  openBulk,
  type StagedEvent,
  stageEvents,
  updateRecords,
} from "./bulk-store.ts";
import { entriesOf } from "./search-index.ts";
import { type ResolvedLinks, resolveAllLinks } from "./store.ts";

export interface NewRecord extends BulkRecord {
  id: string;
}
/** A record as it will stand: the version that it has now, and the fields in which the two differ. */
export interface ChangedRecord extends BulkRecord {
  version: number;
  changed: string[];
}

/**
 * Writes parsed documents by hundreds in the transaction of the caller, who has asked whether this person may, and locked
 * what it changes. Throws where a link leads nowhere: the caller has made the documents of what there is.
 */
export interface BulkWriter {
  create(name: KindName, records: readonly NewRecord[]): Promise<void>;
  change(name: KindName, records: readonly ChangedRecord[]): Promise<void>;
  /** After each batch: asks the rules that are asked at the end of a transaction. */
  settle(): Promise<void>;
  /** Writes the log: the last thing of the transaction. */
  finish(): Promise<void>;
}

export async function bulkWriter(trx: Database, by: Actor): Promise<BulkWriter> {
  await openBulk(trx);
  const keep = async (
    name: KindName,
    records: readonly BulkRecord[],
    event: (record: never) => Pick<StagedEvent, "action" | "version" | "changed">,
  ) => {
    const kind = kindOf(name);
    const links = await resolveAllLinks(
      trx,
      kind,
      records.map(({ document }) => document),
    );
    refuseUnknown(name, records, links);
    await indexRecords(
      trx,
      records.flatMap(({ id, status, document }, i) => entriesOf(kind, id, status, document, links[i]!.names)),
    );
    await stageEvents(
      trx,
      records.map((record) => ({ kind: name, record: record.id, document: record.document, ...event(record as never) })),
    );
  };
  return {
    async create(name, records) {
      if (records.length === 0) return;
      await insertRecords(trx, kindOf(name), records);
      await keep(name, records, ({ document }: NewRecord) => ({ action: "created", version: 1, changed: Object.keys(document) }));
    },
    async change(name, records) {
      if (records.length === 0) return;
      await updateRecords(trx, kindOf(name), records);
      await keep(name, records, ({ version, changed }: ChangedRecord) => ({ action: "edited", version: version + 1, changed }));
    },
    settle: () => askDeferredRules(trx),
    finish: () => closeBulk(trx, by),
  };
}

function refuseUnknown(name: string, records: readonly BulkRecord[], links: ResolvedLinks[]): void {
  links.forEach(({ problems }, i) => {
    if (problems.length > 0) throw new Error(`${name} ${records[i]!.id}: ${problems[0]!.path} leads nowhere`);
  });
}

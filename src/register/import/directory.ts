import { FreeIds, fold, foldedNames, NameIndex } from "../record/names.ts";
import type { KnownRecord } from "./keys.ts";

/** Finds records by what stands in a cell. Pure; made once for a file. */
export interface Directory {
  /** The records whose identifier or exact name this is; archived ones are not proposed. */
  named(text: string): readonly KnownRecord[];
  byId(id: string): KnownRecord | undefined;
  byKey(key: string): KnownRecord | undefined;
  /** A free identifier that starts with `stem`, taken at once. */
  newId(stem: string): string;
}

export function directoryOf(records: readonly KnownRecord[]): Directory {
  const ids = new Map(records.map((record) => [record.id, record]));
  const keys = new Map(records.flatMap((record) => record.keys.map((key) => [key, record] as const)));
  const names = new NameIndex<KnownRecord>();
  for (const record of records) if (record.status !== "archived") names.add(foldedNames(record.name), record);
  const free = new FreeIds(ids.keys());
  return {
    named: (text) => {
      const own = ids.get(text.trim());
      return own && own.status !== "archived" ? [own] : names.get(fold(text));
    },
    byId: (id) => ids.get(id),
    byKey: (key) => keys.get(key),
    newId: (stem) => free.take(stem),
  };
}

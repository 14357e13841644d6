import { fold } from "./columns.ts";
import type { KnownRecord } from "./keys.ts";

/** Finds records by what stands in a cell. Pure; made once for a file. */
export interface Directory {
  /** The records whose identifier or exact name this is; archived ones are not proposed. */
  named(text: string): KnownRecord[];
  byId(id: string): KnownRecord | undefined;
  byKey(key: string): KnownRecord | undefined;
  /** A free identifier that starts with `stem`, taken at once. */
  newId(stem: string): string;
}

export function directoryOf(records: readonly KnownRecord[]): Directory {
  const ids = new Map(records.map((record) => [record.id, record]));
  const keys = new Map(records.flatMap((record) => record.keys.map((key) => [key, record] as const)));
  const names = new Map<string, KnownRecord[]>();
  for (const record of records) {
    if (record.status === "archived") continue;
    for (const name of new Set(Object.values(record.name).map((text) => fold(String(text)))))
      names.set(name, [...(names.get(name) ?? []), record]);
  }
  const taken = new Set(ids.keys());
  const next = new Map<string, number>();
  return {
    named: (text) => {
      const own = ids.get(text.trim());
      return own && own.status !== "archived" ? [own] : (names.get(fold(text)) ?? []);
    },
    byId: (id) => ids.get(id),
    byKey: (key) => keys.get(key),
    newId: (stem) => {
      let id = stem;
      for (let n = next.get(stem) ?? 2; taken.has(id); n++) {
        id = `${stem}-${n}`;
        next.set(stem, n + 1);
      }
      taken.add(id);
      return id;
    },
  };
}

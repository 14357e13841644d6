import type { Database } from "../../platform/database/connect.ts";
import { type Document, kinds } from "../../register/kinds.ts";
import { loadOccasion, type OccasionRecord } from "../../register/occasion/page-store.ts";
import { findRecord, type StoredRecord } from "../../register/record/store.ts";

/** A visit as those who prepare it need it on paper: what its page says, with what stays in the office. */
export interface Sheet {
  page: OccasionRecord;
  record: StoredRecord<Document<"occasion">>;
}

export async function loadSheet(db: Database, id: string): Promise<Sheet | undefined> {
  const [page, record] = await Promise.all([loadOccasion(db, id), findRecord(db, kinds.occasion as never, id)]);
  return page && record && { page, record: record as never };
}

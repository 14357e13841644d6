import type { Database } from "../database/connect.ts";
import type { SettingPart, Settings } from "./rules.ts";

/** The last document of each part. */
export async function readSettings(db: Database): Promise<Settings> {
  const rows = await db
    .selectFrom("citySetting")
    .distinctOn("part")
    .select(["part", "document"])
    .orderBy("part")
    .orderBy("number", "desc")
    .execute();
  return Object.fromEntries(rows.map(({ part, document }) => [part, document]));
}

export async function addSetting(trx: Database, part: SettingPart, document: Record<string, unknown>): Promise<void> {
  await trx
    .insertInto("citySetting")
    .values({ part, document: JSON.stringify(document) as never })
    .execute();
}

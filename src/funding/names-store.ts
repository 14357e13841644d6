import type { Database } from "../platform/database/connect.ts";
import { type Localised, textIn } from "../platform/localised.ts";

/** Names in one language, by code: of countries, or of the terms of a vocabulary. One query for all. */
export async function namesOf(db: Database, what: "country" | { vocabulary: string }, locale: string): Promise<(code: string) => string> {
  const rows: { code: string; name: Localised }[] =
    what === "country"
      ? await db.selectFrom("country").select(["code", "name"]).execute()
      : await db.selectFrom("term").select(["code", "name"]).where("vocabulary", "=", what.vocabulary).execute();
  const names = new Map(rows.map(({ code, name }) => [code, textIn(name, locale)?.text ?? code]));
  return (code) => names.get(code) ?? code;
}

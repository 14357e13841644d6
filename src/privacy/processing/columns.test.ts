import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Database } from "../../platform/database/connect.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { readMessages } from "../../platform/i18n/messages.ts";
import { ruleIds } from "../../platform/retention/rules.ts";
import { categories, tables } from "./columns.ts";
import { measureNames, peopleNames, processingIds, processingOf, recipientNames } from "./processings.ts";

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
});
afterAll(() => end());

describe("the register of processing", () => {
  it("says of each column of the database whether it says something of a person", async () => {
    const { rows } = await sql<{ column: string }>`
      SELECT c.table_schema || '.' || c.table_name || '.' || c.column_name AS "column" FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema', 'graphile_worker') ORDER BY 1`.execute(
      db,
    );
    const said = tables.flatMap(({ table, personal, other }) =>
      [...personal.map(({ name }) => name), ...other].map((name) => `${table}.${name}`),
    );
    expect(new Set(said).size).toBe(said.length);
    const there = new Set(rows.map(({ column }) => column));
    // A column that is missing goes into src/privacy/processing/columns/: personal, of which category and processing, or other.
    expect({
      unclassified: [...there].filter((column) => !said.includes(column)),
      gone: said.filter((column) => !there.has(column)),
    }).toEqual({
      unclassified: [],
      gone: [],
    });
  });

  it("has a processing for each column that does, and the words of each in every language", () => {
    expect(tables.filter(({ personal, processing }) => personal.length > 0 && !processing).map(({ table }) => table)).toEqual([]);
    const keys = [
      ...processingIds.flatMap((id) => ["name", "purpose", "law"].map((part) => `processing.${id}.${part}`)),
      ...ruleIds.flatMap((id) => ["name", "from", "why"].map((part) => `retention.rule.${id}.${part}`)),
      ...peopleNames.map((name) => `processing.people.${name}`),
      ...recipientNames.map((name) => `processing.recipient.${name}`),
      ...measureNames.map((name) => `processing.measure.${name}`),
      ...categories.map((name) => `processing.category.${name}`),
      ...["a", "c", "e", "9.2.a"].map((basis) => `processing.basis.${basis}`),
    ];
    for (const language of languages) {
      const messages = readMessages(language);
      expect([language, keys.filter((key) => !messages[key])]).toEqual([language, []]);
    }
  });

  it("ends all that it keeps: no rule of retention stands outside of it, and none lacks but for the public record", () => {
    const named = new Set(processingIds.flatMap((id) => processingOf(id).retention));
    // The readings of pages are sums of nobody.
    expect(ruleIds.filter((id) => !named.has(id) && id !== "audience")).toEqual([]);
    expect(processingIds.filter((id) => processingOf(id).retention.length === 0)).toEqual(["people"]);
  });
});

import type { Database } from "../../platform/database/connect.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { plainMarkdown } from "../page/markdown.ts";
import type { Fields } from "./fields.ts";
import type { Kind } from "./kind.ts";
import type { Status } from "./states.ts";

/** Sources, places and pictures are found through the records that use them. */
const searched = new Set([
  "document",
  "organisation",
  "network",
  "partner",
  "agreement",
  "programme",
  "project",
  "award",
  "subsidy",
  "figure",
  "call",
  "edition",
  "occasion",
  "honour",
  "prize",
  "mission",
  "page",
]);

// Codes and numbers of lines: nobody looks for them, and they would stand in every excerpt.
const unsearched = new Set(["currency", "ids", "language", "locator", "query", "series", "sourceLocator", "wikidata"]);

/** What search reads of a record, in every language. `names` are those of all it links to: a project is found by its country. */
export function entriesOf(kind: Kind, id: string, status: Status, document: Record<string, unknown>, names: Localised[]) {
  if (!searched.has(kind.name)) return [];
  return languages.map((locale) => ({
    kind: kind.name,
    record: id,
    locale,
    status,
    title: textIn(document.name as Localised, locale)!.text,
    body: [...wordsOf(kind.fields, document, locale), ...names.map((name) => textIn(name, locale)?.text ?? "")]
      .filter(Boolean)
      .join("\n")
      .slice(0, 200_000),
    words: "",
  }));
}

/** Keeps what search reads of a record. */
export async function indexRecord(
  trx: Database,
  kind: Kind,
  id: string,
  status: Status,
  document: Record<string, unknown>,
  names: Localised[],
): Promise<void> {
  const entries = entriesOf(kind, id, status, document, names);
  if (entries.length === 0) return;
  await trx
    .insertInto("searchEntry")
    .values(entries)
    .onConflict((conflict) =>
      conflict
        .columns(["kind", "record", "locale"])
        .doUpdateSet((eb) => ({ status: eb.ref("excluded.status"), title: eb.ref("excluded.title"), body: eb.ref("excluded.body") })),
    )
    .execute();
}

export async function indexStatus(trx: Database, kind: Kind, id: string, status: Status): Promise<void> {
  await trx.updateTable("searchEntry").set({ status }).where("kind", "=", kind.name).where("record", "=", id).execute();
}

function wordsOf(fields: Fields, document: Record<string, unknown>, locale: string): string[] {
  return Object.entries(fields).flatMap(([name, { widget, internal }]): string[] => {
    const value = document[name];
    if (!value || internal || unsearched.has(name)) return [];
    if (widget.type === "list") return (value as Record<string, unknown>[]).flatMap((line) => wordsOf(widget.fields, line, locale));
    if (widget.type === "texts") return value as string[];
    if (widget.type !== "text") return [];
    if (!widget.localised) return [value as string];
    const own = textIn(value as Localised, locale)?.text ?? "";
    return name === "name" ? Object.values(value as Localised).map(String) : [widget.markdown ? plainMarkdown(own) : own];
  });
}

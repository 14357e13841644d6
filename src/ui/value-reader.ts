import type { Database } from "../platform/database/connect.ts";
import type { Translator } from "../platform/i18n/messages.ts";
import { showInstant } from "../platform/instants.ts";
import type { Localised } from "../platform/localised.ts";
import { timeZone } from "../platform/time-zone.ts";
import type { Field, Widget } from "../register/record/fields.ts";
import type { Kind } from "../register/record/kind.ts";
import { linkKey, namesOfLinks } from "../register/record/link-names-store.ts";
import { linksOf } from "../register/record/links.ts";
import { writeCents, writeNumber } from "../register/record/numbers.ts";
import { date } from "./format.ts";
import { labelOf } from "./forms/context.ts";
import { plain } from "./text.tsx";

/** Writes a value of a field as people read it: names for identifiers, amounts, dates in words. */
export type Reader = (name: string, value: unknown) => string;

/** A reader of some documents of a kind: all the names that they need, read at once. */
export async function valueReader(db: Database, t: Translator, kind: Kind, documents: readonly Record<string, unknown>[]): Promise<Reader> {
  const { locale } = t;
  const names = await namesOfLinks(
    db,
    documents.flatMap((document) => linksOf(kind.fields, document)),
  );
  const nameOf = (to: Parameters<typeof linkKey>[0]["to"], key: string) => plain(names.get(linkKey({ to, key })) ?? {}, locale) || key;
  const write = (path: string, { widget }: Field, value: unknown): string => {
    if (value === null || value === undefined || value === "") return "";
    switch (widget.type) {
      case "text":
        return widget.localised
          ? Object.entries(value as Localised)
              .filter(([, words]) => words)
              .map(([language, words]) => `${language}${t("common.colon")} ${words}`)
              .join("\n")
          : String(value);
      case "texts":
        return (value as string[]).join("\n");
      case "choice":
        return t.dynamic(`choice.${kind.name}.${path}.${value}`);
      case "reference":
        return nameOf({ type: "record", kind: widget.to }, String(value));
      case "country":
        return nameOf({ type: "country" }, String(value));
      case "term":
        return nameOf({ type: "term", vocabulary: widget.vocabulary }, String(value));
      case "terms":
        return (value as string[]).map((code) => nameOf({ type: "term", vocabulary: widget.vocabulary }, code)).join("\n");
      case "file":
        return nameOf({ type: "file" }, String(value));
      case "date":
        return date(String(value), locale);
      case "instant":
        return showInstant(locale, String(value), timeZone());
      case "cents":
        return writeCents(Number(value), locale);
      case "number":
        return writeNumber(Number(value), locale);
      case "flag":
        return t(value ? "common.yes" : "common.no");
      case "list":
        return (value as Record<string, unknown>[]).map((line) => lineOf(path, widget, line)).join("\n");
      default:
        return String(value);
    }
  };
  const lineOf = (path: string, widget: Extract<Widget, { type: "list" }>, line: Record<string, unknown>) =>
    Object.entries(widget.fields)
      .map(
        ([name, field]) =>
          [labelOf(t, kind.name, `${path}.${name}`), write(`${path}.${name}`, field, line[name]).replaceAll("\n", " / ")] as const,
      )
      .filter(([, written]) => written !== "")
      .map(([label, written]) => `${label}${t("common.colon")} ${written}`)
      .join(" · ");
  return (name, value) => {
    try {
      return write(name, kind.fields[name]!, value);
    } catch {
      return String(value); // typed, and no value of its field yet
    }
  };
}

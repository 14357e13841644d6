import type { FC } from "hono/jsx";
import type { Database } from "../platform/database/connect.ts";
import { showInstant } from "../platform/instants.ts";
import type { Localised } from "../platform/localised.ts";
import { timeZone } from "../platform/time-zone.ts";
import type { Field, Widget } from "../register/record/fields.ts";
import type { Kind } from "../register/record/kind.ts";
import { linkKey, namesOfLinks } from "../register/record/link-names-store.ts";
import { linksOf } from "../register/record/links.ts";
import { writeCents, writeNumber } from "../register/record/numbers.ts";
import { date } from "../ui/format.ts";
import { labelOf } from "../ui/forms/fields.tsx";
import { plain } from "../ui/text.tsx";
import type { OfficeContext } from "./env.ts";
import { wordDifference } from "./word-difference.ts";

/** Writes a value of a field as people read it: names for identifiers, amounts, dates in words. */
export type Reader = (name: string, value: unknown) => string;

/** A reader of some documents of a kind: all the names that they need, read at once. */
export async function readerOf(c: OfficeContext, kind: Kind, documents: readonly Record<string, unknown>[]): Promise<Reader> {
  const db: Database = c.get("services").db;
  const [t, locale] = [c.get("t"), c.get("locale")];
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
              .map(([language, words]) => `${language} : ${words}`)
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
      .map(([label, written]) => `${label} : ${written}`)
      .join(" · ");
  return (name, value) => {
    try {
      return write(name, kind.fields[name]!, value);
    } catch {
      return String(value); // typed, and no value of its field yet
    }
  };
}

/** What stood and what stands of one field, words added and removed marked in more than colour. */
export const Difference: FC<{ before: string; after: string }> = ({ before, after }) => (
  <p class="pre">
    {wordDifference(before, after).map((piece) =>
      piece.kind === "same" ? piece.text : piece.kind === "added" ? <ins>{piece.text}</ins> : <del>{piece.text}</del>,
    )}
  </p>
);

/** For values that are not text: the old one, then the new one. */
export const OldAndNew: FC<{ before: string; after: string }> = ({ before, after }) => (
  <p class="pre">
    {before !== "" && <del>{before}</del>}
    {before !== "" && after !== "" && " → "}
    {after !== "" && <ins>{after}</ins>}
  </p>
);

/** The difference of one field, as its kind of value is best compared. */
export const FieldDifference: FC<{ field: Field; name: string; before: unknown; after: unknown; read: Reader }> = ({
  field: { widget },
  name,
  before,
  after,
  read,
}) => {
  const byWords = widget.type === "text" || widget.type === "texts" || widget.type === "terms" || widget.type === "list";
  const Shown = byWords ? Difference : OldAndNew;
  return <Shown before={read(name, before)} after={read(name, after)} />;
};

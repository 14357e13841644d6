import type { FC } from "hono/jsx";
import type { Field } from "../register/record/fields.ts";
import type { Kind } from "../register/record/kind.ts";
import { type Reader, valueReader } from "../ui/value-reader.ts";
import type { OfficeContext } from "./env.ts";
import { wordDifference } from "./word-difference.ts";

export type { Reader } from "../ui/value-reader.ts";

/** A reader of some documents of a kind, in the language of the page. */
export const readerOf = (c: OfficeContext, kind: Kind, documents: readonly Record<string, unknown>[]): Promise<Reader> =>
  valueReader(c.get("services").db, c.get("t"), kind, documents);

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

import type { z } from "zod";
import { type DocumentOf, documentSchema, type Field, type Fields, localised, reference, text } from "./fields.ts";

/** One kind of record of the register: its table, its fields, and so its form, its import columns and its history. */
export interface Kind<F extends Fields = Fields> {
  name: string;
  fields: F;
  schema: z.ZodType<DocumentOf<F>>;
  /** What a whole value must satisfy beyond each field: problems by field path. Pure. */
  check: (document: DocumentOf<F>) => Problem[];
  /** A kind whose records stay in the office: none is ever published, found by the public search or given by the API. */
  office: boolean;
}

/** What is wrong with one field: `path` as in "countries.0.percentage", `code` a key of the messages "problem.…". */
export interface Problem {
  path: string;
  code: string;
  values?: Record<string, string | number>;
  /** A doubt rather than a fault: refused when a person types it, kept and said when a file brings it. */
  warning?: boolean;
}

/** The fields that every record has. */
export const commonFields = {
  name: localised({ required: true }),
  description: localised({ long: true }),
};
/** Where a record's words come from: the source, the line or page in it, the words themselves. */
export const sourceFields = {
  source: reference("source"),
  sourceLocator: text({ max: 200 }),
  quote: text({ long: true, max: 4_000 }),
};

/** Declares a kind. The order of the fields is the order of the form. */
export function defineKind<const N extends string, F extends Record<string, Field<any>>>(
  name: N,
  fields: F,
  check: (document: DocumentOf<F>) => Problem[] = () => [],
  { office = false }: { office?: boolean } = {},
): Kind<F> & { name: N } {
  return { name, fields, schema: documentSchema(fields), check, office };
}

import type { ProcessingId } from "./processings.ts";

/**
 * What a column says of a person. account: the identifier of an account. body: of a legal person, which may bear someone's
 * name. words: free text, in which people may be named. document: a form, a file of fields. file: the name or the bytes of
 * one. judgement: what others think or classify. trace: what was done when, from where. identifier: a digest or number that
 * leads to a person. sealed: of the protected compartment. secret: what opens an account: never shown, never handed out.
 * choice: what a person asked for.
 */
export const categories = [
  "account",
  "name",
  "email",
  "phone",
  "address",
  "words",
  "document",
  "file",
  "judgement",
  "trace",
  "identifier",
  "body",
  "choice",
  "sealed",
  "secret",
] as const;
export type Category = (typeof categories)[number];

/**
 * Every table of the database with every column. `personal`: "column:category", with "!" where the person of that column is
 * whom the row is about, to whom the whole row is told. `other`: what says nothing of any person. A test holds it to the
 * database: a new column is put here, on one side or the other.
 */
export type Classified = Record<string, { processing?: ProcessingId; personal?: string; other: string }>;

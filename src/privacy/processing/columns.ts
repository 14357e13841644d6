import { grants } from "./columns/grants.ts";
import { identity } from "./columns/identity.ts";
import { people } from "./columns/people.ts";
import { register } from "./columns/register.ts";
import { service } from "./columns/service.ts";
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

export interface PersonalColumn {
  name: string;
  category: Category;
  subject: boolean;
}
export interface ClassifiedTable {
  /** schema.table */
  table: string;
  processing: ProcessingId | undefined;
  personal: PersonalColumn[];
  other: string[];
}

const words = (text: string) => text.split(" ").filter((word) => word !== "");
const personalOf = (text: string): PersonalColumn => {
  const [, name = "", category = "", subject = ""] = /^([^:]+):(\w+)(!?)$/.exec(text) ?? [];
  if (!(categories as readonly string[]).includes(category)) throw new Error(`no category of personal data: ${text}`);
  return { name, category: category as Category, subject: subject === "!" };
};

export const tables: ClassifiedTable[] = Object.entries({ ...identity, ...grants, ...people, ...service, ...register }).map(
  ([table, { processing, personal = "", other }]) => ({
    table,
    processing,
    personal: words(personal).map(personalOf),
    other: words(other),
  }),
);

/** Where the data of a processing are: its tables with their personal columns. */
export const tablesOf = (processing: ProcessingId): ClassifiedTable[] =>
  tables.filter((one) => one.processing === processing && one.personal.length > 0);

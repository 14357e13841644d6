import { type Category, categories } from "./classified.ts";
import { grants } from "./columns/grants.ts";
import { identity } from "./columns/identity.ts";
import { people } from "./columns/people.ts";
import { register } from "./columns/register.ts";
import { service } from "./columns/service.ts";
import type { ProcessingId } from "./processings.ts";

export { type Category, categories };

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

import { z } from "zod";
import { oneOf, pageNumber, type Query, words } from "../record/filter-values.ts";
import { searchedKinds } from "./store.ts";

const schema = z.object({ q: words, kind: oneOf(searchedKinds), page: pageNumber });
export type SearchFilter = z.infer<typeof schema>;

/** What the address of the search asks for. */
export function readSearchFilter(query: Query): SearchFilter {
  return schema.parse(query);
}

import { recordId } from "../record/fields.ts";
import type { Problem } from "../record/kind.ts";
import { rowsOf } from "./table.ts";

/** The kinds that a block may list. */
export const listedKinds = [
  "partner",
  "agreement",
  "network",
  "programme",
  "project",
  "award",
  "organisation",
  "document",
  "occasion",
  "honour",
  "prize",
  "mission",
] as const;
export type ListedKind = (typeof listedKinds)[number];

/** What a block of each type may hold beside its type: the form shows nothing else, and nothing else is taken. */
export const blockVariants = {
  heading: ["title"],
  text: ["text"],
  quote: ["text", "who", "source", "locator"],
  media: ["media", "title"],
  figure: ["figure"],
  series: ["series", "title"],
  map: ["title", "query"],
  table: ["title", "text", "source"],
  records: ["title", "kind", "ids", "query"],
  details: ["title", "text"],
  embed: ["title", "text", "url"],
  document: ["document", "text"],
} as const satisfies Record<string, readonly string[]>;
export type BlockType = keyof typeof blockVariants;
export const blockTypes = Object.keys(blockVariants) as BlockType[];

/** What it must hold. */
const needed: Record<BlockType, readonly string[]> = {
  heading: ["title"],
  text: ["text"],
  quote: ["text", "who"],
  media: ["media"],
  figure: ["figure"],
  series: ["series"],
  map: ["title"],
  table: ["title", "text"],
  records: ["title", "kind"],
  details: ["title", "text"],
  embed: ["title", "url"],
  document: ["document"],
};

const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** What is missing in a block, and what stands in it that its type does not show. `path`: "blocks.3". */
export function checkBlock(block: { type: string } & Record<string, unknown>, path: string): Problem[] {
  const type = block.type as BlockType;
  const allowed: readonly string[] = blockVariants[type];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(block))
    if (name !== "type" && !allowed.includes(name) && !isEmpty(value))
      problems.push({ path: `${path}.${name}`, code: "not_of_this_block" });
  for (const name of needed[type]) if (isEmpty(block[name])) problems.push({ path: `${path}.${name}`, code: "required" });
  if (type === "records") {
    const ids = block.ids as string[];
    if (ids.length > 0 === Boolean(block.query)) problems.push({ path: `${path}.ids`, code: "ids_or_query" });
    if (ids.some((id) => !recordId.safeParse(id).success)) problems.push({ path: `${path}.ids`, code: "identifier" });
  }
  if (block.query && !queryOf(block.query as string)) problems.push({ path: `${path}.query`, code: "page_query" });
  if (type === "embed" && block.url && !(block.url as string).startsWith("https://")) problems.push({ path: `${path}.url`, code: "https" });
  if (type === "table")
    for (const [language, words] of Object.entries(block.text as Record<string, string>)) {
      const rows = rowsOf(words);
      const wide = rows[0]?.length ?? 0;
      const wrong = rows.findIndex((row) => row.length !== wide);
      if (rows.length < 2) problems.push({ path: `${path}.text`, code: "table_rows" });
      else if (wrong > 0)
        problems.push({
          path: `${path}.text`,
          code: "table_cells",
          values: { language, row: wrong + 1, cells: rows[wrong]!.length, columns: wide },
        });
    }
  return problems;
}

/**
 * The filters of a list or of the map, from its address as it stands in a browser ("https://…/fr/accords?type=pact",
 * "/fr/accords?type=pact") or from what follows its question mark; undefined when there is none.
 */
export function queryOf(address: string): Record<string, string[]> | undefined {
  const after = address.includes("?") ? address.slice(address.indexOf("?") + 1) : /^[\w-]+=/.test(address) ? address : undefined;
  if (after === undefined) return undefined;
  const params = new URLSearchParams(after.split("#")[0]);
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}

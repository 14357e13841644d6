import { z } from "zod";
import { type ApplicationState, applicationStates } from "../application/states.ts";

export const FILES_PER_PAGE = 50;
export const fileSorts = ["age", "amount", "number", "completeness"] as const;
export const sentStates = applicationStates.filter((state) => state !== "draft");

const word = z.string().trim().min(1).max(200).optional().catch(undefined);
const schema = z.object({
  q: word,
  edition: word,
  state: z.enum(sentStates).optional().catch(undefined),
  strand: word,
  /** The identifier of a person; "none": nobody. */
  officer: word,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .catch(undefined),
  /** In its state for at least so many days. */
  days: z.coerce.number().int().min(1).max(3_650).optional().catch(undefined),
  mine: z.literal("1").optional().catch(undefined),
  /** A piece or an answer is awaited and its day is over. */
  overdue: z.literal("1").optional().catch(undefined),
  sort: z.enum(fileSorts).catch("age"),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type FileFilter = z.infer<typeof schema>;

/** The filter of the list of files, read from an address: what cannot be read is as if it were not there. */
export function readFileFilter(query: Record<string, string>): FileFilter {
  return schema.parse(query);
}

/** The filter as an address, with some of it changed. What is as it would be anyway is left out. */
export function fileQuery(filter: FileFilter, change: Partial<Record<keyof FileFilter, string | number | undefined>> = {}): string {
  const all = { ...filter, ...change };
  const shown = Object.entries(all).filter(
    ([name, value]) => value !== undefined && !(name === "sort" && value === "age") && !(name === "page" && value === 1),
  );
  const search = new URLSearchParams(shown.map(([name, value]) => [name, String(value)])).toString();
  return search ? `?${search}` : "";
}

export type CountByState = Partial<Record<ApplicationState, number>>;

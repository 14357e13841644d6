import { z } from "zod";
import type { KindName } from "../register/kinds.ts";
import { type RecordFilter, recordSorts } from "../register/record/list-store.ts";
import { officeHref } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";

export const statuses = ["draft", "published", "archived"] as const;

export const narrowed = ["type", "state", "country", "programme"] as const;

const word = z.string().trim().min(1).max(200).optional().catch(undefined);

const query = z.object({
  q: word,
  status: z.enum(statuses).optional().catch(undefined),
  sort: z.enum(recordSorts).catch("updated"),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  type: word,
  state: word,
  country: word,
  programme: word,
});

export function readFilter(c: OfficeContext): RecordFilter {
  const { q, status, sort, page, ...rest } = query.parse(c.req.query());
  return {
    q,
    status,
    sort,
    page,
    where: Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

export function addressOf(kind: KindName, filter: RecordFilter, change: Record<string, string | undefined> = {}): string {
  const all = {
    q: filter.q,
    status: filter.status,
    ...filter.where,
    sort: filter.sort === "updated" ? undefined : filter.sort,
    page: filter.page > 1 ? String(filter.page) : undefined,
    ...change,
  };
  const search = new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)).toString();
  return officeHref(kind) + (search ? `?${search}` : "");
}

/** How many drafts one button publishes: a few seconds of work. */
export const MOST_AT_ONCE = 1_000;

export const MOST_REASONS = 50;

import { z } from "zod";
import { type Bill, billOf } from "./rules.ts";

export const billFields = ["amount", "volume", "rate", "share", "people"] as const;
export type BillField = (typeof billFields)[number];

/** What an address gave, as it was typed; what is wrong with it, field by field; the bill, once there is one. */
export interface BillRead {
  values: Partial<Record<BillField, string>>;
  problems: Partial<Record<BillField, string>>;
  bill: Bill | undefined;
}

/** "1 234,5" or "1234.5", never "1e3", scaled to a whole number; how many decimals it may have, and what it may be. */
function decimal(decimals: number, { above = 0, most }: { above?: number; most: number }) {
  return z
    .string()
    .transform((text) => text.replace(/[\s\u00a0\u202f]/g, "").replace(",", "."))
    .pipe(z.string().regex(new RegExp(`^\\d{1,9}(\\.\\d{1,${decimals}})?$`), "number"))
    .transform((text) => Math.round(Number(text) * 10 ** decimals))
    .pipe(
      z
        .int()
        .gt(above, "more")
        .max(most * 10 ** decimals, "less"),
    );
}

const schemas = {
  /** Euros a year. */
  amount: decimal(2, { most: 100_000 }),
  /** Cubic metres a year. */
  volume: decimal(2, { most: 10_000 }),
  /** Euros a cubic metre. */
  rate: decimal(3, { most: 100 }),
  /** Per cent. */
  share: decimal(2, { most: 100 }),
  people: z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, "whole")
    .transform(Number)
    .pipe(z.int().min(1, "more").max(100, "less")),
} satisfies Record<BillField, z.ZodType<number, string>>;

const MOST_LETTERS = 40;

/** Reads the form of an address. Nothing typed is no fault; a bill is an amount, or a volume and its rate. */
export function readBill(query: Record<string, string[]>): BillRead {
  const read: BillRead = { values: {}, problems: {}, bill: undefined };
  const found: Partial<Record<BillField, number>> = {};
  for (const field of billFields) {
    const text =
      query[field]?.[0]
        ?.replace(/[\u0000-\u001f\u007f]/g, " ")
        .trim()
        .slice(0, MOST_LETTERS) ?? "";
    if (text === "") continue;
    read.values[field] = text;
    const parsed = schemas[field].safeParse(text);
    if (parsed.success) found[field] = parsed.data;
    else read.problems[field] = parsed.error.issues[0]!.message;
  }
  const { amount, volume, rate, share = 10_000, people = 1 } = found;
  const asked = Object.keys(read.values).length > 0;
  if (asked && amount === undefined && !read.problems.amount) {
    if (volume === undefined && rate === undefined && !read.problems.volume && !read.problems.rate)
      read.problems.amount = "amount_or_volume";
    else if (volume === undefined && !read.problems.volume) read.problems.volume = "volume_of_rate";
    else if (rate === undefined && !read.problems.rate) read.problems.rate = "rate_of_volume";
  }
  if (asked && Object.keys(read.problems).length === 0)
    read.bill = { billCents: amount ?? billOf(volume!, rate!), serviceShare: share, people };
  return read;
}

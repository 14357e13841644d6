import { z } from "zod";

/** Where a page ends: the order it was cut in, the key of its last row in that order (as text; null: none) and its identifier. */
export interface Cursor {
  sort: string;
  key: string | null;
  id: string;
}

const schema = z.tuple([
  z.string().max(40),
  z
    .string()
    .max(300)
    .regex(/^[^\u0000]*$/)
    .nullable(),
  z
    .string()
    .min(1)
    .max(160)
    .regex(/^[^\u0000]*$/),
]);

export function writeCursor({ sort, key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString("base64url");
}

/** Reads what `writeCursor` wrote; undefined for anything else. */
export function readCursor(text: string): Cursor | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    if (!parsed.success) return undefined;
    const [sort, key, id] = parsed.data;
    return { sort, key, id };
  } catch {
    return undefined;
  }
}

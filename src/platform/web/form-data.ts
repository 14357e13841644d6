import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";

/** What a form sends: exactly what was typed, by field name. */
export type FormTexts = Record<string, string[]>;

/** Far above the longest of our forms, far below what costs time to read. */
const MOST_PARTS = 10_000;

/** All that a form sent, texts by name; files apart. A body that is no form is refused, and so is a NUL, which PostgreSQL keeps in no text. */
export async function readForm(c: Context<any>): Promise<{ values: FormTexts; files: Record<string, File> }> {
  const type = c.req.header("content-type") ?? "";
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(type)) throw new HTTPException(400);
  const form = await c.req.formData().catch((error: unknown) => {
    if (error instanceof HTTPException) throw error;
    throw new HTTPException(400);
  });
  // Of no prototype: a field may be called __proto__.
  const values: FormTexts = Object.create(null);
  const files: Record<string, File> = Object.create(null);
  let parts = 0;
  for (const [name, value] of form) {
    if (++parts > MOST_PARTS) throw new HTTPException(413);
    if (name.includes("\0") || (typeof value === "string" && value.includes("\0"))) throw new HTTPException(400);
    if (typeof value === "string") {
      if (Object.hasOwn(values, name)) values[name]!.push(value);
      else values[name] = [value];
    } else if (value.size > 0) {
      files[name] = value;
    }
  }
  return { values, files };
}

export const oneOf = (values: FormTexts, name: string): string => values[name]?.[0] ?? "";

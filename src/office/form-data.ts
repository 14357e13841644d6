import { HTTPException } from "hono/http-exception";
import type { FormValues } from "../ui/forms/values.ts";
import type { OfficeContext } from "./env.ts";

/** All that a form sent, texts by name; files apart. A body that is no form is refused. */
export async function readForm(c: OfficeContext): Promise<{ values: FormValues; files: Record<string, File> }> {
  const type = c.req.header("content-type") ?? "";
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(type)) throw new HTTPException(400);
  const form = await c.req.formData().catch(() => {
    throw new HTTPException(400);
  });
  const values: FormValues = {};
  const files: Record<string, File> = {};
  for (const [name, value] of form) {
    if (typeof value === "string") {
      if (Object.hasOwn(values, name)) values[name]!.push(value);
      else values[name] = [value];
    } else if (value.size > 0) {
      files[name] = value;
    }
  }
  return { values, files };
}

export const oneOf = (values: FormValues, name: string): string => values[name]?.[0] ?? "";

import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AppEnv } from "./env.ts";
import { type FormTexts, readForm } from "./form-data.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
/** In bytes: the longest form that is given back. */
const MAX_GIVEN_BACK = 2 * 1024 * 1024;

/** Refuses what would change something while the database takes no writes, before anything is done: 503. */
export const whileWritable: MiddlewareHandler<AppEnv> = (c, next) => {
  if (c.get("services").primary?.writable === false && !SAFE.has(c.req.method)) throw new HTTPException(503, { message: "read-only" });
  return next();
};

/**
 * What a form sent that was not saved: its texts, and whether that is all of it (files are not given back). Undefined of
 * what is no form. Its body may have been read before.
 */
export async function givenBack(c: Context<AppEnv>): Promise<{ values: FormTexts; partial: boolean } | undefined> {
  const type = c.req.header("content-type") ?? "";
  if (c.req.method !== "POST" || !/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(type)) return undefined;
  const length = Number(c.req.header("content-length") ?? Number.POSITIVE_INFINITY);
  if (length > MAX_GIVEN_BACK) return { values: {}, partial: true };
  try {
    const { values, files } = await readForm(c);
    return { values, partial: Object.keys(files).length > 0 };
  } catch {
    return { values: {}, partial: true };
  }
}

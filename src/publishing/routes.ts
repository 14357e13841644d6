import { Hono } from "hono";
import type { AppEnv } from "../platform/web/env.ts";

/** Files and feeds under /data, the same rows as the pages. */
export function publishing(): Hono<AppEnv> {
  return new Hono<AppEnv>();
}

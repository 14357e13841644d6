import { Hono } from "hono";
import type { AppEnv } from "../platform/web/env.ts";

/** The back office. */
export function office(): Hono<AppEnv> {
  return new Hono<AppEnv>();
}

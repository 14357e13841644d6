import type { MiddlewareHandler } from "hono";
import { isDatabaseDown } from "../platform/database/down.ts";
import type { AppEnv } from "../platform/web/env.ts";
import { deskOf } from "../publishing/desk.ts";

/** Tells the frame of the pages when what is public last changed: read once for each change, for all pages. */
export const lastPublished: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { at } = await deskOf(c.get("services")).state();
  if (at.getTime() > 0) c.set("lastPublished", at);
  await next();
};

/** For the pages that need no database: while it is away they are given without that date, and not kept. */
export const lastPublishedIfKnown: MiddlewareHandler<AppEnv> = async (c, next) => {
  try {
    await lastPublished(c, async () => {});
  } catch (error) {
    if (!isDatabaseDown(error)) throw error;
    c.header("Cache-Control", "no-store");
  }
  await next();
};

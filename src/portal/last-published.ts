import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../platform/web/env.ts";
import { deskOf } from "../publishing/desk.ts";

/** Tells the frame of the pages when what is public last changed: read once for each change, for all pages. */
export const lastPublished: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { at } = await deskOf(c.get("services")).state();
  if (at.getTime() > 0) c.set("lastPublished", at);
  await next();
};

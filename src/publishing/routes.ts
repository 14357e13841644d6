import { Hono } from "hono";
import { cors } from "hono/cors";
import type { Database } from "../platform/database/connect.ts";
import type { AppEnv } from "../platform/web/env.ts";
import { api } from "./api/routes.ts";
import { keyedApi } from "./api/write/routes.ts";
import { audienceFile } from "./audience/routes.ts";
import { callFeeds } from "./calls/routes.ts";
import { publicFiles } from "./files.ts";
import { followFeeds } from "./follow/routes.ts";
import { occasionFeeds } from "./occasions/routes.ts";
import { offers } from "./public-file.ts";
import { manifestRoutes } from "./publication/routes.ts";
import { respondWith } from "./respond.ts";

/**
 * Files and feeds under /data and the API, the same rows as the pages: any site may read them. `db`: the whole register, for
 * the operations of the API that ask for a key.
 */
export function publishing(db: Database): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(
    "/data/*",
    cors({
      origin: "*",
      allowMethods: ["GET", "HEAD"],
      allowHeaders: ["If-None-Match", "If-Modified-Since"],
      exposeHeaders: ["ETag", "Last-Modified", "Content-Disposition"],
      maxAge: 86_400,
    }),
  );
  for (const file of publicFiles)
    app.get(`/data/${file.path}`, (c) => (offers(c.get("services").city, file) ? respondWith(c, file) : c.notFound()));
  callFeeds(app);
  followFeeds(app);
  audienceFile(app);
  occasionFeeds(app);
  manifestRoutes(app);
  keyedApi(app, db);
  app.route("/", api());
  return app;
}

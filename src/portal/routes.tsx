import { Hono, type MiddlewareHandler } from "hono";
import type { AppEnv } from "../platform/web/env.ts";
import { pageCache } from "../platform/web/page-cache.ts";
import { apiPages } from "./api/routes.tsx";
import { audiencePages } from "./audience/routes.tsx";
import { dataPages } from "./data/routes.tsx";
import { followPages } from "./follow/routes.tsx";
import { homePages } from "./home/routes.tsx";
import { lastPublished, lastPublishedIfKnown } from "./last-published.ts";
import { mapPages } from "./map/routes.tsx";
import { moneyPages } from "./money/routes.tsx";
import { editorialPages } from "./pages/routes.tsx";
import { registerPages } from "./register/routes.tsx";
import { siteFiles } from "./static/files.ts";
import { staticPages } from "./static/routes.tsx";
import { unsubscribePages } from "./static/unsubscribe.tsx";
import { storyPages } from "./stories/routes.tsx";
import { testimonyPages } from "./testimonies/page.tsx";

/** The public pages, each in every language, answered from memory until something is published. */
export function portal(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const keep = pageCache();
  const cached: MiddlewareHandler<AppEnv> = (c, next) => keep(c, async () => void (await lastPublished(c, next)));
  const cachedOffline: MiddlewareHandler<AppEnv> = (c, next) => keep(c, async () => void (await lastPublishedIfKnown(c, next)));
  siteFiles(app);
  homePages(app, cached);
  staticPages(app, cachedOffline);
  unsubscribePages(app);
  followPages(app, cached);
  audiencePages(app, cached);
  mapPages(app, cached);
  editorialPages(app, cached, lastPublished);
  storyPages(app, cached);
  registerPages(app, cached);
  moneyPages(app, cached);
  testimonyPages(app, cached);
  dataPages(app, cached);
  apiPages(app, cached);
  return app;
}

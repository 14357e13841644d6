import type { Hono } from "hono";
import type { OfficeEnv } from "../env.ts";
import { keyPages } from "./access/keys.tsx";
import { webhookPages } from "./access/webhooks.tsx";
import { declarationPages } from "./declarations/routes.tsx";
import { hub } from "./hub.tsx";
import { iatiImportPages } from "./iati/routes.tsx";
import { iatiPublicationPages } from "./iati-publication/routes.tsx";
import { publicationPages } from "./publications/routes.tsx";
import { scdlPages } from "./scdl/routes.tsx";

/** What goes out to other systems and comes in from them. */
export function exchangePages(app: Hono<OfficeEnv>): void {
  app.get("/echanges", hub);
  scdlPages(app);
  declarationPages(app);
  iatiImportPages(app);
  iatiPublicationPages(app);
  publicationPages(app);
  keyPages(app);
  webhookPages(app);
}

import type { Context, Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { isLocale, languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { giveFile, giveSize, SIZES } from "../../platform/web/stored-file.ts";
import { readOwn } from "../../register/story/actions.ts";
import { findStoryPicture } from "../../register/story/public-store.ts";
import { route } from "../../ui/paths.ts";
import { collectorPage, takeBackCollected, takeCollected } from "./collector-page.tsx";
import { exhibition } from "./exhibition.tsx";
import { ownAct, ownPage } from "./own-page.tsx";
import { storyPage } from "./story-page.tsx";
import { askForStory, takeStory } from "./tell-page.tsx";

/** A form with a picture of five megabytes. */
const MAX_BODY = 8 * 1024 * 1024;
const bounded = bodyLimit({
  maxSize: MAX_BODY,
  onError: () => {
    throw new HTTPException(413);
  },
});

/** Of the page of one person: kept by nothing, named to no other site. */
const unkept: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  c.header("Cache-Control", "no-store");
  c.header("Referrer-Policy", "same-origin");
};

/** Pages whose address names no language: the one asked for, else the one that the teller used. */
const spoken: MiddlewareHandler<AppEnv> = async (c, next) => {
  const asked = c.req.query("langue") ?? (await readOwn(c.get("services").db, c.req.param("token") ?? ""))?.locale ?? "";
  if (isLocale(asked)) {
    c.set("locale", asked);
    c.set("t", translator(asked));
  }
  await next();
};

/** The exhibition of stories, the form to tell one, and the pages that a secret opens: the teller's, a partner city's. */
export function storyPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) {
    app.get(route(locale, "stories"), cached, exhibition);
    // Kept by nothing, but compressed.
    app.get(route(locale, "storyShare"), cached, unkept, askForStory);
    app.post(route(locale, "storyShare"), unkept, bounded, takeStory);
    app.get(route(locale, "story"), cached, storyPage);
  }
  for (const path of ["/recits/suivi/*", "/recits/collecte/*"]) app.use(path, unkept, bounded);
  app.get("/recits/suivi/:token", spoken, (c) => ownPage(c));
  app.post("/recits/suivi/:token", spoken, ownAct);
  app.get("/recits/collecte/:token", spoken, (c) => collectorPage(c));
  app.post("/recits/collecte/:token", spoken, takeCollected);
  app.post("/recits/collecte/:token/retirer", spoken, takeBackCollected);
  // Asked again each time: a picture taken back is gone at once.
  const picture = (give: typeof giveSize) => async (c: Context<AppEnv>) => {
    const { published, files } = c.get("services");
    const sha256 = c.req.param("sha256") ?? "";
    const file = /^[0-9a-f]{64}$/.test(sha256) ? await findStoryPicture(published, sha256) : undefined;
    return file ? give(c, files, file, "no-cache", published) : c.notFound();
  };
  app.get(
    "/recits/images/:sha256",
    picture((c, files, file, cache) => giveFile(c, files, file, cache)),
  );
  app.get(`/recits/images/:sha256${SIZES}`, picture(giveSize));
}

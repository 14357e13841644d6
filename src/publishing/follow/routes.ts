import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { changesOfTopic, toldOf } from "../../follow/change-store.ts";
import { isWhole, type Topic, topicKey, topicSchema } from "../../follow/rules.ts";
import { namesOfTopics } from "../../follow/topic-store.ts";
import { pageOfTopic, topicWords } from "../../follow/words.ts";
import { isLocale, type Locale, mainLanguage } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { topicFeed } from "./atom.ts";

const MOST_ENTRIES = 50;

/** /data/follow/everything.atom, /data/follow/theme/water.atom: what changed of a topic, for readers of news. */
export function followFeeds(app: Hono<AppEnv>): void {
  app.get("/data/follow/:file{[a-z]+\\.atom}", (c) => answer(c, { type: c.req.param("file").slice(0, -".atom".length), value: "" }));
  app.get("/data/follow/:type/:file{.+\\.atom}", (c) =>
    answer(c, { type: c.req.param("type"), value: c.req.param("file").slice(0, -".atom".length) }),
  );
}

async function answer(c: Context<AppEnv>, asked: { type: string; value: string }): Promise<Response> {
  const { published, city, baseUrl } = c.get("services");
  const lang = c.req.query("lang") ?? "";
  const locale: Locale = isLocale(lang) ? lang : mainLanguage();
  const parsed = topicSchema.safeParse(asked);
  if (!parsed.success) return c.notFound();
  const topic: Topic = parsed.data;
  const names = await namesOfTopics(published, [topic]);
  if (!isWhole(topic.type) && !names.has(topicKey(topic))) return c.notFound();
  const changes = await changesOfTopic(published, topic, MOST_ENTRIES);
  const told = await toldOf(published, changes);
  const entries = changes.flatMap(({ kind, record, at }) => {
    const one = told.get(`${kind} ${record}`);
    return one ? [{ ...one, at }] : [];
  });
  const body = topicFeed(entries, {
    topic,
    title: topicWords(topic, names, locale),
    page: pageOfTopic(locale, topic),
    locale,
    baseUrl,
    city: city.name,
  });
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = { "Content-Type": "application/atom+xml; charset=utf-8", ETag: etag, "Cache-Control": "public, no-cache" };
  const held = c.req.header("if-none-match");
  if (held?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag)) return c.body(null, 304, headers);
  return c.body(body, 200, headers);
}

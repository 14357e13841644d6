import type { FC } from "hono/jsx";
import { readTopics, type Topic } from "../../follow/rules.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfFollowFeed } from "../../ui/paths.ts";

/** The topics among the filters of a list, as its address writes them. */
export const topicsOfQuery = (query: Record<string, unknown>): Topic[] =>
  readTopics(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value ?? []].flat().map(String)])));

/** What the head of a page offers to readers of news. */
export const followFeeds = (c: PageContext, topics: readonly Topic[]) =>
  topics.map((topic) => ({
    href: hrefOfFollowFeed(c.get("locale"), topic),
    type: "application/atom+xml",
    title:
      topics.length > 1
        ? `${c.get("t")("follow.feed")} (${c.get("t")(`follow.type.${topic.type}` as "follow.type.theme")})`
        : c.get("t")("follow.feed"),
  }));

/** "Follow this: by mail, Atom feed". The mail takes all topics at once, a feed one. */
export const FollowLinks: FC<{ c: PageContext; topics: readonly Topic[] }> = ({ c, topics }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (topics.length === 0) return <></>;
  const query = Object.fromEntries(
    [...Map.groupBy(topics, ({ type }) => type)].map(([type, of]) => [type, of.map(({ value }) => value || "1")]),
  );
  return (
    <p class="elsewhere follow-links">
      {t("follow.this")} <a href={href(locale, "follow", { query })}>{t("follow.byMail")}</a>
      {topics.length === 1 && (
        <>
          {" · "}
          <a href={hrefOfFollowFeed(locale, topics[0]!)} type="application/atom+xml">
            {t("follow.feed")}
          </a>
        </>
      )}
    </p>
  );
};

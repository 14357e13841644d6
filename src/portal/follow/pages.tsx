import type { FC, PropsWithChildren } from "hono/jsx";
import { isWhole, type Topic, topicKey } from "../../follow/rules.ts";
import type { NamedTopic } from "../../follow/topic-store.ts";
import { pageOfTopic, topicWords } from "../../follow/words.ts";
import { languages } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Problem } from "../../register/record/kind.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfFollow, hrefOfFollowFeed } from "../../ui/paths.ts";
import { FollowForm, type FollowValues } from "./form.tsx";

type Step = Parameters<typeof hrefOfFollow>[1];

/** The frame of the pages of following: those of a step are for one person, and no search engine. */
const Frame: FC<
  PropsWithChildren<{
    c: PageContext;
    title: string;
    lede?: string;
    step?: Step;
    query?: string;
    feeds?: Topic[];
    names?: ReadonlyMap<string, Localised>;
  }>
> = ({ c, title, lede, step, query = "", feeds = [], names = new Map(), children }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const alternates = step && Object.fromEntries(languages.map((other) => [other, hrefOfFollow(other, step) + query]));
  return (
    <PublicLayout
      c={c}
      meta={{
        title,
        ...(lede ? { description: lede } : {}),
        ...(alternates ? { alternates, noindex: true } : {}),
        feeds: feeds.map((topic) => ({
          href: hrefOfFollowFeed(locale, topic),
          type: "application/atom+xml",
          title: topicWords(topic, names, locale),
        })),
      }}
    >
      <Breadcrumb c={c} steps={[...(step ? [{ label: t("nav.follow"), href: href(locale, "follow") }] : []), { label: title }]} />
      <article class="article">
        <h1>{title}</h1>
        {lede && <p class="lede">{lede}</p>}
        {children}
      </article>
    </PublicLayout>
  );
};

/** Where one begins to follow: the form, and the same as feeds for who gives no address. */
export const FollowPage: FC<{
  c: PageContext;
  values: FollowValues;
  offered: readonly NamedTopic[];
  names: ReadonlyMap<string, Localised>;
  problems?: readonly Problem[];
  tooMany?: boolean;
}> = ({ c, values, offered, names, problems, tooMany }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const known = values.topics.filter((topic) => isWhole(topic.type) || names.has(topicKey(topic)));
  const feeds: Topic[] =
    known.length > 0
      ? [...known]
      : [
          { type: "everything", value: "" },
          { type: "calls", value: "" },
        ];
  return (
    <Frame c={c} title={t("follow.title")} lede={t("follow.lede")} feeds={feeds} names={names}>
      {tooMany && (
        <p class="notice" role="alert">
          {t("follow.tooMany")}
        </p>
      )}
      <FollowForm
        c={c}
        action={href(locale, "follow")}
        values={values}
        offered={offered}
        problems={problems ?? []}
        withEmail
        submit={t("follow.do")}
      />
      <p class="meta">
        {t("follow.privacy")} <a href={href(locale, "privacy", { hash: "follow" })}>{t("nav.privacy")}</a>
      </p>
      <h2 id="feeds">{t("follow.feeds")}</h2>
      <p>{t("follow.feedsText")}</p>
      <TopicList c={c} topics={feeds} names={names} as="feeds" />
    </Frame>
  );
};

/** The same answer for every address: who owns it is told by mail. */
export const AskedPage: FC<{ c: PageContext }> = ({ c }) => {
  const t = c.get("t");
  return (
    <Frame c={c} title={t("follow.asked.title")} lede={t("follow.asked.lede")}>
      <p>{t("follow.asked.text")}</p>
    </Frame>
  );
};

/** Opening a link confirms nothing, as programs open links too: the button does. */
export const ConfirmPage: FC<{ c: PageContext; token: string; topics: readonly Topic[]; names: ReadonlyMap<string, Localised> }> = ({
  c,
  token,
  topics,
  names,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const query = `?${new URLSearchParams({ jeton: token })}`;
  return (
    <Frame c={c} title={t("follow.confirm.title")} lede={t("follow.confirm.lede")} step="confirm" query={query}>
      <TopicList c={c} topics={topics} names={names} />
      <form method="post" action={hrefOfFollow(locale, "confirm") + query}>
        <p class="actions">
          <button type="submit">{t("follow.confirm.do")}</button>
        </p>
      </form>
    </Frame>
  );
};

export const MinePage: FC<{
  c: PageContext;
  /** The query of the personal link. */
  query: string;
  values: FollowValues;
  offered: readonly NamedTopic[];
  names: ReadonlyMap<string, Localised>;
  problems?: readonly Problem[];
  done?: "confirmed" | "changed" | undefined;
}> = ({ c, query, values, offered, names, problems, done }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Frame c={c} title={t("follow.mine.title")} lede={t("follow.mine.lede")} step="mine" query={query}>
      {done && (
        <p class="notice" role="status">
          {t(`follow.mine.${done}`)}
        </p>
      )}
      <TopicList c={c} topics={values.topics} names={names} />
      <h2>{t("follow.mine.change")}</h2>
      <FollowForm
        c={c}
        action={hrefOfFollow(locale, "mine") + query}
        values={values}
        offered={offered}
        problems={problems ?? []}
        submit={t("follow.mine.do")}
      />
      <h2 id="stop">{t("follow.stop.title")}</h2>
      <p>{t("follow.stop.text")}</p>
      <form method="post" action={hrefOfFollow(locale, "stop") + query}>
        <p class="actions">
          <button type="submit" class="quiet">
            {t("follow.stop.do")}
          </button>
        </p>
      </form>
    </Frame>
  );
};

/** The way out of a mail, and what it says once it is taken. */
export const StopPage: FC<{ c: PageContext; query: string; done: boolean }> = ({ c, query, done }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Frame c={c} title={t("follow.stop.title")} step="stop" query={query}>
      {done ? (
        <>
          <p class="notice" role="status">
            {t("follow.stop.done")}
          </p>
          <p>
            <a href={href(locale, "follow")}>{t("follow.again")}</a>
          </p>
        </>
      ) : (
        <>
          <p>{t("follow.stop.text")}</p>
          <form method="post" action={hrefOfFollow(locale, "stop") + query}>
            <p class="actions">
              <button type="submit">{t("follow.stop.do")}</button>
            </p>
          </form>
        </>
      )}
    </Frame>
  );
};

/** A link that is not whole, was used, or has expired. */
export const WrongLinkPage: FC<{ c: PageContext; step: Step }> = ({ c, step }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Frame c={c} title={t("follow.wrongLink.title")} step={step}>
      <p>{t(step === "confirm" ? "follow.wrongLink.confirm" : "follow.wrongLink.personal")}</p>
      <p>
        <a href={href(locale, "follow")}>{t("follow.again")}</a>
      </p>
    </Frame>
  );
};

/** Topics in words, each a link to what it stands for, or to its feed. */
const TopicList: FC<{ c: PageContext; topics: readonly Topic[]; names: ReadonlyMap<string, Localised>; as?: "feeds" }> = ({
  c,
  topics,
  names,
  as,
}) => {
  const locale = c.get("locale");
  return (
    <ul>
      {topics.map((topic) => (
        <li>
          {as === "feeds" ? (
            <a href={hrefOfFollowFeed(locale, topic)} type="application/atom+xml">
              {topicWords(topic, names, locale)} (Atom)
            </a>
          ) : isWhole(topic.type) || names.has(topicKey(topic)) ? (
            <a href={pageOfTopic(locale, topic)}>{topicWords(topic, names, locale)}</a>
          ) : (
            // Followed once, and public no longer.
            <span class="muted">{topicWords(topic, names, locale)}</span>
          )}
        </li>
      ))}
    </ul>
  );
};

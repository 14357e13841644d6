import type { FC } from "hono/jsx";
import { recordId } from "../../register/record/fields.ts";
import { languageName } from "../../register/story/languages.ts";
import { type StoryShown, shownStories, type Translation } from "../../register/story/public-store.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Facts } from "../../ui/facts.tsx";
import { day } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { plain } from "../../ui/text.tsx";
import { RecordLink } from "../register/parts/frame.tsx";
import { choice } from "../register/parts/words.ts";
import { Byline, beginning, nameOf, Paragraphs, Portrait, Told, translatedBy, translationFor, whereOf, yearsOf } from "./parts.tsx";

/** One story whole: the words as they were told, and beside them those of a translator. */
export async function storyPage(c: PageContext) {
  const id = recordId.safeParse(c.req.param("id"));
  const [story] = id.success ? await shownStories(c.get("services").published, { id: id.data }) : [];
  return story ? c.html(<StoryPage c={c} story={story} />) : c.notFound();
}

const StoryPage: FC<{ c: PageContext; story: StoryShown }> = ({ c, story }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const beside = translationFor(story, locale);
  const others = story.translations.filter((one) => one !== beside);
  const by = [nameOf(c, story), whereOf(c, story)].filter(Boolean).join(", ");
  const title = beside?.title ?? story.title ?? t("stories.of", { name: by });
  return (
    <PublicLayout
      c={c}
      meta={{ title, description: beginning(beside?.words ?? story.words).slice(0, 160), updatedAt: story.updatedAt, sheet: "stories" }}
    >
      <Breadcrumb c={c} steps={[{ label: t("nav.stories"), href: href(locale, "stories") }, { label: by }]} />
      <article class="story-page">
        <header class="story-head">
          <Portrait story={story} large />
          <div>
            <p class="kicker">{choice(t, "story.nature", story.nature)}</p>
            {story.title ? (
              <Told as="h1" language={story.language}>
                {story.title}
              </Told>
            ) : (
              <h1>{t("stories.of", { name: by })}</h1>
            )}
            <Byline c={c} story={story} />
            <DemoBadge demo={story.demo} t={t} />
            {story.picture && story.pictureCredit && <p class="meta">{t("stories.credit", { credit: story.pictureCredit })}</p>}
          </div>
        </header>
        <div class={beside ? "story-columns" : undefined}>
          <Told language={story.language} class="story-words">
            <Paragraphs words={story.words} />
          </Told>
          {beside && <Translated c={c} translation={beside} />}
        </div>
        {story.shortened && <p class="meta">{t("stories.shortened")}</p>}
        {others.map((translation) => (
          <details class="story-translation">
            <summary>{t("stories.translation", { language: languageName(translation.language, locale) })}</summary>
            <Translated c={c} translation={translation} />
          </details>
        ))}
        <Facts
          facts={[
            [t("stories.fact.project"), <RecordLink c={c} kind="project" record={story.project} />],
            [t("stories.filter.city"), story.city && <RecordLink c={c} kind="partner" record={story.city} />],
            [t("field.story.contributor"), story.contributor && choice(t, "story.contributor", story.contributor)],
            [t("field.story.ageBand"), story.ageBand && choice(t, "story.ageBand", story.ageBand)],
            [t("stories.fact.years"), yearsOf(story)],
            [t("portal.fact.themes"), story.themes.map(({ name }) => plain(name, locale)).join(", ")],
            [t("stories.filter.language"), languageName(story.language, locale)],
            [t("stories.fact.uses"), story.scopes.map((scope) => t.dynamic(`stories.use.${scope}`)).join(", ")],
          ]}
        />
        <p class="meta">{t("stories.consentNote", { date: day(story.publishedAt, locale) })}</p>
        <p>
          <a href={href(locale, "stories")}>{t("stories.all")}</a>
        </p>
      </article>
    </PublicLayout>
  );
};

const Translated: FC<{ c: PageContext; translation: Translation }> = ({ c, translation }) => (
  <section class="story-translated" aria-label={translatedBy(c, translation)}>
    <p class="kicker">{translatedBy(c, translation)}</p>
    <Told language={translation.language}>
      {translation.title && <p class="story-translated-title">{translation.title}</p>}
      <Paragraphs words={translation.words} />
    </Told>
  </section>
);

import type { FC } from "hono/jsx";
import type { StoryFilter, StoryShown } from "../../register/story/public-store.ts";
import { Html } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { Byline, Paragraphs, Portrait, Told, translatedBy, translationFor } from "./parts.tsx";

/** A panel is read from two metres away: what is longer is told on the site alone, or shortened by the desk. */
const LONG = 900;

/** One sheet a story, landscape, as large as the printer's paper: what a school or a town hall hangs. */
export function panelsPage(c: PageContext, stories: StoryShown[], { city, theme, language }: StoryFilter) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const siteTitle = plain(c.get("services").city.title, locale);
  return c.html(
    <Html c={c} meta={{ title: t("stories.panels"), noindex: true, sheet: "stories" }} siteTitle={siteTitle} bodyClass="panels">
      <header class="no-print panels-bar">
        <h1>{t("stories.panels")}</h1>
        <p>{t("stories.panels.text", { count: stories.length })}</p>
        <p>
          <a href={href(locale, "stories", { query: { city, theme, language } })}>{t("stories.all")}</a>
        </p>
      </header>
      <main id="content" tabindex={-1}>
        {stories.map((story) => (
          <Panel c={c} story={story} siteTitle={siteTitle} />
        ))}
      </main>
    </Html>,
  );
}

const Panel: FC<{ c: PageContext; story: StoryShown; siteTitle: string }> = ({ c, story, siteTitle }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const translation = translationFor(story, locale);
  const { city } = c.get("services");
  return (
    <article class={story.words.length > LONG ? "panel panel-long" : "panel"}>
      <Portrait story={story} large />
      <div class="panel-words">
        {story.title && (
          <Told as="h2" language={story.language}>
            {story.title}
          </Told>
        )}
        <Told language={story.language} class="panel-told">
          <Paragraphs words={story.words} />
        </Told>
        {translation && (
          <div class="panel-translation">
            <Told language={translation.language}>
              {translation.title && (
                <p>
                  <strong>{translation.title}</strong>
                </p>
              )}
              <Paragraphs words={translation.words} />
            </Told>
            <p class="meta">{translatedBy(c, translation)}</p>
          </div>
        )}
        <Byline c={c} story={story} />
        <DemoBadge demo={story.demo} t={t} />
      </div>
      <footer>
        <p>
          <Text value={story.project.name} locale={locale} />
        </p>
        <p>
          {plain(city.name, locale)}, {siteTitle}
        </p>
        {story.picture && story.pictureCredit && <p>{t("stories.credit", { credit: story.pictureCredit })}</p>}
      </footer>
    </article>
  );
};

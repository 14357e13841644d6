import type { FC } from "hono/jsx";
import { languageName } from "../../register/story/languages.ts";
import { readStoryFilter, type StoryFilter, type StoryShown, shownStories, storyFacets } from "../../register/story/public-store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfData } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { WorldMap } from "../../ui/world-map.tsx";
import { ListPage, RecordLink } from "../register/parts/frame.tsx";
import { activeFilters, queryOf } from "../register/parts/selection.ts";
import { countryName } from "../register/parts/words.ts";
import { citiesShown, MARK_OF_CITY } from "./cities.ts";
import { panelsPage } from "./panels.tsx";
import { Byline, beginning, Portrait, Told, translatedBy, translationFor } from "./parts.tsx";

/** The exhibition: what residents told, each in their own words; as sheets to hang, where asked for. */
export async function exhibition(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const filter = readStoryFilter(c.req.queries());
  const [stories, facets] = [await shownStories(db, filter), await storyFacets(db)];
  if (filter.panels) return panelsPage(c, stories, filter);
  const { panels: _, ...narrowed } = filter;
  const query = queryOf(narrowed);
  const label = (name: string, value: string) => {
    if (name === "language") return languageName(value, locale);
    const facet = (name === "city" ? facets.cities : facets.themes).find((one) => one.value === value);
    return plain(facet?.name ?? {}, locale) || value;
  };
  const select = (name: "city" | "theme" | "language", of: typeof facets.cities) => ({
    type: "select" as const,
    name,
    label: t(`stories.filter.${name}`),
    value: filter[name],
    empty: t("portal.list.all"),
    options: of.map(({ value, count }) => ({ value, label: label(name, value), count })),
  });
  return c.html(
    <ListPage
      c={c}
      page="stories"
      sheet="stories"
      title={t("nav.stories")}
      intro={t("stories.intro")}
      query={query}
      total={stories.length}
      empty={{ title: t("stories.empty"), text: t("stories.emptyText") }}
      active={activeFilters(locale, "stories", query, label)}
      aside={<Ways c={c} filter={filter} some={stories.length > 0} />}
      fields={
        facets.languages.length > 0
          ? [select("city", facets.cities), select("theme", facets.themes), select("language", facets.languages)]
          : []
      }
    >
      <ol class="stories">
        {stories.map((story) => (
          <StoryOfList c={c} story={story} />
        ))}
      </ol>
      <Cities c={c} stories={stories} />
    </ListPage>,
  );
}

/** What one may do from here: tell, print, take the data. */
const Ways: FC<{ c: PageContext; filter: StoryFilter; some: boolean }> = ({ c, filter, some }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { city, theme, language } = filter;
  return (
    <ul class="story-ways">
      <li>
        <a href={href(locale, "storyShare")}>{t("nav.storyShare")}</a>
      </li>
      {some && (
        <li>
          <a href={href(locale, "stories", { query: { city, theme, language, format: "panneaux" } })}>{t("stories.panels")}</a>
        </li>
      )}
      {some && (
        <li>
          <a href={hrefOfData("stories.csv")}>{t("stories.data")}</a>
        </li>
      )}
    </ul>
  );
};

const StoryOfList: FC<{ c: PageContext; story: StoryShown }> = ({ c, story }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const translation = translationFor(story, locale);
  const quote = story.title ?? beginning(story.words);
  return (
    <li class="story">
      <Portrait story={story} />
      <div>
        <Told as="h2" class="story-quote" language={story.language}>
          <a href={href(locale, "story", { id: story.id })}>{quote}</a>
        </Told>
        <Byline c={c} story={story} />
        {story.title && (
          <Told language={story.language} class="story-beginning">
            <p>{beginning(story.words)}</p>
          </Told>
        )}
        {translation && (
          <details class="story-translation">
            <summary>{t("stories.translation", { language: languageName(translation.language, locale) })}</summary>
            <Told language={translation.language}>
              {translation.title && (
                <p>
                  <strong>{translation.title}</strong>
                </p>
              )}
              <p>{beginning(translation.words)}</p>
            </Told>
            <p class="meta">{translatedBy(c, translation)}</p>
          </details>
        )}
        <DemoBadge demo={story.demo} t={t} />
      </div>
    </li>
  );
};

/** Where they come from: a map, and a table that says the same. */
const Cities: FC<{ c: PageContext; stories: StoryShown[] }> = ({ c, stories }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { cities, placed, region } = citiesShown(stories);
  if (cities.length === 0) return <></>;
  return (
    <section class="section" aria-labelledby="cities">
      <h2 id="cities">{t("stories.cities")}</h2>
      {placed.length > 0 && (
        <WorldMap
          label={t("stories.cities.map", { count: placed.length })}
          region={region}
          marks={placed.map((city) => ({
            latitude: city.latitude!,
            longitude: city.longitude!,
            label: `${plain(city.name, locale)} (${t("stories.count", { count: city.count })})`,
            href: href(locale, "stories", { query: { city: city.id } }),
            kind: MARK_OF_CITY,
            count: city.count,
          }))}
        />
      )}
      <Table
        caption={t("stories.cities")}
        hideCaption
        rows={cities}
        columns={[
          { label: t("stories.filter.city"), heading: true, cell: (row) => <RecordLink c={c} kind="partner" record={row} /> },
          { label: t("portal.column.country"), cell: (row) => (row.country ? countryName(row.country, locale) : "") },
          {
            label: t("nav.stories"),
            numeric: true,
            cell: (row) => (
              <a href={href(locale, "stories", { query: { city: row.id } })}>
                {row.count}
                <span class="visually-hidden">
                  {" "}
                  <Text value={row.name} locale={locale} />
                </span>
              </a>
            ),
          },
        ]}
      />
    </section>
  );
};

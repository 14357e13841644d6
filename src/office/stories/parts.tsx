import type { FC } from "hono/jsx";
import type { historyOf } from "../../register/record/history.ts";
import type { citiesOf, storyThemes } from "../../register/story/collector-store.ts";
import { directionOf, languageName } from "../../register/story/languages.ts";
import type { consentsOf, contactOf, StoryRow, Wording } from "../../register/story/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { day } from "../../ui/format.ts";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";

/** What the desk sees of one story. */
export type StoryData = {
  story: StoryRow;
  wordings: Wording[];
  consents: Awaited<ReturnType<typeof consentsOf>>;
  contact: Awaited<ReturnType<typeof contactOf>>;
  history: Awaited<ReturnType<typeof historyOf>>;
  cities: Awaited<ReturnType<typeof citiesOf>>;
  themes: Awaited<ReturnType<typeof storyThemes>>;
};

/** Every wording in the order in which it was made; what a newer one has replaced is said to be so. */
export const Wordings: FC<{ c: OfficeContext; wordings: Wording[] }> = ({ c, wordings }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const told = wordings.findLast(({ role }) => role === "original" || role === "correction")?.position ?? 0;
  return (
    <section class="section" aria-labelledby="wordings">
      <h2 id="wordings">{t("stories.office.wordings")}</h2>
      {wordings.map((one) => (
        <article class="story-wording">
          <h3>
            {t.dynamic(`stories.wording.${one.role}`)}, {languageName(one.language, locale)}
          </h3>
          <p class="meta">
            {[one.author, day(one.madeAt, locale), one.machine && t("stories.translation.machine")].filter(Boolean).join(", ")}
            {one.position < told && <strong> {t("stories.wording.old")}</strong>}
          </p>
          <div lang={one.language} dir={directionOf(one.language)}>
            {one.title && (
              <p>
                <strong>{one.title}</strong>
              </p>
            )}
            <p class="as-typed">{one.words}</p>
          </div>
        </article>
      ))}
      {wordings.length === 0 && <p class="muted">{t("stories.office.erased")}</p>}
    </section>
  );
};

/** Who told it as they wish to be named, what they allowed, and how to reach them. */
export const AboutStory: FC<{ c: OfficeContext; data: StoryData }> = ({ c, data: { story, consents, contact, cities, themes } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const word = (field: string, value: string | null) => value && t.dynamic(`choice.story.${field}.${value}`);
  const nameOf = (of: { name: Record<string, string | undefined> } | undefined) => of && plain(of.name, locale);
  return (
    <section class="section" aria-labelledby="about">
      <h2 id="about">{t("stories.office.teller")}</h2>
      {story.picture && (
        <figure>
          <img src={`/bureau/recits/images/${story.picture}`} alt={story.pictureAlt ?? ""} width={240} />
          <figcaption>
            {[story.pictureAlt, story.pictureCredit].filter(Boolean).join(". ")}{" "}
            <strong>{t(story.pictureChecked ? "stories.office.pictureShown" : "stories.office.pictureHidden")}</strong>
          </figcaption>
        </figure>
      )}
      <Facts
        facts={[
          [t("field.story.nature"), word("nature", story.nature)],
          [t("field.story.displayName"), story.displayName && <bdi>{`${story.displayName} (${word("nameKind", story.nameKind)})`}</bdi>],
          [t("field.story.ageBand"), word("ageBand", story.ageBand)],
          [t("field.story.contributor"), word("contributor", story.contributor)],
          [t("field.story.partner"), nameOf(cities.find(({ id }) => id === story.partner)) ?? story.partner],
          [t("field.story.neighbourhood"), story.neighbourhood],
          [t("field.story.themes"), story.themes.map((code) => nameOf(themes.find((one) => one.code === code)) ?? code).join(", ")],
          [t("stories.fact.years"), [story.yearFrom, story.yearTo].filter(Boolean).join(" – ")],
          [t("field.story.email"), contact?.email],
          [t("field.story.guardianName"), contact?.guardianName],
          [t("field.story.guardianContact"), contact?.guardianContact],
          [t("stories.office.guardianChecked"), story.guardianCheckedAt && day(story.guardianCheckedAt, locale)],
          [t("stories.office.reason"), story.reason],
        ]}
      />
      <h3>{t("stories.own.consents")}</h3>
      <ul>
        {consents.map((consent) => (
          <li>
            {day(consent.madeAt, locale)}, {t.dynamic(`stories.consent.by.${consent.givenBy}`)}
            {t("space.colon")}{" "}
            {consent.scopes.length === 0
              ? t("stories.own.takenBack")
              : consent.scopes.map((scope) => t.dynamic(`stories.use.${scope}`)).join(", ")}{" "}
            ({t("stories.consent.version", { version: consent.version })})
            {consent.evidence && ` ${t("stories.office.evidence", { evidence: consent.evidence, date: consent.givenOn })}`}
          </li>
        ))}
      </ul>
    </section>
  );
};

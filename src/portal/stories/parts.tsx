import type { Child, FC } from "hono/jsx";
import { type Locale, languages } from "../../platform/i18n/languages.ts";
import { directionOf, languageName } from "../../register/story/languages.ts";
import type { StoryShown, Translation } from "../../register/story/public-store.ts";
import type { PageContext } from "../../ui/page.ts";
import { SizedImage } from "../../ui/sized-image.tsx";
import { plain } from "../../ui/text.tsx";
import { choice, countryName, years } from "../register/parts/words.ts";

/** Words in their own language, written its way: what follows keeps to the page's. */
export const Told: FC<{ language: string; as?: "div" | "h1" | "h2"; class?: string; children?: Child }> = ({
  language,
  as: As = "div",
  class: className,
  children,
}) => (
  <As lang={language} dir={directionOf(language)} class={className}>
    {children}
  </As>
);

/** A text of a story: a paragraph for each block of lines, its lines kept. */
export const Paragraphs: FC<{ words: string }> = ({ words }) => (
  <>
    {words.split(/\n{2,}/).map((paragraph) => (
      <p>{paragraph}</p>
    ))}
  </>
);

const BEGINNING = 230;
/** How a story begins, cut after a sentence or a word. */
export function beginning(words: string): string {
  const line = words.replace(/\s+/g, " ").trim();
  if (line.length <= BEGINNING) return line;
  const cut = line.slice(0, BEGINNING);
  // bounded: by BEGINNING.
  const sentence = /^.{80,}[.!?…؟。](?=\s)/s.exec(cut)?.[0];
  // bounded: by BEGINNING.
  return sentence ?? `${cut.replace(/\s+\S*$/, "")} …`;
}

/** The name that the teller chose, else what they are: "une habitante, un habitant". */
export function nameOf(c: PageContext, story: Pick<StoryShown, "displayName" | "contributor">): string {
  return story.displayName ?? choice(c.get("t"), "story.contributor", story.contributor ?? "resident");
}

/** "Ulm, Allemagne", "Weststadt, Ulm"; what is known of where. */
export function whereOf(c: PageContext, { city, neighbourhood }: Pick<StoryShown, "city" | "neighbourhood">): string {
  const locale = c.get("locale");
  const country = city?.country ? countryName(city.country, locale) : undefined;
  return [neighbourhood, city && plain(city.name, locale), country].filter(Boolean).join(", ");
}

export const yearsOf = (story: Pick<StoryShown, "yearFrom" | "yearTo">): string | undefined => years(story.yearFrom, story.yearTo);

/** The translation for a reader of the page, where the story is in another language and there is one. */
export function translationFor(story: StoryShown, locale: string): Translation | undefined {
  return story.language === locale || story.language.startsWith(`${locale}-`)
    ? undefined
    : story.translations.find(({ language }) => language === locale || language.startsWith(`${locale}-`));
}

/** By whom, and that it is no longer the teller's own words. */
export function translatedBy(c: PageContext, { language, author, machine }: Translation): string {
  const t = c.get("t");
  const name = languageName(language, c.get("locale"));
  const by = author ? t("stories.translation.by", { language: name, author }) : t("stories.translation", { language: name });
  return machine ? `${by} ${t("stories.translation.machine")}` : by;
}

export const pictureHref = (sha256: string) => `/recits/images/${sha256}`;

/** The picture that came with a story, else the first letter of the name, drawn as a printer would. */
export const Portrait: FC<{ story: StoryShown; large?: boolean }> = ({ story, large }) =>
  story.picture ? (
    <SizedImage
      class={large ? "story-portrait story-portrait-large" : "story-portrait"}
      file={story.picture}
      href={pictureHref(story.picture.sha256)}
      alt={story.pictureAlt ?? ""}
      sizes={large ? "(min-width: 60rem) 20rem, 9rem" : "4.5rem"}
      lazy={!large}
    />
  ) : (
    <span class={large ? "story-initial story-portrait-large" : "story-initial"} aria-hidden="true">
      {[...(story.displayName ?? "")][0]?.toLocaleUpperCase(story.language) ?? "“"}
    </span>
  );

/** Name, place, years, language: one line under the words. */
export const Byline: FC<{ c: PageContext; story: StoryShown }> = ({ c, story }) => (
  <p class="story-by">
    <strong>
      <bdi>{nameOf(c, story)}</bdi>
    </strong>
    {[whereOf(c, story), yearsOf(story)].filter(Boolean).map((part) => (
      <>
        , <bdi>{part}</bdi>
      </>
    ))}
    <span class="story-language"> {languageName(story.language, c.get("locale"))}</span>
  </p>
);

/** The same page, whose address names no language, in each of them. */
export const inEachLanguage = (c: PageContext) =>
  Object.fromEntries(languages.map((locale) => [locale, `${c.req.path}?langue=${locale}`])) as Record<Locale, string>;

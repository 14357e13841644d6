import type { FC } from "hono/jsx";
import { MarkdownTree } from "../markdown.tsx";
import type { PageContext } from "../page.ts";
import type { Guide } from "./read.ts";
import { type Found, searchGuides } from "./search.ts";

/** Where guides are found (`root`: "/bureau/aide", "/espace/aide"): a search, its results, or the guides with their goals. */
export const GuideList: FC<{ c: PageContext; root: string; guides: readonly Guide[]; asked: string }> = ({ c, root, guides, asked }) => {
  const t = c.get("t");
  const found = searchGuides(guides, asked);
  return (
    <>
      <h1>{t("guides.title")}</h1>
      <form action={root} role="search" class="guide-search">
        <label for="guide-q">{t("guides.search")}</label>
        <span>
          <input id="guide-q" type="search" name="q" value={asked} maxlength={120} /> <button type="submit">{t("guides.do")}</button>
        </span>
      </form>
      {asked.trim() !== "" && (
        <>
          <h2>{t("guides.results", { count: found.length })}</h2>
          {found.length === 0 ? (
            <p>{t("guides.none")}</p>
          ) : (
            <ol class="guide-results">
              {found.map((one) => (
                <Result root={root} found={one} />
              ))}
            </ol>
          )}
        </>
      )}
      {guides.map((guide) => (
        <section>
          <h2>
            <a href={`${root}/${guide.name}`}>{guide.title}</a>
          </h2>
          <MarkdownTree nodes={guide.lead} />
          <ul class="guide-goals">
            {guide.sections.map(({ id, title }) => (
              <li>
                <a href={`${root}/${guide.name}#${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
};

const Result: FC<{ root: string; found: Found }> = ({ root, found: { guide, section, excerpt } }) => (
  <li>
    <a href={`${root}/${guide.name}#${section.id}`}>{section.title}</a> <span class="muted">{guide.title}</span>
    <p>{excerpt.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</p>
  </li>
);

/** One guide: where it stands, its goals, then each with its steps. */
export const GuidePage: FC<{ c: PageContext; root: string; guide: Guide }> = ({ c, root, guide }) => {
  const t = c.get("t");
  return (
    <>
      <nav class="breadcrumb" aria-label={t("common.breadcrumb")}>
        <ol>
          <li>
            <a href={root}>{t("guides.title")}</a>
          </li>
          <li>
            <span aria-current="page">{guide.title}</span>
          </li>
        </ol>
      </nav>
      <h1>{guide.title}</h1>
      <MarkdownTree nodes={guide.lead} />
      <nav aria-label={t("guides.contents")}>
        <ul class="guide-goals">
          {guide.sections.map(({ id, title }) => (
            <li>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      {guide.sections.map(({ id, title, nodes }) => (
        <section>
          <h2 id={id} tabindex={-1}>
            {title}
          </h2>
          <MarkdownTree nodes={nodes} />
        </section>
      ))}
    </>
  );
};

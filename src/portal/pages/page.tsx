import type { FC } from "hono/jsx";
import { dayOf } from "../../platform/instants.ts";
import { textIn } from "../../platform/localised.ts";
import { slugOf } from "../../register/record/slug.ts";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Tags } from "../../ui/tag.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { RecordLink, RecordPage, Section } from "../register/parts/frame.tsx";
import { termList } from "../register/parts/terms.tsx";
import { cityOrganisation } from "../structured/parts.ts";
import { Blocks } from "./blocks.tsx";
import type { EditorialRecord } from "./load.ts";
import { StaleNotice } from "./stale.tsx";

interface Props {
  c: PageContext;
  data: EditorialRecord;
  /** YYYY-MM-DD. */
  today: string;
  /** The other sites whose content this answer shows. */
  shown: readonly string[];
  /** What is public, where readers may choose to see more; a preview shows stills. */
  live: boolean;
}

/** The page as the office shows it before it is public: stills of other sites, and nothing to choose. */
export const PagePreview: FC<{ c: PageContext; data: EditorialRecord }> = ({ c, data }) => (
  <EditorialPage c={c} data={data} today={dayOf(new Date())} shown={[]} live={false} />
);

/** Fewer titles than this are seen at a glance. */
const LONG = 3;

/** An editorial page: who answers for it and up to which day, its contents, its blocks, what it is about, what changed. */
export const EditorialPage: FC<Props> = ({ c, data, today, shown, live }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const parts = partsOf(data.blocks, locale);
  const titles = parts.filter((part) => part.heading);
  const links = data.links.flatMap((line) =>
    (["programme", "network", "partner", "organisation", "project"] as const).flatMap((kind) =>
      line[kind] ? [{ kind, record: line[kind] }] : [],
    ),
  );
  return (
    <RecordPage
      c={c}
      data={data}
      list={{ page: "pages", label: t("nav.pages") }}
      sheet="pages"
      kicker={data.section ? <Text value={data.section.name} locale={locale} /> : t.dynamic("kind.page")}
      about={{
        "@type": "Article",
        headline: plain(data.name, locale),
        inLanguage: locale,
        dateModified: data.updatedAt.toISOString(),
        publisher: cityOrganisation(c),
      }}
    >
      <p class="page-byline">
        {data.reviewedOn && t("pages.updatedOn", { date: date(data.reviewedOn, locale) })}
        {data.reviewedOn && plain(data.service, locale) && " · "}
        <Text value={data.service} locale={locale} />
      </p>
      <StaleNotice c={c} page={data} today={today} />
      {titles.length >= LONG && (
        <nav class="page-contents" aria-labelledby="contents-title">
          <p id="contents-title">{t("pages.contents")}</p>
          <ol>
            {titles.map(({ id, heading }) => (
              <li>
                <a href={`#${id}`}>
                  <Text value={heading!} locale={locale} />
                </a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div class="page-body">
        {parts.map(({ id, heading, blocks }) =>
          heading ? (
            <section class="section" aria-labelledby={id}>
              <h2 id={id}>
                <Text value={heading} locale={locale} />
              </h2>
              <Blocks c={c} data={data} blocks={blocks} shown={shown} live={live} />
            </section>
          ) : (
            <Blocks c={c} data={data} blocks={blocks} shown={shown} live={live} />
          ),
        )}
      </div>
      <Section id="page-related" title={t("pages.related")} when={links.length > 0}>
        <ul class="page-related">
          {links.map(({ kind, record }) => (
            <li>
              <RecordLink c={c} kind={kind} record={record} /> <span class="meta">{t.dynamic(`kind.${kind}`)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Tags
        label={t("field.page.sectors")}
        tags={data.sectors.map(({ code, name }) => ({
          label: <Text value={name} locale={locale} />,
          href: href(locale, "pages", { query: { sector: [code] } }),
        }))}
      />
      <Tags
        label={t("portal.fact.themes")}
        tags={data.themes.map(({ code, name }) => ({
          label: <Text value={name} locale={locale} />,
          href: href(locale, "pages", { query: { theme: [code] } }),
        }))}
      />
      <Section id="page-texts" title={t("pages.referenceTexts")} when={data.referenceTexts.length > 0}>
        {termList(c, data.referenceTexts)}
      </Section>
      <Section id="page-changes" title={t("pages.changes")} when={data.changes.length > 0}>
        <ul class="page-changes">
          {data.changes.map((change) => (
            <li>
              <span class="meta">{date(change.changedOn, locale)}</span> <Text value={change.note} locale={locale} />
            </li>
          ))}
        </ul>
      </Section>
    </RecordPage>
  );
};

type Blocked = EditorialRecord["blocks"][number];
interface Part {
  id: string;
  heading: Blocked["title"] | undefined;
  blocks: { block: Blocked; n: number }[];
}

/** The blocks under the titles that stand before them. An anchor is made of its title: two alike are numbered. */
function partsOf(blocks: Blocked[], locale: string): Part[] {
  const parts: Part[] = [{ id: "", heading: undefined, blocks: [] }];
  const taken = new Map<string, number>();
  for (const [n, block] of blocks.entries()) {
    if (block.type !== "heading") {
      parts.at(-1)!.blocks.push({ block, n });
      continue;
    }
    const stem = `s-${slugOf(textIn(block.title, locale)?.text ?? "")}`;
    const times = (taken.get(stem) ?? 0) + 1;
    taken.set(stem, times);
    parts.push({ id: times === 1 ? stem : `${stem}-${times}`, heading: block.title, blocks: [] });
  }
  return parts.filter((part) => part.heading || part.blocks.length > 0);
}

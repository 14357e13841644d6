import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { Topic } from "../../../follow/rules.ts";
import type { Localised } from "../../../platform/localised.ts";
import type { SourceCited } from "../../../register/record/parts-store.ts";
import { Breadcrumb } from "../../../ui/breadcrumb.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { type ActiveFilter, type FilterField, FilterForm } from "../../../ui/filter-form.tsx";
import { day } from "../../../ui/format.ts";
import { PublicLayout } from "../../../ui/layout.tsx";
import type { PageContext, PageMeta } from "../../../ui/page.ts";
import { Pagination } from "../../../ui/pagination.tsx";
import { href, hrefOfRecord, type PageName } from "../../../ui/paths.ts";
import { SourceNote } from "../../../ui/source-note.tsx";
import { DemoBadge, StatusBadge } from "../../../ui/status.tsx";
import { Prose, plain, Text } from "../../../ui/text.tsx";
import { FollowLinks, followFeeds, topicsOfQuery } from "../../follow/links.tsx";
import { StructuredData } from "../../structured/graph.tsx";
import { breadcrumb, type Thing } from "../../structured/parts.ts";
import type { AddressQuery } from "./selection.ts";

/** What every record's page begins and ends with. */
export interface Head {
  id: string;
  status: string;
  name: Localised;
  description: Localised;
  demo: boolean;
  sourceLocator: string | null;
  quote: string | null;
  source: SourceCited | null;
  updatedAt: Date;
  publishedAt: Date | null;
}

/** The frame of one record's page: where it stands, its name, what it says, where it was read, since when it is public. */
export const RecordPage: FC<
  PropsWithChildren<{
    c: PageContext;
    data: Head;
    list: { page: PageName; label: string } | undefined;
    kicker: Child;
    /** What the record is, for search engines. */
    about?: Thing;
    /** What is followed by who follows this page. */
    follow?: Topic;
    sheet?: PageMeta["sheet"];
  }>
> = ({ c, data, list, kicker, about, follow, sheet, children }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const name = plain(data.name, locale);
  const isPublic = data.status === "published";
  const followed = follow && isPublic ? [follow] : [];
  return (
    <PublicLayout
      c={c}
      meta={{
        title: name,
        description: summary(plain(data.description, locale)),
        updatedAt: data.updatedAt,
        noindex: !isPublic,
        feeds: followFeeds(c, followed),
        sheet,
      }}
    >
      <Breadcrumb
        c={c}
        steps={[
          ...(list ? [{ label: list.label, href: href(locale, list.page) }] : []),
          { label: <Text value={data.name} locale={locale} /> },
        ]}
      />
      <article>
        <p class="kicker">{kicker}</p>
        <h1>
          <Text value={data.name} locale={locale} />
        </h1>
        {(data.demo || !isPublic) && (
          <p>
            <DemoBadge demo={data.demo} t={t} />
            {!isPublic && (
              <>
                {" "}
                <StatusBadge status={data.status} t={t} /> {t("portal.record.notPublic")}
              </>
            )}
          </p>
        )}
        <Prose value={data.description} locale={locale} class={plain(data.description, locale).length <= LEDE ? "lede" : "description"} />
        {children}
        <SourceNote c={c} source={data.source} locator={data.sourceLocator} quote={data.quote} />
        <p class="meta record-history">
          {data.publishedAt && t("portal.record.published", { date: day(data.publishedAt, locale) })}
          {data.publishedAt && " · "}
          {t("common.updated", { date: day(data.updatedAt, locale) })}
        </p>
        <FollowLinks c={c} topics={followed} />
      </article>
      {about && isPublic && (
        <StructuredData
          things={[
            { ...about, url: c.get("services").baseUrl + new URL(c.req.url).pathname, ...descriptionOf(plain(data.description, locale)) },
            breadcrumb(c, [...(list ? [{ name: list.label, page: list.page }] : []), { name }]),
          ]}
        />
      )}
    </PublicLayout>
  );
};

// Beyond, a text is read as text, not as a headline.
const LEDE = 280;

const descriptionOf = (text: string) => (text ? { description: summary(text) } : {});

/** The first 160 letters, for search engines. */
function summary(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  // bounded: by the 160 letters.
  return line.length <= 160 ? line : `${line.slice(0, 159).replace(/\s+\S*$/, "")}…`;
}

/** A titled part of a page; nothing when `when` is false. */
export const Section: FC<PropsWithChildren<{ id: string; title: Child; when?: boolean }>> = ({ id, title, when = true, children }) =>
  when ? (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  ) : (
    <></>
  );

/** A record by its name, linked when it has a page. */
export const RecordLink: FC<{ c: PageContext; kind: string; record: { id: string; name: Localised } | null }> = ({ c, kind, record }) => {
  if (!record) return <></>;
  const locale = c.get("locale");
  const address = hrefOfRecord(locale, kind, record.id);
  const name = <Text value={record.name} locale={locale} />;
  return address ? <a href={address}>{name}</a> : name;
};

interface ListProps {
  c: PageContext;
  page: PageName;
  title: string;
  intro: Child;
  query: AddressQuery;
  fields: FilterField[];
  active: ActiveFilter[];
  total: number;
  /** The page shown and how many rows each holds; absent for a list without pages. */
  paging?: { page: number; size: number };
  /** Beside the count: sums, links to the same selection elsewhere. */
  aside?: Child;
  empty: { title: string; text: string };
  /** What of the address is no filter and stays when filters change: the view chosen. */
  keep?: AddressQuery;
  /** The same in forms for programs. */
  feeds?: { href: string; type: string; title: string }[];
  sheet?: PageMeta["sheet"];
  /** Shown even when nothing matches: a month without events is a month. */
  always?: boolean;
}

/** The frame of a list: what it holds, its filters, how many match, the rows, the pages. */
export const ListPage: FC<PropsWithChildren<ListProps>> = ({
  c,
  page,
  title,
  intro,
  query,
  fields,
  active,
  total,
  paging,
  aside,
  empty,
  keep = {},
  feeds = [],
  sheet,
  always = false,
  children,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const pages = paging ? Math.ceil(total / paging.size) : 1;
  const beyond = paging && total > 0 && paging.page > pages;
  const followed = topicsOfQuery(query);
  const own = href(locale, page, { query: keep });
  return (
    <PublicLayout
      c={c}
      meta={{
        feeds: [...feeds, ...followFeeds(c, followed)],
        sheet,
        title:
          paging && paging.page > 1 ? `${title}, ${t("common.page", { page: paging.page, pages: Math.max(pages, paging.page) })}` : title,
      }}
    >
      <Breadcrumb c={c} steps={[{ label: title }]} />
      <h1>{title}</h1>
      <p class="lede">{intro}</p>
      {fields.length > 0 && (
        <FilterForm
          c={c}
          action={href(locale, page)}
          label={t("portal.list.filter", { title })}
          fields={fields}
          active={active}
          clear={own}
          hidden={Object.fromEntries(
            Object.entries(keep).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat().map(String)]])),
          )}
        />
      )}
      <div class="list-head">
        <p class="list-count">
          <strong>{t("common.results", { count: total })}</strong>
        </p>
        {aside}
        <FollowLinks c={c} topics={followed} />
      </div>
      {total === 0 && !always ? (
        <Empty title={empty.title}>
          <p>{empty.text}</p>
          {active.length > 0 && (
            <p>
              <a href={own}>{t("portal.list.showAll")}</a>
            </p>
          )}
        </Empty>
      ) : beyond ? (
        <Empty title={t("portal.list.beyond", { pages })}>
          <p>
            <a href={href(locale, page, { query: { ...query, page: undefined } })}>{t("portal.list.firstPage")}</a>
          </p>
        </Empty>
      ) : (
        children
      )}
      {paging && !beyond && (
        <Pagination
          c={c}
          page={paging.page}
          pages={pages}
          hrefOf={(one) => href(locale, page, { query: { ...query, page: one > 1 ? one : undefined } })}
        />
      )}
    </PublicLayout>
  );
};

import type { Child, FC } from "hono/jsx";
import type { Told } from "../../follow/change-store.ts";
import { type Read, type Split, type Step, steps } from "../../platform/audience/store.ts";
import { isLocale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { count, date, share } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfData, hrefOfRecord, type PageName, pageNames, pageOfKind, route } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { Bar } from "../register/parts/bar.tsx";
import { Section } from "../register/parts/frame.tsx";
import { Article } from "../static/article.tsx";

interface Props {
  c: PageContext;
  step: Step;
  /** YYYY-MM-DD: of all but the first table. */
  since: string;
  periods: { period: string; views: number }[];
  by: Record<Split, { value: string; views: number }[]>;
  most: Record<"pages" | "records" | "files", Read[]>;
  records: ReadonlyMap<string, Told>;
}

/** How much the site is read: sums, and how they are made. */
export const AudiencePage: FC<Props> = ({ c, step, since, periods, by, most, records }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const sinceText = <p class="meta">{t("audience.since", { date: date(since, locale) })}</p>;
  return (
    <Article c={c} title={t("audience.title")} lede={t("audience.lede")}>
      <Section id="over" title={t("audience.over")}>
        <p class="elsewhere">
          {t("audience.step")}{" "}
          {steps.map((one, i) => (
            <>
              {i > 0 && " · "}
              {one === step ? (
                <strong aria-current="true">{t(`audience.step.${one}`)}</strong>
              ) : (
                <a href={href(locale, "audience", { query: { par: one } })}>{t(`audience.step.${one}`)}</a>
              )}
            </>
          ))}
        </p>
        <Counted
          c={c}
          caption={t("audience.over")}
          label={t(`audience.period.${step}`)}
          rows={periods.map(({ period, views }) => ({ name: date(step === "month" ? period.slice(0, 7) : period, locale), views }))}
        />
      </Section>
      <Section id="pages" title={t("audience.pages")} when={most.pages.length > 0}>
        {sinceText}
        <Counted
          c={c}
          caption={t("audience.pages")}
          label={t("audience.page")}
          rows={most.pages.map((one) => ({ name: pageName(c, one), views: one.views }))}
        />
      </Section>
      <Section id="records" title={t("audience.records")} when={most.records.length > 0}>
        {sinceText}
        <Counted
          c={c}
          caption={t("audience.records")}
          label={t("audience.record")}
          rows={most.records.flatMap((one) => {
            const told = records.get(`${one.page} ${one.record}`);
            if (!told) return [];
            const address = hrefOfRecord(locale, told.kind, told.id);
            const name = plain(told.name, locale);
            return [{ name: address ? <a href={address}>{name}</a> : name, views: one.views }];
          })}
        />
      </Section>
      <Section id="files" title={t("audience.files")} when={most.files.length > 0}>
        {sinceText}
        <Counted
          c={c}
          caption={t("audience.files")}
          label={t("audience.file")}
          value={t("audience.taken")}
          rows={most.files.map(({ record, views }) => ({ name: <a href={`/data/${record}`}>{record}</a>, views }))}
        />
      </Section>
      <Section id="how" title={t("audience.how")} when={by.language.length > 0}>
        {sinceText}
        {(["referrer", "language", "device"] as const).map((split) => (
          <Counted
            c={c}
            caption={t(`audience.by.${split}`)}
            label={t(`audience.by.${split}`)}
            shared
            rows={by[split].map(({ value, views }) => ({ name: splitName(c, split, value), views }))}
          />
        ))}
      </Section>
      <Section id="method" title={t("audience.method")}>
        {(["what", "not", "left", "small"] as const).map((part) => (
          <p>{t(`audience.method.${part}`)}</p>
        ))}
        <p>
          <a href={hrefOfData("audience.csv")}>{t("audience.csv")}</a> · <a href={href(locale, "privacy")}>{t("nav.privacy")}</a>
        </p>
      </Section>
    </Article>
  );
};

interface Row {
  name: Child;
  views: number;
}

/** Numbers, each with a bar for the eye and, where they add up to a whole, their share of it. */
const Counted: FC<{ c: PageContext; caption: string; label: string; value?: string; shared?: boolean; rows: Row[] }> = ({
  c,
  caption,
  label,
  value,
  shared,
  rows,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const [most, sum] = [Math.max(1, ...rows.map(({ views }) => views)), rows.reduce((all, { views }) => all + views, 0)];
  if (rows.length === 0) return <p>{t("audience.none")}</p>;
  const columns: Column<Row>[] = [
    { label, heading: true, cell: ({ name }) => name },
    { label: value ?? t("audience.views"), numeric: true, cell: ({ views }) => count(views, locale) },
    ...(shared
      ? [{ label: t("audience.part"), numeric: true, cell: ({ views }: Row) => share(Math.round((views / sum) * 100), locale) }]
      : []),
    { label: <span class="visually-hidden">{t("audience.part")}</span>, cell: ({ views }) => <Bar part={views / (shared ? sum : most)} /> },
  ];
  return <Table caption={caption} hideCaption columns={columns} rows={rows} class="years" />;
};

const isPage = (name: string): name is PageName => (pageNames as string[]).includes(name);

/** A page by the word of its menu; the pages of records of one kind, whose readers were few, by the kind. */
function pageName(c: PageContext, { page }: Read): Child {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (!isPage(page)) return t("audience.unknownPage");
  const kind = Object.entries(pageOfKind).find(([, own]) => own === page)?.[0];
  const words = t.dynamic(kind ? `kind.${kind}.many` : `nav.${page}`);
  if (page === "home") return <a href={href(locale, page)}>{plain(c.get("services").city.title, locale)}</a>;
  const shown = t.has(kind ? `kind.${kind}.many` : `nav.${page}`) ? words : route(locale, page);
  return kind || route(locale, page).includes(":id") ? shown : <a href={href(locale, page)}>{shown}</a>;
}

function splitName(c: PageContext, split: Split, value: string): string {
  if (split === "language") return isLocale(value) ? translator(value)("common.language") : value;
  return c.get("t").dynamic(`audience.${split}.${value}`);
}

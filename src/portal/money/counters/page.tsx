import type { FC } from "hono/jsx";
import { type Counted, countedFor, counterDays } from "../../../register/figure/counted-store.ts";
import { groupBySeries, type Series } from "../../../register/figure/series.ts";
import { type FigureWithSubject, listFigures } from "../../../register/figure/store.ts";
import { Breadcrumb } from "../../../ui/breadcrumb.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { count, date, figureValue, money } from "../../../ui/format.ts";
import { PublicLayout } from "../../../ui/layout.tsx";
import type { PageContext } from "../../../ui/page.ts";
import { href, type PageName } from "../../../ui/paths.ts";
import { ShortQuote } from "../../../ui/quote.tsx";
import { Table } from "../../../ui/table.tsx";
import { Text } from "../../../ui/text.tsx";
import { counterDefinition } from "../../register/parts/figures.tsx";
import { RecordLink, Section } from "../../register/parts/frame.tsx";
import { Drift } from "./drift.tsx";

/** The list that a counter counts. */
const lists: Record<Counted["counter"], PageName> = {
  partners: "partners",
  agreements: "agreements",
  networks: "networks",
  projects: "projects",
  countries: "map",
  awards: "awards",
  awarded: "money",
  awarded_year: "money",
};

/** What was published beside what the register counts today: each with its perimeter, the difference told and not hidden. */
export async function countersPage(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const figures = (await listFigures(db, { about: undefined })).filter((figure) => figure.counter !== null);
  const [counted, days] = await Promise.all([countedFor(db, figures), counterDays(db)]);
  const series = groupBySeries(figures);
  return c.html(
    <PublicLayout c={c} meta={{ title: t("nav.counters"), description: t("money.counters.intro") }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.figures"), href: href(locale, "figures") }, { label: t("nav.counters") }]} />
      <h1>{t("nav.counters")}</h1>
      <p class="lede">{t("money.counters.intro")}</p>
      <p>{t("money.counters.why")}</p>
      {series.length === 0 && (
        <Empty title={t("money.counters.none")}>
          <p>{t("money.counters.noneText")}</p>
        </Empty>
      )}
      {series.map((one) => (
        <Compared c={c} series={one} counted={counted} />
      ))}
      <Drift c={c} days={days} />
      <p>
        <a href={href(locale, "figures")}>{t("portal.figures.all")}</a> · <a href={href(locale, "money")}>{t("nav.money")}</a>
      </p>
    </PublicLayout>,
  );
}

const Compared: FC<{ c: PageContext; series: Series<FigureWithSubject>; counted: ReadonlyMap<string, Counted> }> = ({
  c,
  series,
  counted,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { name, programme } = series.figures[0]!;
  const said = (figure: FigureWithSubject, value: number) =>
    figure.currency ? money(Math.round(value), figure.currency, locale) : count(value, locale);
  const published = (figure: FigureWithSubject) => (figure.currency ? figure.value * 100 : figure.value);
  return (
    <Section id={`compteur-${series.series}`} title={<Text value={name} locale={locale} />}>
      {programme && (
        <p>
          <RecordLink c={c} kind="programme" record={programme} />
        </p>
      )}
      {series.differs && <p class="figure-differs">{t("portal.figures.differs")}</p>}
      <Table
        caption={name[locale] ?? series.series}
        hideCaption
        rows={series.figures}
        columns={[
          {
            label: t("money.counters.published"),
            heading: true,
            cell: (figure) => (
              <>
                <a href={href(locale, "figure", { id: figure.id })}>{figureValue(figure, locale)}</a>
                <br />
                <span class="row-note">
                  {date(figure.asOf, locale)}
                  {figure.source && (
                    <>
                      {", "}
                      <Text value={figure.source.name} locale={locale} />
                    </>
                  )}
                </span>
                {figure.quote && (
                  <>
                    <br />
                    <ShortQuote class="row-note" text={figure.quote} source={figure.source} />
                  </>
                )}
              </>
            ),
          },
          { label: t("portal.figures.perimeterLabel"), cell: (figure) => <Text value={figure.perimeter} locale={locale} /> },
          {
            label: t("money.counters.register"),
            numeric: true,
            cell: (figure) => {
              const own = counted.get(figure.id)!;
              return <a href={listOf(locale, own, programme?.id)}>{said(figure, own.value)}</a>;
            },
          },
          { label: t("money.counters.scope"), cell: (figure) => counterDefinition(t, counted.get(figure.id)!) },
          {
            label: t("money.counters.difference"),
            numeric: true,
            cell: (figure) => {
              const gap = counted.get(figure.id)!.value - published(figure);
              return gap === 0 ? said(figure, 0) : `${gap > 0 ? "+" : "−"}${said(figure, Math.abs(gap))}`;
            },
          },
        ]}
      />
    </Section>
  );
};

/** The list that makes a count, narrowed as the count is. */
function listOf(
  locale: PageContext["var"]["locale"],
  { counter, programme, years: [first, last] }: Counted,
  of: string | undefined,
): string {
  const query = {
    ...(programme && of ? { programme: [of] } : {}),
    ...(first !== null && first === last ? { year: first } : {}),
  };
  return href(locale, lists[counter], { query });
}

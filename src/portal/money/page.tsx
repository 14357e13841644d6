import type { Child, FC } from "hono/jsx";
import { locatedCountries } from "../../register/map/countries-store.ts";
import { besideTotals, countDates, listResults } from "../../register/project/results-store.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { ChartFigure } from "../../ui/chart/figure.tsx";
import { FilterForm } from "../../ui/filter-form.tsx";
import { day, money } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Section } from "../register/parts/frame.tsx";
import { activeFilters } from "../register/parts/selection.ts";
import { anchorOf, hrefOfChart } from "./addresses.ts";
import { type ChartName, chartOf, drawnOf } from "./charts.ts";
import { draws } from "./draws.ts";
import { fieldsOf, labelOf } from "./fields.ts";
import { shownMeasures, writeMoneyQuery } from "./filter.ts";
import { MoneyMap } from "./map.tsx";
import { Perimeter } from "./perimeter.tsx";
import { DatesPlanned, ResultsBeside } from "./results.tsx";
import { type MoneyView, readMoneyView } from "./view.ts";
import { described } from "./words.ts";

/** The city's money: each total apart, drawn by year, country, budget, theme and programme, with what it counts and does not. */
export async function moneyPage(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const db = c.get("services").published;
  const view = await readMoneyView(c);
  const { query } = view;
  const wanted = { ...query, demo: query.demo === "only" };
  const [places, results, dates, beside] = await Promise.all([
    locatedCountries(db),
    listResults(db, wanted),
    countDates(db, wanted),
    besideTotals(db),
  ]);
  const own = href(locale, "money");
  return c.html(
    <PublicLayout c={c} meta={{ title: t("nav.money"), description: t("money.intro") }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.money") }]} />
      <h1>{t("nav.money")}</h1>
      <p class="lede">{t("money.intro")}</p>
      <FilterForm
        c={c}
        action={own}
        label={t("portal.list.filter", { title: t("nav.money") })}
        fields={fieldsOf(c, view)}
        active={activeFilters(locale, "money", writeMoneyQuery(query), labelOf(c, view))}
        clear={own}
      />
      <Sums c={c} view={view} />
      <Chart c={c} view={view} name="years" notes={[t("money.note.years")]} />
      <Chart c={c} view={view} name="totals" notes={[t("money.note.totals")]} />
      <Chart c={c} view={view} name="countries" notes={[t("money.note.countries")]}>
        <MoneyMap c={c} data={chartOf("countries", view, t)} places={places} />
      </Chart>
      <Chart c={c} view={view} name="sources" notes={[t("money.note.sources")]} />
      <Chart c={c} view={view} name="themes" notes={[t("money.note.themes")]} />
      <Chart c={c} view={view} name="programmes" notes={[t("money.note.programmes")]} />
      <Chart c={c} view={view} name="planned" notes={[t("money.note.planned")]} />
      <Section id={t("money.results.anchor")} title={t("money.results.title")}>
        <ResultsBeside c={c} view={view} results={results} />
        <DatesPlanned c={c} dates={dates} />
      </Section>
      <Section id={t("money.perimeter.anchor")} title={t("money.perimeter.title")}>
        <Perimeter c={c} view={view} beside={beside} />
      </Section>
      <p>
        <a href={href(locale, "waterBill")}>{t("nav.waterBill")}</a> · <a href={href(locale, "counters")}>{t("nav.counters")}</a> ·{" "}
        <a href={href(locale, "awards")}>{t("nav.awards")}</a>
      </p>
    </PublicLayout>,
  );
}

/** One table of the page: drawn, whole, to take, with what it is. */
const Chart: FC<{ c: PageContext; view: MoneyView; name: ChartName; notes: string[]; children?: Child }> = ({
  c,
  view,
  name,
  notes,
  children,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { query, at } = view;
  const data = chartOf(name, view, t);
  const drawn = drawnOf(name, data, t);
  const id = anchorOf(locale, name);
  const address = (type: "csv" | "svg") => hrefOfChart(locale, name, type, writeMoneyQuery(query));
  // The day on which what is public last changed: nothing here is of another day.
  const source = t("money.chart.source", { date: day(at, locale) });
  return (
    <ChartFigure
      c={c}
      id={id}
      Drawn={draws[name]}
      data={data}
      drawn={drawn}
      title={t.dynamic(`money.title.${name}`, { measure: t.dynamic(`money.measureIn.${query.measure}`) })}
      desc={described(name, data, query.measure, t, locale)}
      files={{ csv: address("csv"), svg: address("svg") }}
      keyed={name === "years" || name === "planned"}
      notes={[
        ...notes,
        <>
          {t("money.chart.counts")} <a href={`#${t("money.perimeter.anchor")}`}>{t("money.chart.perimeter")}</a>. {source}
        </>,
      ]}
    >
      {children}
    </ChartFigure>
  );
};

/** The totals of the selection, each by itself, and what is left aside. */
const Sums: FC<{ c: PageContext; view: MoneyView }> = ({ c, view }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { cube, filter, currency, query } = view;
  const { totals } = cube.sums("year", filter);
  const own = totals.find((total) => total.currency === currency);
  const others = totals.filter((total) => total.currency !== currency && total.cents[query.measure] !== 0);
  const examples = query.demo
    ? undefined
    : cube.sums("year", { ...filter, demo: true }).totals.find((total) => total.currency === currency);
  return (
    <section aria-labelledby="money-sums">
      <h2 id="money-sums" class="visually-hidden">
        {t("money.sums")}
      </h2>
      <ul class="totals-row">
        {shownMeasures.map((measure) => (
          <li>
            {own?.cents[measure] ? (
              <p class="figure-value">{money(own.cents[measure], currency, locale)}</p>
            ) : (
              <p class="figure-value muted">{t("money.sums.none")}</p>
            )}
            <p>
              <strong>{t.dynamic(`money.measure.${measure}`)}</strong>
            </p>
            <p class="meta">{t.dynamic(`money.define.${measure}`)}</p>
          </li>
        ))}
      </ul>
      <p class="meta">
        {t("money.sums.note")}{" "}
        {others.length > 0 &&
          t("money.sums.others", { amounts: others.map((one) => money(one.cents[query.measure], one.currency, locale)).join(", ") })}{" "}
        {examples && examples.cents.voted > 0 && (
          <a href={href(locale, "money", { query: { demo: "only" } })}>
            {t("money.sums.examples", { amount: money(examples.cents.voted, currency, locale) })}
          </a>
        )}
      </p>
      {query.demo === "only" && <p class="notice">{t("money.sums.onlyExamples")}</p>}
    </section>
  );
};

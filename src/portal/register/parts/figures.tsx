import type { FC } from "hono/jsx";
import type { Translator } from "../../../platform/i18n/messages.ts";
import type { Counted } from "../../../register/figure/counted-store.ts";
import { groupBySeries, type Series } from "../../../register/figure/series.ts";
import type { Figure } from "../../../register/figure/store.ts";
import { count, date, figureValue, money } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { href } from "../../../ui/paths.ts";
import { Quote } from "../../../ui/quote.tsx";
import { DemoBadge } from "../../../ui/status.tsx";
import { plain, Text } from "../../../ui/text.tsx";
import { SeriesChart } from "./series-chart.tsx";
import { isCurrencyName, period, precision } from "./words.ts";

/** What the register counts, by the figure that asks to be compared. */
export type Counts = ReadonlyMap<string, Counted>;

/** Figures by series: those of one series side by side, each with its date, perimeter, source and words. */
export const FigureSeries: FC<{ c: PageContext; figures: Figure[]; counts?: Counts }> = ({ c, figures, counts }) => (
  <>
    {groupBySeries(figures).map((series) => (
      <OneSeries c={c} series={series} counts={counts} />
    ))}
  </>
);

export const OneSeries: FC<{ c: PageContext; series: Series<Figure>; counts?: Counts | undefined }> = ({ c, series, counts }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const [first] = series.figures;
  const id = `serie-${series.series}`;
  const compared = series.figures.find((figure) => figure.counter && counts?.has(figure.id));
  const counted = compared && counts?.get(compared.id);
  return (
    <section class="figure-series" aria-labelledby={id}>
      <h3 id={id}>
        <Text value={first!.name} locale={locale} />
      </h3>
      <SeriesChart c={c} figures={series.figures} differs={series.differs} />
      {series.differs && <p class="figure-differs">{t("portal.figures.differs")}</p>}
      <ul class="figure-row">
        {series.figures.map((figure) => (
          <li>
            <FigureCard c={c} figure={figure} />
          </li>
        ))}
        {counted && (
          <li class="figure-card figure-counted">
            <p class="figure-value">
              {counted.money ? money(counted.value, compared.currency ?? "EUR", locale) : count(counted.value, locale)}
            </p>
            <p>
              <strong>{t("portal.figures.counted")}</strong>
            </p>
            <p class="meta">{counterDefinition(t, counted)}</p>
          </li>
        )}
      </ul>
    </section>
  );
};

/** What a count of the register counts, which is not what the figures beside it do. */
export function counterDefinition(t: Translator, { counter, money: isMoney, programme, years }: Counted): string {
  if (isMoney) {
    const [first, last] = years;
    const span = first === null ? "all" : last === null ? "since" : first === last ? "one" : "between";
    return t("money.counter.money", { scope: programme ? "programme" : "all", span, first: String(first ?? ""), last: String(last ?? "") });
  }
  return programme ? t.dynamic(`money.counter.under.${counter}`) : t.dynamic(`portal.figures.counter.${counter}`);
}

/** One figure as it was published. */
const FigureCard: FC<{ c: PageContext; figure: Figure }> = ({ c, figure }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const span = period(t, figure.periodStart, figure.periodEnd);
  return (
    <div class="figure-card">
      <p class="figure-value">
        <a href={href(locale, "figure", { id: figure.id })}>{figureValue(figure, locale)}</a>
      </p>
      {figure.measure === "money" && !isCurrencyName(plain(figure.unit, locale), figure.currency, locale) && (
        <p class="figure-unit">
          <Text value={figure.unit} locale={locale} />
        </p>
      )}
      <p class="figure-date">
        {t("portal.figures.asOf", { date: date(figure.asOf, locale), precision: precision(figure.asOf) })}
        {span && span !== date(figure.asOf, locale) && <> · {span}</>}
      </p>
      <DemoBadge demo={figure.demo} t={t} />
      <p>{<Text value={figure.description} locale={locale} />}</p>
      <p class="meta">
        <strong>{t("portal.figures.perimeter")}</strong> <Text value={figure.perimeter} locale={locale} />
      </p>
      {figure.interpreted && (
        <p class="figure-interpreted">
          <strong>{t("portal.figures.interpreted")}</strong> <Text value={figure.interpretation} locale={locale} />
        </p>
      )}
      {figure.quote && <Quote text={figure.quote} source={figure.source} />}
      {figure.source && (
        <p class="meta">
          {figure.source.url ? (
            <a href={figure.source.url} rel="external noopener">
              <Text value={figure.source.name} locale={locale} />
            </a>
          ) : (
            <Text value={figure.source.name} locale={locale} />
          )}
          {figure.source.datedOn && `, ${date(figure.source.datedOn, locale)}`}
          {figure.sourceLocator && `, ${figure.sourceLocator}`}
        </p>
      )}
    </div>
  );
};

import type { FC } from "hono/jsx";
import { groupBySeries, type Series } from "../../../register/figure/series.ts";
import type { Counter, Figure } from "../../../register/figure/store.ts";
import { count, date, figureValue } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { href } from "../../../ui/paths.ts";
import { DemoBadge } from "../../../ui/status.tsx";
import { plain, Text } from "../../../ui/text.tsx";
import { isCurrencyName, period, precision } from "./words.ts";

export type Counts = Record<Counter, number>;

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
  const counter = series.figures.find((figure) => figure.counter)?.counter;
  return (
    <section class="figure-series" aria-labelledby={id}>
      <h3 id={id}>
        <Text value={first!.name} locale={locale} />
      </h3>
      {series.differs && <p class="figure-differs">{t("portal.figures.differs")}</p>}
      <ul class="figure-row">
        {series.figures.map((figure) => (
          <li>
            <FigureCard c={c} figure={figure} />
          </li>
        ))}
        {counter && counts && (
          <li class="figure-card figure-counted">
            <p class="figure-value">{count(counts[counter as Counter], locale)}</p>
            <p>
              <strong>{t("portal.figures.counted")}</strong>
            </p>
            <p class="meta">{t.dynamic(`portal.figures.counter.${counter}`)}</p>
          </li>
        )}
      </ul>
    </section>
  );
};

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
      {figure.quote && (
        <blockquote lang="fr">
          <p>{figure.quote}</p>
        </blockquote>
      )}
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

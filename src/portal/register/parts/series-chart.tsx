import type { FC } from "hono/jsx";
import type { Figure } from "../../../register/figure/store.ts";
import type { ChartData } from "../../../ui/chart/data.ts";
import { NARROW } from "../../../ui/chart/drawing.tsx";
import { Dots, Lines } from "../../../ui/chart/lines.tsx";
import { date, figureValue } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { plain } from "../../../ui/text.tsx";

/** What a series says over time, when it says it of at least two days: the cards below it hold each value whole. */
export const SeriesChart: FC<{ c: PageContext; figures: Figure[]; differs: boolean }> = ({ c, figures, differs }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  // The day that a value is of: the end of its period where it has one.
  const dayOf = (figure: Figure) => figure.periodEnd ?? figure.asOf;
  const dated = [...figures].sort((a, b) => dayOf(a).localeCompare(dayOf(b)) || a.id.localeCompare(b.id));
  const [first] = dated;
  if (!first || new Set(dated.map(dayOf)).size < 2 || new Set(dated.map(({ currency, measure }) => `${measure} ${currency}`)).size > 1)
    return <></>;
  const money = first.measure === "money";
  const title = plain(first.name, locale);
  const data: ChartData = {
    rowLabel: t("portal.figures.date"),
    unit: money ? "cents" : "count",
    ...(money ? { currency: first.currency ?? "EUR" } : {}),
    series: [{ key: first.series, label: title }],
    rows: dated.map((figure) => ({
      key: dayOf(figure),
      label: dayOf(figure).slice(0, 4),
      values: [money ? Math.round(figure.value * 100) : figure.value],
    })),
  };
  const desc = dated
    .map((figure) => `${date(dayOf(figure), locale)}${t("common.colon")} ${figureValue(figure, locale)}`)
    .join(`${t("common.semicolon")} `);
  const Drawn = differs ? Dots : Lines;
  return (
    <div class="series-chart">
      <Drawn id={`chart-${first.series}`} data={data} locale={locale} width={NARROW + 84} title={title} desc={desc} />
    </div>
  );
};

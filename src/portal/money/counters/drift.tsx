import type { FC } from "hono/jsx";
import { isMoneyCounter } from "../../../register/figure/rules.ts";
import type { ChartData } from "../../../ui/chart/data.ts";
import { NARROW } from "../../../ui/chart/drawing.tsx";
import { ChartTable } from "../../../ui/chart/figure.tsx";
import { Lines } from "../../../ui/chart/lines.tsx";
import { date } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { Section } from "../../register/parts/frame.tsx";

interface Day {
  counter: string;
  day: string;
  value: number;
}
const MOST_POINTS = 24;

/** How the register's own counts move: one small drawing for each, once it has been counted on two days. */
export const Drift: FC<{ c: PageContext; days: Day[] }> = ({ c, days }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const groups = [...Map.groupBy(days, ({ counter }) => counter)].filter(([, list]) => list.length > 1);
  return (
    <Section id="derive" title={t("money.counters.drift")}>
      <p>{t("money.counters.driftText")}</p>
      {groups.length === 0 && <p class="chart-none">{t("money.counters.driftNone")}</p>}
      <div class="drifts">
        {groups.map(([counter, list]) => {
          const isMoney = isMoneyCounter(counter);
          const title = t.dynamic(`choice.figure.counter.${counter}`);
          const data: ChartData = {
            rowLabel: t("portal.figures.date"),
            unit: isMoney ? "cents" : "count",
            ...(isMoney ? { currency: "EUR" } : {}),
            series: [{ key: counter, label: title }],
            rows: list.map(({ day, value }) => ({ key: day, label: date(day, locale), values: [value] })),
          };
          const step = Math.ceil(list.length / MOST_POINTS);
          const drawn = {
            ...data,
            rows: data.rows
              .filter((_, i) => (data.rows.length - 1 - i) % step === 0)
              .map((row) => ({ ...row, label: row.key.slice(0, 10) })),
          };
          return (
            <figure class="drift">
              <figcaption>
                <h3>{title}</h3>
              </figcaption>
              <Lines
                id={`drift-${counter}`}
                data={drawn}
                locale={locale}
                width={NARROW + 84}
                title={title}
                desc={t("money.counters.driftText")}
              />
              <details class="chart-table">
                <summary>{t("money.chart.table")}</summary>
                <ChartTable c={c} data={data} caption={title} />
              </details>
            </figure>
          );
        })}
      </div>
    </Section>
  );
};

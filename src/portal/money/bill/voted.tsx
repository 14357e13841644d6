import type { FC } from "hono/jsx";
import type { Figure } from "../../../register/figure/store.ts";
import type { ChartData } from "../../../ui/chart/data.ts";
import { ChartFigure } from "../../../ui/chart/figure.tsx";
import { Stack } from "../../../ui/chart/stack.tsx";
import { day, figureValue } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { href } from "../../../ui/paths.ts";
import { hrefOfChart } from "../addresses.ts";
import { chartOf } from "../charts.ts";
import { filterOf, type MoneyQuery, readMoneyQuery, writeMoneyQuery } from "../filter.ts";
import type { MoneyView } from "../view.ts";

/** What is voted of the budgets that the bill feeds, year by year: the same sums as the money page with those budgets chosen. */
export const Voted: FC<{ c: PageContext; view: MoneyView; sources: string[]; cap: Figure | undefined }> = ({ c, view, sources, cap }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const query: MoneyQuery = { ...readMoneyQuery({}), source: sources };
  const data: ChartData = chartOf("years", { ...view, query, filter: filterOf(query) }, t);
  const address = (type: "csv" | "svg") => hrefOfChart(locale, "years", type, writeMoneyQuery(query));
  return (
    <>
      <ChartFigure
        c={c}
        id="eau-annees"
        Drawn={Stack}
        data={data}
        title={t("money.title.years", { measure: t("money.measureIn.voted") })}
        desc={t("money.desc.totals")}
        heading="h3"
        keyed
        files={{ csv: address("csv"), svg: address("svg") }}
        notes={[t("money.bill.votedNote"), t("money.chart.source", { date: day(view.at, locale) })]}
      />
      {cap && <p>{t("money.bill.cap", { cap: figureValue(cap, locale) })}</p>}
      <p>
        <a href={href(locale, "money", { query: writeMoneyQuery(query) })}>{t("money.bill.all")}</a>
      </p>
    </>
  );
};

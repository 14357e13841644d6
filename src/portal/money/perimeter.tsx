import type { FC } from "hono/jsx";
import { type PerimeterCode, perimeter } from "../../publishing/api/money/perimeter.ts";
import type { BesideTotals } from "../../register/project/results-store.ts";
import { money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import type { MoneyView } from "./view.ts";

/** What is counted here, what is told apart, what is not counted: with its own sum where the register knows it. */
export const Perimeter: FC<{ c: PageContext; view: MoneyView; beside: BesideTotals }> = ({ c, view, beside }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { cube, filter, currency } = view;
  const totals = cube.sums("year", filter).totals.find((one) => one.currency === currency)?.cents;
  const sums = (list: { cents: number; currency: string }[]) => list.map((one) => money(one.cents, one.currency, locale)).join(" + ");
  const known: Partial<Record<PerimeterCode, string>> = {
    grants: totals && money(totals.voted, currency, locale),
    yearly_totals: sums(beside.aggregates),
    recovered: totals?.recovered ? money(totals.recovered, currency, locale) : "",
    reported_own: totals?.reported_committed ? money(totals.reported_committed, currency, locale) : "",
    other_authorities: sums(beside.subsidies),
    partners_projects: beside.partners > 0 ? t("money.perimeter.projects", { count: beside.partners }) : "",
    cofunders: sums(beside.cofunders),
    examples: sums(cube.sums("year", { ...filter, demo: true }).totals.map((one) => ({ cents: one.cents.voted, currency: one.currency }))),
    network_dues: sums(beside.dues),
    expert_work: sums(beside.work),
  };
  return (
    <>
      <p>{t("money.perimeter.intro")}</p>
      <Table
        caption={t("money.perimeter.title")}
        hideCaption
        class="perimeter"
        rows={perimeter}
        columns={[
          { label: t("money.perimeter.what"), heading: true, cell: ({ code }) => t.dynamic(`money.perimeter.${code}.short`) },
          {
            label: t("money.perimeter.counted"),
            cell: ({ counted }) => <span class="perimeter-mark">{t.dynamic(`money.perimeter.is.${counted}`)}</span>,
          },
          { label: t("money.perimeter.how"), cell: ({ code }) => t.dynamic(`money.perimeter.${code}`) },
          {
            label: t("money.perimeter.sum"),
            numeric: true,
            cell: ({ code }) => known[code] || <span class="muted">{t("common.unknown")}</span>,
          },
        ]}
      />
      <p class="meta">
        {t("money.perimeter.more")} <a href={href(locale, "figures", { query: { about: "city" } })}>{t("nav.figures")}</a> ·{" "}
        <a href="/api/v1/money?by=year&amp;demo=false">{t("money.perimeter.api")}</a>
      </p>
    </>
  );
};

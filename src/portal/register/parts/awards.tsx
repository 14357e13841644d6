import type { FC } from "hono/jsx";
import type { PublicGrant } from "../../../funding/public/rules.ts";
import type { AwardBrief, AwardTotal } from "../../../register/award/brief-store.ts";
import { date, money } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { type Column, Table } from "../../../ui/table.tsx";
import { Text } from "../../../ui/text.tsx";
import { Bar } from "./bar.tsx";
import { RecordLink } from "./frame.tsx";
import { years } from "./words.ts";

/** Says that a grant is what its source gives: the year's total of a beneficiary, whose purpose is one of several. */
export const AggregateMark: FC<{ c: PageContext; award: { aggregate: boolean; aggregatedCount: number | null } }> = ({ c, award }) => {
  const t = c.get("t");
  if (!award.aggregate) return <></>;
  return (
    <>
      <br />
      <span class="aggregate">
        {award.aggregatedCount ? t("portal.awards.aggregateOf", { count: award.aggregatedCount }) : t("portal.awards.aggregate")}
      </span>
    </>
  );
};

/** Grants as the page of another record lists them. */
export const AwardsTable: FC<{
  c: PageContext;
  awards: AwardBrief[];
  /** What the platform knows of them, by the award: its state and what is paid. */
  grants?: ReadonlyMap<string, PublicGrant>;
  caption: string;
  without?: "organisation" | "programme" | "source";
}> = ({ c, awards, grants, caption, without }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const followed = grants !== undefined && grants.size > 0;
  const columns: (Column<AwardBrief> | false)[] = [
    { label: t("portal.column.date"), cell: (award) => date(award.awardedOn, locale) },
    {
      label: t("portal.column.purpose"),
      heading: true,
      cell: (award) => (
        <>
          <RecordLink c={c} kind="award" record={award} />
          <AggregateMark c={c} award={award} />
        </>
      ),
    },
    without !== "organisation" && {
      label: t("portal.column.beneficiary"),
      cell: (award) => <RecordLink c={c} kind="organisation" record={award.organisation} />,
    },
    without !== "programme" && {
      label: t("portal.column.programme"),
      cell: (award) => <RecordLink c={c} kind="programme" record={award.programme} />,
    },
    {
      label: t(followed ? "award.column.voted" : "portal.column.amount"),
      numeric: true,
      cell: (award) => money(grants?.get(award.id)?.votedCents ?? award.amountCents, award.currency, locale),
    },
    followed && {
      label: t("award.column.paid"),
      numeric: true,
      cell: (award) => {
        const grant = grants.get(award.id);
        return grant ? money(grant.paidCents, grant.currency, locale) : <span class="muted">{t("common.unknown")}</span>;
      },
    },
    followed && {
      label: t("award.state"),
      cell: (award) => {
        const grant = grants.get(award.id);
        return grant ? t.dynamic(`award.state.${grant.state}`) : "";
      },
    },
    { label: t("portal.column.source"), cell: (award) => (award.source ? <Text value={award.source.name} locale={locale} /> : "") },
  ];
  return <Table caption={caption} hideCaption columns={columns.filter((column) => column !== false)} rows={awards} />;
};

/** What grants add up to, and of what: how many, of which years, how many of them yearly totals. */
export const Totals: FC<{ c: PageContext; totals: AwardTotal[]; perimeter: string }> = ({ c, totals, perimeter }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <div class="totals">
      {totals.map((total) => (
        <p>
          <strong class="total-amount">{money(total.cents, total.currency, locale)}</strong>{" "}
          {t("portal.awards.sum", { count: total.count, years: years(total.firstYear, total.lastYear) ?? "" })}
          {total.aggregateCount > 0 && (
            <>
              {" "}
              {t("portal.awards.sumAggregates", {
                count: total.aggregateCount,
                amount: money(total.aggregateCents, total.currency, locale),
              })}
            </>
          )}
          {total.demoCount > 0 && (
            <>
              {" "}
              <strong>
                {t("portal.awards.sumDemo", { count: total.demoCount, amount: money(total.demoCents, total.currency, locale) })}
              </strong>
            </>
          )}
        </p>
      ))}
      <p class="meta">{perimeter}</p>
    </div>
  );
};

/** Grants year by year, in numbers and as bars to one scale per currency. */
export const YearsTable: FC<{ c: PageContext; years: (AwardTotal & { year: number })[]; caption: string }> = ({
  c,
  years: rows,
  caption,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const currencies = [...Map.groupBy(rows, (row) => row.currency)];
  const sum = (list: AwardTotal[], of: "cents" | "count") => list.reduce((total, row) => total + row[of], 0);
  const highest = (currency: string) => Math.max(...rows.filter((row) => row.currency === currency).map((row) => row.cents));
  return (
    <Table
      caption={caption}
      rows={rows}
      class="years"
      foot={currencies.map(([currency, list]) => (
        <tr>
          <th scope="row">{t("portal.awards.total")}</th>
          <td class="number">{sum(list, "count")}</td>
          <td class="number">{money(sum(list, "cents"), currency, locale)}</td>
          <td></td>
        </tr>
      ))}
      columns={[
        { label: t("portal.column.year"), heading: true, cell: (row) => String(row.year) },
        { label: t("portal.column.grants"), numeric: true, cell: (row) => String(row.count) },
        {
          label: t("portal.column.amount"),
          numeric: true,
          cell: (row) => (
            <>
              {money(row.cents, row.currency, locale)}
              {row.aggregateCount > 0 && (
                <>
                  <br />
                  <span class="muted">
                    {row.aggregateCount === row.count
                      ? t("portal.awards.allAggregates", { count: row.count })
                      : t("portal.awards.ofAggregates", { amount: money(row.aggregateCents, row.currency, locale) })}
                  </span>
                </>
              )}
            </>
          ),
        },
        {
          label: <span class="visually-hidden">{t("portal.column.bar")}</span>,
          cell: (row) => <Bar part={row.cents / Math.max(1, highest(row.currency))} />,
        },
      ]}
    />
  );
};

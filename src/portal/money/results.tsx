import type { FC } from "hono/jsx";
import type { DatesCounted, ResultListed } from "../../register/project/results-store.ts";
import { count, money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { RecordLink } from "../register/parts/frame.tsx";
import { Results } from "../register/parts/results.tsx";
import type { MoneyView } from "./view.ts";

/** What was aimed at and reached, beside the money of the programme: never one divided by the other. */
export const ResultsBeside: FC<{ c: PageContext; view: MoneyView; results: ResultListed[] }> = ({ c, view, results }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { cube, filter, currency, query } = view;
  if (results.length === 0) return <p class="chart-none">{t("money.results.none")}</p>;
  const sums = new Map(
    cube
      .sums("programme", filter)
      .rows.filter((row) => row.currency === currency)
      .map(({ key, cents }) => [key, cents[query.measure]]),
  );
  const groups = [...Map.groupBy(results, ({ programme }) => programme?.id ?? null)];
  return (
    <>
      <p>{t("money.results.intro")}</p>
      {groups.map(([programme, list]) => (
        <>
          <h3>{list[0]!.programme ? <RecordLink c={c} kind="programme" record={list[0]!.programme} /> : t("money.unknown.programme")}</h3>
          {programme && (
            <p>
              {t("money.results.money", {
                measure: t.dynamic(`money.measureIn.${query.measure}`),
                amount: money(sums.get(programme) ?? 0, currency, locale),
              })}
            </p>
          )}
          {[...Map.groupBy(list, ({ id }) => id).values()].map((own) => (
            <>
              <p>
                <RecordLink c={c} kind="project" record={own[0]!} />
              </p>
              <Results c={c} results={own.map((one) => ({ ...one, definition: {} })) as never} />
            </>
          ))}
        </>
      ))}
      <p class="meta">
        {t("money.results.note")} <a href="/data/projects.csv">CSV</a>
      </p>
    </>
  );
};

/** How many projects say when they should be, and when they were. */
export const DatesPlanned: FC<{ c: PageContext; dates: DatesCounted }> = ({ c, dates }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const rows = [
    { key: "start", planned: dates.plannedStart, actual: dates.actualStart, late: dates.lateStart },
    { key: "end", planned: dates.plannedEnd, actual: dates.actualEnd, late: dates.lateEnd },
  ];
  return (
    <>
      <h3>{t("money.dates.title")}</h3>
      <Table
        caption={t("money.dates.title")}
        hideCaption
        rows={rows}
        columns={[
          { label: t("money.dates.of", { count: dates.projects }), heading: true, cell: ({ key }) => t.dynamic(`money.dates.${key}`) },
          { label: t("money.dates.planned"), numeric: true, cell: ({ planned }) => count(planned, locale) },
          { label: t("money.dates.actual"), numeric: true, cell: ({ actual }) => count(actual, locale) },
          { label: t("money.dates.late"), numeric: true, cell: ({ late }) => count(late, locale) },
        ]}
      />
      <p class="meta">
        {t("money.dates.note")} <a href={href(locale, "delays")}>{t("nav.delays")}</a>
      </p>
    </>
  );
};

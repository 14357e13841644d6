import { stringify } from "csv-stringify/sync";
import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { dayOf } from "../../platform/instants.ts";
import { type CaseStatistics, statisticsOf } from "../../register/advice/statistics.ts";
import { adviceYears, type CaseToFollow, casesOf, casesToFollow } from "../../register/advice/store.ts";
import { count, date } from "../../ui/format.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import { officeHref } from "../addresses.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";

const PATH = "/bureau/suivi-conseils";
const today = () => dayOf(new Date());

/** Cases of advice: those that wait for something, and what was done in a year. */
export function advicePages(app: Hono<OfficeEnv>): void {
  app.use("/suivi-conseils/*", only("record.read"));
  app.get("/suivi-conseils", show);
  app.get("/suivi-conseils/statistiques.csv", async (c) => {
    const { db } = c.get("services");
    const year = await yearOf(c);
    const rows = statisticsOf(year === undefined ? [] : await casesOf(db, year));
    const table = rows.map((row) => [year, row.type, row.cases, row.answered, row.medianDays ?? "", row.minutes]);
    return c.body(stringify([["year", "type", "cases", "answered", "median_days", "minutes"], ...table]), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="conseils-${year ?? "sans-annee"}.csv"`,
      "Cache-Control": "no-store",
    });
  });
}

/** The year asked for, among those in which someone asked; else the latest. */
async function yearOf(c: OfficeContext): Promise<number | undefined> {
  const years = await adviceYears(c.get("services").db);
  return years.find((year) => String(year) === c.req.query("annee")) ?? years[0];
}

async function show(c: OfficeContext): Promise<Response> {
  const { db } = c.get("services");
  const t = c.get("t");
  const [years, year, cases] = await Promise.all([adviceYears(db), yearOf(c), casesToFollow(db)]);
  const statistics = year === undefined ? [] : statisticsOf(await casesOf(db, year));
  return c.html(
    <OfficeLayout c={c} title={t("cooperation.advice.title")}>
      <h1>{t("cooperation.advice.title")}</h1>
      <section aria-labelledby="to-follow">
        <h2 id="to-follow">{t("cooperation.advice.toFollow")}</h2>
        {cases.length === 0 ? <p class="muted">{t("cooperation.advice.nothing")}</p> : <CasesTable c={c} cases={cases} />}
        <p>
          <a href={officeHref("advice")}>{t("cooperation.advice.all")}</a> ·{" "}
          <a href={officeHref("advice", "nouveau")}>{t("cooperation.advice.new")}</a>
        </p>
      </section>
      <section aria-labelledby="statistics">
        <h2 id="statistics">{t("cooperation.advice.statistics")}</h2>
        {year === undefined ? (
          <p class="muted">{t("cooperation.advice.noYear")}</p>
        ) : (
          <>
            <form method="get" action={PATH} class="row-form">
              <label for="annee">{t("portal.column.year")}</label>
              <select id="annee" name="annee">
                {years.map((one) => (
                  <option value={one} selected={one === year}>
                    {one}
                  </option>
                ))}
              </select>
              <button type="submit">{t("common.filter")}</button>
            </form>
            <Statistics c={c} rows={statistics} year={year} />
            <p class="meta">{t("cooperation.advice.perimeter")}</p>
            <p>
              <a href={`${PATH}/statistiques.csv?annee=${year}`}>{t("cooperation.advice.csv", { year: String(year) })}</a>
            </p>
          </>
        )}
      </section>
    </OfficeLayout>,
  );
}

const Statistics: FC<{ c: OfficeContext; rows: CaseStatistics[]; year: number }> = ({ c, rows, year }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("cooperation.advice.ofYear", { year: String(year) })}
      class="dense"
      rows={rows.filter(({ cases, type }) => cases > 0 || type === "all")}
      columns={[
        {
          label: t("portal.column.type"),
          heading: true,
          cell: ({ type }) => (type === "all" ? t("cooperation.total") : t.dynamic(`choice.advice.type.${type}`)),
        },
        { label: t("cooperation.europe.adviceCases"), numeric: true, cell: ({ cases }) => count(cases, locale) },
        { label: t("cooperation.advice.answered"), numeric: true, cell: ({ answered }) => count(answered, locale) },
        {
          label: t("cooperation.advice.median"),
          numeric: true,
          cell: ({ medianDays }) => (medianDays === null ? "—" : count(medianDays, locale)),
        },
        { label: t("cooperation.advice.hours"), numeric: true, cell: ({ minutes }) => count(Math.round(minutes / 6) / 10, locale) },
      ]}
    />
  );
};

/** The cases that wait, those that are late first and said so. */
const CasesTable: FC<{ c: OfficeContext; cases: CaseToFollow[] }> = ({ c, cases }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const columns: Column<CaseToFollow>[] = [
    {
      label: t("cooperation.advice.next"),
      cell: ({ nextOn }) =>
        nextOn === null ? (
          <span class="muted">{t("cooperation.advice.undated")}</span>
        ) : (
          <>
            <span class="nowrap">{date(nextOn, locale)}</span>{" "}
            {nextOn < today().slice(0, nextOn.length) && <strong class="badge badge-stopped">{t("cooperation.advice.late")}</strong>}
          </>
        ),
    },
    {
      label: t("kind.advice"),
      heading: true,
      cell: (one) => (
        <>
          <a href={officeHref("advice", one.id)}>
            <Text value={one.name} locale={locale} />
          </a>{" "}
          <DemoBadge demo={one.demo} t={t} />
        </>
      ),
    },
    {
      label: t("field.advice.applicant"),
      cell: (one) => (one.organisation ? <Text value={one.organisation.name} locale={locale} /> : one.applicant),
    },
    { label: t("portal.column.type"), cell: ({ type }) => t.dynamic(`choice.advice.type.${type}`) },
    { label: t("portal.column.state"), cell: ({ state }) => t.dynamic(`choice.advice.state.${state}`) },
    { label: t("field.advice.askedOn"), cell: ({ askedOn }) => <span class="nowrap">{date(askedOn, locale)}</span> },
  ];
  return <Table caption={t("cooperation.advice.toFollow")} hideCaption class="dense" rows={cases} columns={columns} />;
};

const SOON_DAYS = 7;

/** What the first page of the office says of the cases due within a week, or without a date; nothing when there is none. */
export const AdviceToFollow: FC<{ c: OfficeContext; cases: CaseToFollow[] }> = ({ c, cases }) =>
  cases.length === 0 ? (
    <></>
  ) : (
    <>
      <h2>
        <a href={PATH}>{c.get("t")("cooperation.advice.toFollow")}</a>
      </h2>
      <CasesTable c={c} cases={cases} />
    </>
  );

export const casesSoon = (db: Parameters<typeof casesToFollow>[0]) =>
  casesToFollow(db, { before: dayOf(new Date(Date.now() + SOON_DAYS * 86_400_000)), limit: 10 });

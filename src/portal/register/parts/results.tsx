import type { FC } from "hono/jsx";
import { progress, resultScale } from "../../../register/project/result-scale.ts";
import type { ProjectResult } from "../../../register/project/rules.ts";
import { count, date, share } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { type Column, Table } from "../../../ui/table.tsx";
import { plain, Text } from "../../../ui/text.tsx";

/** The results of a project: where it began, what was aimed at, what was reached, in numbers and as a bar. */
export const Results: FC<{ c: PageContext; results: ProjectResult[] }> = ({ c, results }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const value = (n: number | null, when: string | null) =>
    n === null ? (
      <span class="muted">{t("common.unknown")}</span>
    ) : (
      <>
        {count(n, locale)}
        {when && (
          <>
            <br />
            <span class="muted">{when}</span>
          </>
        )}
      </>
    );
  const columns: Column<ProjectResult>[] = [
    {
      label: t("portal.results.indicator"),
      heading: true,
      cell: (result) => (
        <>
          <Text value={result.indicator} locale={locale} />
          {plain(result.unit, locale) && <span class="muted"> ({<Text value={result.unit} locale={locale} />})</span>}
          {plain(result.definition, locale) && (
            <>
              <br />
              <span class="muted definition">
                <Text value={result.definition} locale={locale} />
              </span>
            </>
          )}
        </>
      ),
    },
    {
      label: t("portal.results.baseline"),
      numeric: true,
      cell: (result) => value(result.baselineValue, result.baselineYear === null ? null : String(result.baselineYear)),
    },
    {
      label: t("portal.results.target"),
      numeric: true,
      cell: (result) => value(result.targetValue, result.targetOn && date(result.targetOn, locale)),
    },
    {
      label: t("portal.results.actual"),
      numeric: true,
      cell: (result) => value(result.actualValue, result.actualOn && date(result.actualOn, locale)),
    },
    { label: t("portal.results.progress"), cell: (result) => <Progress c={c} result={result} /> },
  ];
  return <Table caption={t("portal.results.caption")} hideCaption columns={columns} rows={results} />;
};

const Progress: FC<{ c: PageContext; result: ProjectResult }> = ({ c, result }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const scale = resultScale(result);
  const reached = progress(result);
  if (!scale) return <span class="muted">{t("portal.results.notMeasured")}</span>;
  const at = (place: number) => (place * 200).toFixed(1);
  const zero = Math.min(scale.baseline ?? 0, scale.actual ?? 0);
  const end = Math.max(scale.baseline ?? 0, scale.actual ?? 0);
  const words =
    reached === undefined ? t("portal.results.noProgress") : t("portal.results.reached", { share: share(Math.round(reached), locale) });
  return (
    <>
      <svg class="result-bar" viewBox="-5 0 210 20" role="img" aria-label={words} focusable="false">
        <rect class="bar-track" x="0" y="7" width="200" height="6" />
        {scale.actual !== undefined && <rect class="bar-value" x={at(zero)} y="7" width={at(end - zero)} height="6" />}
        {scale.baseline !== undefined && <rect class="bar-baseline" x={at(scale.baseline)} y="4" width="1.5" height="12" />}
        {scale.target !== undefined && <path class="bar-target" d={`M${at(scale.target)},3l4,-3h-8zM${at(scale.target)},3V17`} />}
      </svg>
      <span class="meta">
        {words}
        {!result.ascending && <> · {t("portal.results.descending")}</>}
      </span>
    </>
  );
};

import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { PageContext } from "../page.ts";
import { type Column, Table } from "../table.tsx";
import { type ChartData, type ChartRow, isEmpty, sumOf, totalsOf } from "./data.ts";
import { type Draw, NARROW, WIDE } from "./drawing.tsx";
import { Key } from "./fills.tsx";
import { wholly } from "./format.ts";

interface Props {
  c: PageContext;
  /** Its place on the page, and in the addresses of its files. */
  id: string;
  Drawn: Draw;
  /** The whole: the table and the files hold it. */
  data: ChartData;
  /** What is drawn of it, where the whole would not be legible. */
  drawn?: ChartData;
  title: string;
  /** A sentence that says what is seen, for who does not see it. */
  desc: string;
  /** What the numbers are, what they count and do not count, where they come from, of which day. */
  notes: Child[];
  /** The addresses of the same table and of the drawing. */
  files?: { csv: string; svg: string };
  /** Series apart by pattern, where there are several. */
  keyed?: boolean;
  heading?: "h2" | "h3";
}

/**
 * Numbers drawn on the server: the drawing, the same numbers as a table and as files, and what they are. What stands
 * between (a filter, a note) goes under the title.
 */
export const ChartFigure: FC<PropsWithChildren<Props>> = ({
  c,
  id,
  data,
  drawn = data,
  Drawn,
  title,
  desc,
  notes,
  files,
  keyed,
  heading,
  children,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const Heading = heading ?? "h2";
  const common = { data: drawn, locale, title, desc };
  return (
    <figure class="chart-figure" id={id} aria-labelledby={`${id}-title`}>
      <figcaption>
        <Heading id={`${id}-title`}>{title}</Heading>
      </figcaption>
      {children as Child}
      {isEmpty(drawn) ? (
        <p class="chart-none">{t("money.chart.none")}</p>
      ) : (
        <>
          {keyed && drawn.series.length > 1 && <Key id={id} series={drawn.series} />}
          <div class="chart-drawing">
            <div class="chart-wide">
              <Drawn {...common} id={`${id}-w`} width={WIDE} />
            </div>
            <div class="chart-narrow">
              <Drawn {...common} id={`${id}-n`} width={NARROW} />
            </div>
          </div>
          <details class="chart-table">
            <summary>{t("money.chart.table")}</summary>
            <ChartTable c={c} data={data} caption={title} />
          </details>
        </>
      )}
      <div class="chart-notes">
        {notes.map((note) => (
          <p class="meta">{note}</p>
        ))}
        {files && !isEmpty(drawn) && (
          <p class="meta no-print">
            {t("money.chart.take")} <a href={files.csv}>CSV</a>, <a href={files.svg}>SVG</a>
          </p>
        )}
      </div>
    </figure>
  );
};

/** The numbers of a chart, whole. */
export const ChartTable: FC<{ c: PageContext; data: ChartData; caption: string }> = ({ c, data, caption }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const adds = data.adds && data.series.length > 1;
  const said = (value: number | null | undefined) =>
    value === null || value === undefined ? <span class="muted">–</span> : wholly(value, data, locale);
  const columns: Column<ChartRow>[] = [
    { label: data.rowLabel, heading: true, cell: ({ href, label }) => (href ? <a href={href}>{label}</a> : label) },
    ...data.series.map((series, i) => ({ label: series.label, numeric: true, cell: ({ values }: ChartRow) => said(values[i]) })),
    ...(adds ? [{ label: t("portal.awards.total"), numeric: true, cell: (row: ChartRow) => said(sumOf(row)) }] : []),
  ];
  const totals = data.totals ?? (data.adds ? totalsOf(data) : undefined);
  return (
    <Table
      caption={caption}
      hideCaption
      rows={data.rows}
      columns={columns}
      foot={
        totals && (
          <tr>
            <th scope="row">{t("portal.awards.total")}</th>
            {totals.map((total) => (
              <td class="number">{said(total)}</td>
            ))}
            {adds && <td class="number">{said(totals.reduce((a, b) => a + b, 0))}</td>}
          </tr>
        )
      }
    />
  );
};

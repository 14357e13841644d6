import type { FC } from "hono/jsx";
import type { Numbers } from "../../../publishing/scdl/import/actions.ts";
import { schemaName } from "../../../publishing/scdl/import/headings.ts";
import type { Group, Report } from "../../../publishing/scdl/import/told.ts";
import { placeWords, toldWords } from "../../../publishing/scdl/import/words-of.ts";
import { count } from "../../../ui/format.ts";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext } from "../../env.ts";

const SHOWN = 200;
const numbersShown = [
  "rows",
  "awards",
  "subsidies",
  "changed",
  "unchanged",
  "kept",
  "leftOut",
  "waiting",
  "refused",
  "organisations",
] as const;

export const NumbersTable: FC<{ c: OfficeContext; numbers: Numbers }> = ({ c, numbers }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const rows = numbersShown.filter((name) => name === "rows" || numbers[name] > 0);
  return (
    <Table
      caption={t("scdl.number.rows")}
      hideCaption
      class="scdl-numbers"
      rows={rows}
      columns={[
        { label: t("scdl.column.what"), heading: true, cell: (name) => t.dynamic(`scdl.number.${name}`) },
        { label: t("scdl.column.count"), numeric: true, cell: (name) => count(numbers[name], locale) },
      ]}
    />
  );
};

/** What was mended, or is to be looked at: by kind, with some of the cells. */
const Groups: FC<{ c: OfficeContext; title: string; id: string; groups: Group[] }> = ({ c, title, id, groups }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (groups.length === 0) return <></>;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Table
        caption={title}
        hideCaption
        rows={groups}
        columns={[
          {
            label: t("scdl.column.what"),
            heading: true,
            cell: ({ code, column, examples: [one] }) =>
              toldWords(t, code === "known_by_name" ? one! : { ...one!, code, column, from: "", to: undefined as never }),
          },
          {
            label: t("scdl.column.column"),
            cell: ({ column }) => (column ? <code class="nowrap">{schemaName(column)}</code> : t("scdl.whole")),
          },
          { label: t("scdl.column.count"), numeric: true, cell: (group) => count(group.count, locale) },
          {
            label: t("scdl.column.examples"),
            cell: ({ examples }) => (
              <ul class="told-examples">
                {examples
                  .filter(({ from }) => from)
                  .map(({ line, from, to }) => (
                    <li>
                      <span class="muted">
                        {t("exchange.import.line")} {line}
                      </span>{" "}
                      {from}
                      {to !== undefined && ` → ${to || "∅"}`}
                    </li>
                  ))}
              </ul>
            ),
          },
        ]}
      />
    </section>
  );
};

/** All that is told of a file, besides its questions. */
export const Told: FC<{ c: OfficeContext; report: Report }> = ({ c, report }) => {
  const t = c.get("t");
  return (
    <>
      {report.refused.length > 0 && (
        <section aria-labelledby="refused">
          <h2 id="refused">{t("scdl.refusedRows")}</h2>
          {report.refused.length > SHOWN && <p class="muted">{t("scdl.shown", { count: SHOWN })}</p>}
          <Table
            caption={t("scdl.refusedRows")}
            hideCaption
            rows={report.refused.slice(0, SHOWN)}
            columns={[
              { label: t("scdl.column.cell"), heading: true, cell: (told) => placeWords(t, told) },
              { label: t("scdl.column.why"), cell: (told) => toldWords(t, told) },
            ]}
          />
        </section>
      )}
      <Groups c={c} id="warnings" title={t("scdl.warnings")} groups={report.warnings} />
      <Groups c={c} id="repairs" title={t("scdl.repairs")} groups={report.repairs} />
    </>
  );
};

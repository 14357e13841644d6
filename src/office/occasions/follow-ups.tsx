import type { FC } from "hono/jsx";
import { may } from "../../platform/accounts/rights.ts";
import type { OpenFollowUp } from "../../register/occasion/follow-store.ts";
import { lastDay } from "../../register/record/partial-date.ts";
import { date } from "../../ui/format.ts";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { officeHref } from "../addresses.ts";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { SensitiveBadge } from "./sensitive.tsx";

interface Props {
  c: OfficeContext;
  rows: OpenFollowUp[];
  today: string;
  failure: string | undefined;
}

/** What is to be done after events and visits: late first, then by date; each is marked as done with one button. */
export const FollowUpsPage: FC<Props> = ({ c, rows, today, failure }) => {
  const t = c.get("t");
  const late = rows.filter((row) => row.dueOn !== null && lastDay(row.dueOn) < today);
  const rest = rows.filter((row) => !late.includes(row));
  const title = t("occasions.office.followUps");
  return (
    <OfficeLayout c={c} title={title} notice={c.req.query("fait") ? t("occasions.office.marked") : undefined}>
      <h1>{title}</h1>
      {failure && (
        <p class="error-summary" role="alert">
          {t.dynamic(`office.failure.${failure === "invalid" ? "not_found" : failure}`)}
        </p>
      )}
      {rows.length === 0 ? (
        <p class="muted">{t("occasions.office.none")}</p>
      ) : (
        <>
          <Lines c={c} title={t("occasions.office.late", { count: late.length })} rows={late} />
          <Lines c={c} title={t("occasions.office.open", { count: rest.length })} rows={rest} />
        </>
      )}
    </OfficeLayout>
  );
};

const Lines: FC<{ c: OfficeContext; title: string; rows: OpenFollowUp[] }> = ({ c, title, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const columns: Column<OpenFollowUp>[] = [
    { label: t("field.occasion.followUps.task"), heading: true, cell: (row) => row.task },
    { label: t("field.occasion.followUps.owner"), cell: (row) => row.owner ?? <span class="muted">{t("occasions.office.nobody")}</span> },
    { label: t("field.occasion.followUps.dueOn"), cell: (row) => (row.dueOn ? date(row.dueOn, locale) : "–") },
    {
      label: t("kind.occasion"),
      cell: (row) => (
        <>
          <a href={officeHref("occasion", row.id)}>
            <Text value={row.name} locale={locale} />
          </a>{" "}
          <SensitiveBadge c={c} sensitive={row.sensitive} />
          <br />
          <span class="meta">{date(row.endsOn ?? row.startsOn, locale)}</span>
        </>
      ),
    },
  ];
  if (may(c.get("officer"), "record.edit"))
    columns.push({
      label: t("occasions.office.do"),
      cell: (row) => (
        <form method="post" action="/bureau/suites" class="row-form">
          <input type="hidden" name="id" value={row.id} />
          <input type="hidden" name="version" value={row.version} />
          <input type="hidden" name="index" value={row.index} />
          <button type="submit" class="quiet" aria-label={t("occasions.office.markOne", { task: row.task, name: plain(row.name, locale) })}>
            {t("occasions.office.mark")}
          </button>
        </form>
      ),
    });
  if (rows.length === 0) return <></>;
  return (
    <section>
      <h2>{title}</h2>
      <Table caption={title} hideCaption class="dense" rows={rows} columns={columns} />
    </section>
  );
};

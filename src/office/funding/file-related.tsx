import type { FC } from "hono/jsx";
import { date, money } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import type { FileData } from "./file-data.ts";
import { Part } from "./file-parts.tsx";

/** What the same body, or one that may be it, has asked for or received here and in earlier years. */
export const Related: FC<{ c: OfficeContext; data: FileData }> = ({ c, data: { desk, file } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { related, awards, yearly } = desk!;
  return (
    <Part id="liens" title={t("instruction.related")}>
      <p>{t("instruction.related.yearly", { year: file.fiscalYear, amount: money(yearly, "EUR", locale) })}</p>
      {related.length === 0 && awards.length === 0 && <p class="muted">{t("instruction.related.none")}</p>}
      {related.length > 0 && (
        <Table
          caption={t("instruction.related.files", { count: related.length })}
          class="dense"
          rows={related}
          columns={[
            { label: t("instruction.number"), cell: (row) => <a href={`/bureau/dossiers/${row.id}`}>{row.number}</a> },
            {
              label: t("instruction.applicant"),
              heading: true,
              cell: (row) => (
                <>
                  {row.applicantName}
                  <span class="muted block">{row.title}</span>
                </>
              ),
            },
            { label: t("instruction.related.why"), cell: (row) => t.dynamic(`instruction.link.${row.link}`) },
            { label: t("instruction.state"), cell: (row) => t.dynamic(`state.application.${row.state}`) },
            { label: t("instruction.asked"), numeric: true, cell: (row) => money(row.askedCents, row.currency, locale) },
            {
              label: t("instruction.granted"),
              numeric: true,
              cell: (row) => (row.grantedCents === null ? "–" : money(row.grantedCents, row.currency, locale)),
            },
          ]}
        />
      )}
      {awards.length > 0 && (
        <Table
          caption={t("instruction.related.awards", { count: awards.length })}
          class="dense"
          rows={awards}
          columns={[
            {
              label: t("instruction.related.award"),
              heading: true,
              cell: (row) => (
                <a href={`/bureau/subventions/${row.id}`}>
                  <Text value={row.name} locale={locale} />
                </a>
              ),
            },
            {
              label: t("instruction.applicant"),
              cell: (row) => (
                <a href={`/bureau/organismes/${row.organisation}`}>
                  <Text value={row.organisationName} locale={locale} />
                </a>
              ),
            },
            { label: t("instruction.related.why"), cell: (row) => t.dynamic(`instruction.link.${row.link}`) },
            { label: t("instruction.related.on"), cell: (row) => date(row.awardedOn, locale) },
            { label: t("instruction.granted"), numeric: true, cell: (row) => money(row.amountCents, row.currency, locale) },
          ]}
        />
      )}
    </Part>
  );
};

import type { FC } from "hono/jsx";
import type { recordsOfImport } from "../../../publishing/iati/import/past-store.ts";
import type { Told } from "../../../publishing/iati/import/told.ts";
import type { pastImport } from "../../../publishing/imports/store.ts";
import { count } from "../../../ui/format.ts";
import { Pagination } from "../../../ui/pagination.tsx";
import { Table } from "../../../ui/table.tsx";
import { plain } from "../../../ui/text.tsx";
import { officeHref } from "../../addresses.ts";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { Above } from "../above.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { Numbers, ToldTables } from "./told.tsx";
import { HERE } from "./upload-page.tsx";

export const RECORDS_PER_PAGE = 100;

/** A file that came in: what it was, who brought it, what became of it. */
export const PastPage: FC<{
  c: OfficeContext;
  entry: NonNullable<Awaited<ReturnType<typeof pastImport<Told[]>>>>;
  records: Awaited<ReturnType<typeof recordsOfImport>>;
  page: number;
  kept: boolean;
  done: boolean;
}> = ({ c, entry, records, page, kept, done }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <OfficeLayout
      c={c}
      title={done ? t("reported.done") : entry.fileName}
      notice={done && t("reported.written", { count: entry.created + entry.changed })}
    >
      <Above c={c} list={{ href: HERE, label: t("reported.title") }} />
      <h1 class="long-word">{done ? t("reported.done") : entry.fileName}</h1>
      <Numbers c={c} counts={entry} />
      <h2>{t("reported.provenance")}</h2>
      <Provenance
        c={c}
        entry={entry}
        publisher={t("reported.publisher")}
        original={kept ? <a href={`${HERE}/${entry.id}/fichier`}>{entry.fileName}</a> : t("reported.notKept")}
      />
      <section aria-labelledby="records">
        <h2 id="records">{t("reported.records", { count: records.count })}</h2>
        {records.count === 0 ? (
          <p class="muted">{t("reported.noRecords")}</p>
        ) : (
          <Table
            caption={t("reported.records", { count: records.count })}
            hideCaption
            class="dense"
            rows={records.rows}
            columns={[
              { label: t("exchange.import.line"), numeric: true, cell: (one) => count(one.line, locale) },
              {
                label: t("field.name"),
                heading: true,
                cell: (one) => <a href={officeHref(one.kind, one.id)}>{plain(one.name, locale)}</a>,
              },
              { label: t("reported.kind"), cell: (one) => t.dynamic(`kind.${one.kind}`) },
              { label: t("office.list.status"), cell: (one) => t.dynamic(`status.${one.status}`) },
              { label: t("reported.identifier"), cell: (one) => <span class="long-word">{one.identifier}</span> },
            ]}
          />
        )}
        <Pagination
          c={c as never}
          page={page}
          pages={Math.ceil(records.count / RECORDS_PER_PAGE)}
          hrefOf={(n) => `${HERE}/${entry.id}?page=${n}`}
        />
      </section>
      <ToldTables c={c} told={entry.report} />
    </OfficeLayout>
  );
};

import type { FC } from "hono/jsx";
import type { pastImport } from "../../../publishing/imports/store.ts";
import type { KeptReport } from "../../../publishing/scdl/import/actions.ts";
import { choiceWords, questionWords } from "../../../publishing/scdl/import/words-of.ts";
import type { recordsOfImport } from "../../../publishing/scdl/import/write-store.ts";
import { money } from "../../../ui/format.ts";
import { Table } from "../../../ui/table.tsx";
import { plain } from "../../../ui/text.tsx";
import { officeHref } from "../../addresses.ts";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { Above } from "../above.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { NumbersTable, Told } from "./told.tsx";
import { HERE } from "./upload-page.tsx";

type Entry = NonNullable<Awaited<ReturnType<typeof pastImport<KeptReport>>>>;
type Imported = Awaited<ReturnType<typeof recordsOfImport>>[number];

/** A file that came in: what it was, who brought it, what became of it. */
export const ImportPage: FC<{ c: OfficeContext; entry: Entry; records: Imported[]; hasFile: boolean }> = ({
  c,
  entry,
  records,
  hasFile,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { report } = entry;
  const out = report.refusedLines.length + report.waitingLines.length;
  const answers = new Map(report.answers);
  const answered = report.questions.filter(({ key }) => answers.has(key));
  return (
    <OfficeLayout c={c} title={entry.fileName}>
      <Above c={c} list={{ href: HERE, label: t("scdl.title") }} />
      <h1 class="long-word">{entry.fileName}</h1>
      <Provenance c={c} entry={entry} publisher={t("scdl.column.giver")} />
      <NumbersTable c={c} numbers={report.numbers} />
      {out > 0 && hasFile && (
        <p>
          <a href={`${HERE}/${entry.id}/refusees.csv`}>{t("scdl.refusedFile")}</a> <span class="hint">{t("scdl.refusedFileText")}</span>
        </p>
      )}
      {answered.length > 0 && (
        <section aria-labelledby="answers">
          <h2 id="answers">{t("scdl.answers")}</h2>
          <dl class="told-of">
            {answered.map((question) => (
              <>
                <dt>{questionWords(t, question)}</dt>
                <dd>{question.choices.length > 0 ? choiceWords(t, question, answers.get(question.key)!) : answers.get(question.key)}</dd>
              </>
            ))}
          </dl>
        </section>
      )}
      {records.length > 0 && (
        <section aria-labelledby="records">
          <h2 id="records">{t("scdl.records")}</h2>
          <Table
            caption={t("scdl.records")}
            hideCaption
            rows={records}
            columns={[
              { label: t("exchange.import.line"), numeric: true, cell: (one) => String(one.line) },
              {
                label: t("scdl.column.grant"),
                heading: true,
                cell: (one) => <a href={officeHref(one.kind, one.id)}>{plain(one.name, locale)}</a>,
              },
              { label: t("scdl.column.what"), cell: (one) => t.dynamic(`kind.${one.kind}`) },
              { label: t("scdl.column.amount"), numeric: true, cell: (one) => money(one.amountCents, "EUR", locale) },
              { label: t("scdl.column.state"), cell: (one) => t.dynamic(`status.${one.status}`) },
            ]}
          />
        </section>
      )}
      <Told c={c} report={report} />
    </OfficeLayout>
  );
};

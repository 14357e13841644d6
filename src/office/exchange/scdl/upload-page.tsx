import type { FC } from "hono/jsx";
import type { listImports } from "../../../publishing/scdl/import/write-store.ts";
import { count } from "../../../ui/format.ts";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { When } from "../../when.tsx";
import { Above } from "../above.tsx";

const HERE = "/bureau/echanges/scdl";
export type ImportListed = Awaited<ReturnType<typeof listImports>>[number];

/** Where a file of grants is sent, and those that came before. */
export const UploadPage: FC<{ c: OfficeContext; imports: ImportListed[]; problem?: string | undefined }> = ({ c, imports, problem }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <OfficeLayout c={c} title={t("scdl.title")}>
      <Above c={c} />
      <h1>{t("scdl.title")}</h1>
      {problem && (
        <p class="error-summary" role="alert" id="problem">
          {problem}
        </p>
      )}
      <p>{t("scdl.lead")}</p>
      <form method="post" action={HERE} enctype="multipart/form-data" class="narrow-form">
        <div class="form-field">
          <label for="upload">{t("scdl.file")}</label>
          <span class="hint" id="upload-hint">
            {t("scdl.fileHint")}
          </span>
          <input
            id="upload"
            type="file"
            name="upload"
            accept=".csv,.xlsx,.ods,.tsv,.txt"
            required
            aria-describedby={problem ? "upload-hint problem" : "upload-hint"}
          />
        </div>
        <div class="form-field">
          <label for="licence">{t("scdl.licence")}</label>
          <span class="hint" id="licence-hint">
            {t("scdl.licenceHint")}
          </span>
          <input id="licence" type="text" name="licence" maxlength={200} aria-describedby="licence-hint" />
        </div>
        <p>
          <button type="submit" name="do" value="read">
            {t("scdl.check")}
          </button>
        </p>
      </form>
      <p>
        {t("scdl.template")} <a href={`${HERE}/modele.csv`}>CSV</a>
      </p>
      <h2>{t("scdl.past")}</h2>
      {imports.length === 0 ? (
        <p class="muted">{t("scdl.none")}</p>
      ) : (
        <Table
          caption={t("scdl.past")}
          hideCaption
          rows={imports}
          columns={[
            { label: t("scdl.column.file"), heading: true, cell: (one) => <a href={`${HERE}/${one.id}`}>{one.fileName}</a> },
            { label: t("scdl.column.when"), cell: (one) => <When at={one.at} locale={locale} /> },
            { label: t("scdl.column.who"), cell: (one) => one.actorName },
            { label: t("scdl.column.giver"), cell: (one) => one.publisher ?? "" },
            { label: t("scdl.column.created"), numeric: true, cell: (one) => count(one.created, locale) },
            { label: t("scdl.column.changed"), numeric: true, cell: (one) => count(one.changed, locale) },
            { label: t("scdl.column.refused"), numeric: true, cell: (one) => count(one.refused, locale) },
          ]}
        />
      )}
    </OfficeLayout>
  );
};

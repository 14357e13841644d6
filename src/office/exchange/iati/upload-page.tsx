import type { FC } from "hono/jsx";
import { may } from "../../../platform/accounts/rights.ts";
import type { pastImports } from "../../../publishing/iati/import/past-store.ts";
import { count } from "../../../ui/format.ts";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { When } from "../../when.tsx";
import { Above } from "../above.tsx";

export const HERE = "/bureau/echanges/iati";

/** Where a file of activities is sent, and those that came before. */
export const UploadPage: FC<{
  c: OfficeContext;
  imports: Awaited<ReturnType<typeof pastImports>>;
  maximum: number;
  problem?: string | undefined;
}> = ({ c, imports, maximum, problem }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <OfficeLayout c={c} title={t("reported.title")}>
      <Above c={c} />
      <h1>{t("reported.title")}</h1>
      {problem && (
        <p class="error-summary" role="alert" id="problem">
          {problem}
        </p>
      )}
      <p>{t("reported.lead")}</p>
      <p>{t("reported.count")}</p>
      <form method="post" action={HERE} enctype="multipart/form-data" class="narrow-form">
        <div class="form-field">
          <label for="file">{t("reported.file")}</label>
          <span class="hint" id="file-hint">
            {t("reported.fileHint", { maximum })}
          </span>
          <input id="file" type="file" name="file" accept=".xml" required aria-describedby={problem ? "file-hint problem" : "file-hint"} />
        </div>
        <div class="form-field">
          <label for="licence">{t("reported.licence")}</label>
          <span class="hint" id="licence-hint">
            {t("reported.licenceHint")}
          </span>
          <input id="licence" type="text" name="licence" maxlength={200} aria-describedby="licence-hint" />
        </div>
        {may(c.get("officer"), "publish") && (
          <div class="form-field">
            <label class="tick">
              <input type="checkbox" name="publish" value="1" aria-describedby="publish-hint" />
              <span>{t("reported.publish")}</span>
            </label>
            <span class="hint" id="publish-hint">
              {t("reported.publishHint")}
            </span>
          </div>
        )}
        <p>
          <button type="submit">{t("reported.check")}</button>
        </p>
      </form>
      <h2>{t("reported.past")}</h2>
      {imports.length === 0 ? (
        <p class="muted">{t("reported.noPast")}</p>
      ) : (
        <Table
          caption={t("reported.past")}
          hideCaption
          class="dense"
          rows={imports}
          columns={[
            { label: t("reported.fileName"), heading: true, cell: (one) => <a href={`${HERE}/${one.id}`}>{one.fileName}</a> },
            { label: t("reported.when"), cell: (one) => <When at={one.at} locale={locale} /> },
            { label: t("reported.publisher"), cell: (one) => one.publisher ?? "" },
            { label: t("reported.by"), cell: (one) => one.actorName },
            ...(["created", "changed", "unchanged", "kept", "refused"] as const).map((outcome) => ({
              label: t.dynamic(`reported.outcome.${outcome}`),
              numeric: true,
              cell: (one: (typeof imports)[number]) => count(one[outcome], locale),
            })),
          ]}
        />
      )}
    </OfficeLayout>
  );
};

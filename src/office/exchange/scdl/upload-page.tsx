import type { FC } from "hono/jsx";
import type { PastImport } from "../../../publishing/imports/store.ts";
import type { OfficeContext } from "../../env.ts";
import { TABLES } from "../../file-field.tsx";
import { ImportDesk } from "../parts/import-desk.tsx";

export const HERE = "/bureau/echanges/scdl";

/** Where a file of grants is sent, and those that came before. */
export const UploadPage: FC<{ c: OfficeContext; imports: readonly PastImport[]; problem?: string | undefined }> = ({
  c,
  imports,
  problem,
}) => {
  const t = c.get("t");
  return (
    <ImportDesk
      c={c}
      here={HERE}
      title={t("scdl.title")}
      problem={problem}
      lead={<p>{t("scdl.lead")}</p>}
      file={{ name: "upload", label: t("scdl.file"), hint: t("scdl.fileHint"), accept: TABLES }}
      licenceHint={t("scdl.licenceHint")}
      below={
        <p>
          {t("scdl.template")} <a href={`${HERE}/modele.csv`}>CSV</a>
        </p>
      }
      imports={imports}
      publisher={t("scdl.column.giver")}
      outcomes={[
        ["created", t("scdl.column.created")],
        ["changed", t("scdl.column.changed")],
        ["refused", t("scdl.column.refused")],
      ]}
    />
  );
};

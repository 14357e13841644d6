import type { FC } from "hono/jsx";
import { may } from "../../../platform/accounts/rights.ts";
import type { PastImport } from "../../../publishing/imports/store.ts";
import type { OfficeContext } from "../../env.ts";
import { ImportDesk } from "../parts/import-desk.tsx";
import { outcomes } from "./told.tsx";

export const HERE = "/bureau/echanges/iati";

/** Where a file of activities is sent, and those that came before. */
export const UploadPage: FC<{ c: OfficeContext; imports: readonly PastImport[]; maximum: number; problem?: string | undefined }> = ({
  c,
  imports,
  maximum,
  problem,
}) => {
  const t = c.get("t");
  return (
    <ImportDesk
      c={c}
      here={HERE}
      title={t("reported.title")}
      problem={problem}
      lead={
        <>
          <p>{t("reported.lead")}</p>
          <p>{t("reported.count")}</p>
        </>
      }
      file={{ name: "file", label: t("reported.file"), hint: t("reported.fileHint", { maximum }), accept: ".xml" }}
      licenceHint={t("reported.licenceHint")}
      more={
        may(c.get("officer"), "record.publish") && (
          <div class="form-field">
            <label class="tick">
              <input type="checkbox" name="publish" value="1" aria-describedby="publish-hint" />
              <span>{t("reported.publish")}</span>
            </label>
            <span class="hint" id="publish-hint">
              {t("reported.publishHint")}
            </span>
          </div>
        )
      }
      imports={imports}
      publisher={t("reported.publisher")}
      outcomes={outcomes.map((outcome) => [outcome, t.dynamic(`reported.outcome.${outcome}`)])}
    />
  );
};

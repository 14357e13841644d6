import type { Child, FC } from "hono/jsx";
import type { PastImport } from "../../../publishing/imports/store.ts";
import { count } from "../../../ui/format.ts";
import { Table } from "../../../ui/table.tsx";
import type { OfficeContext } from "../../env.ts";
import { FileField, FileProblem } from "../../file-field.tsx";
import { OfficeLayout } from "../../layout.tsx";
import { When } from "../../when.tsx";
import { Above } from "../above.tsx";

export type Outcome = "created" | "changed" | "unchanged" | "kept" | "refused";

/** Where files of a format are sent, and those that came before. */
export const ImportDesk: FC<{
  c: OfficeContext;
  here: string;
  title: string;
  problem: string | undefined;
  lead: Child;
  file: { name: string; label: string; hint: string; accept: string };
  licenceHint: string;
  /** What the form asks besides. */
  more?: Child;
  /** What stands below the form. */
  below?: Child;
  imports: readonly PastImport[];
  publisher: string;
  outcomes: readonly (readonly [outcome: Outcome, label: string])[];
}> = ({ c, here, title, problem, lead, file, licenceHint, more, below, imports, publisher, outcomes }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <OfficeLayout c={c} title={title}>
      <Above c={c} />
      <h1>{title}</h1>
      <FileProblem words={problem} />
      {lead}
      <form method="post" action={here} enctype="multipart/form-data" class="narrow-form">
        <FileField {...file} refused={problem !== undefined} />
        <div class="form-field">
          <label for="licence">{t("exchange.import.licence")}</label>
          <span class="hint" id="licence-hint">
            {licenceHint}
          </span>
          <input id="licence" type="text" name="licence" maxlength={200} aria-describedby="licence-hint" />
        </div>
        {more}
        <p>
          <button type="submit" name="do" value="read">
            {t("exchange.import.read")}
          </button>
        </p>
      </form>
      {below}
      <h2>{t("exchange.import.past")}</h2>
      {imports.length === 0 ? (
        <p class="muted">{t("exchange.import.none")}</p>
      ) : (
        <Table
          caption={t("exchange.import.past")}
          hideCaption
          class="dense"
          rows={[...imports]}
          columns={[
            { label: t("exchange.import.fileName"), heading: true, cell: (one) => <a href={`${here}/${one.id}`}>{one.fileName}</a> },
            { label: t("exchange.import.when"), cell: (one) => <When at={one.at} locale={locale} /> },
            { label: publisher, cell: (one) => one.publisher ?? "" },
            { label: t("exchange.import.by"), cell: (one) => one.actorName },
            ...outcomes.map(([outcome, label]) => ({
              label,
              numeric: true,
              cell: (one: PastImport) => count(one[outcome], locale),
            })),
          ]}
        />
      )}
    </OfficeLayout>
  );
};

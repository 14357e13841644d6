import type { FC } from "hono/jsx";
import { type ImportColumn, importColumns, labelOfField, listColumns, listNames } from "../register/import/columns.ts";
import { type KindName, kindOf } from "../register/kinds.ts";
import { Table } from "../ui/table.tsx";
import { officeHref } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";
import { FileField, FileProblem, TABLES } from "./file-field.tsx";
import { OfficeLayout } from "./layout.tsx";

/** The registers that a table may fill, in the order in which one begins. */
export const importable = ["partner", "place", "organisation", "network", "agreement", "project", "award"] as const satisfies KindName[];

export const segmentOf = (kind: KindName) => officeHref(kind).split("/").at(-1)!;

/** The headings of a template: of the records, and of each of their lists. */
export const templateHeader = (kind: KindName) => importColumns(kindOf(kind)).flatMap(({ name, shares }) => (shares ? [] : [name]));
export const listHeader = (kind: KindName, list: string) => listColumns(kindOf(kind), list).map((column) => column.name);
export const listsOf = (kind: KindName) => [...new Set(listNames(kindOf(kind)).values())];
export const listOf = (kind: KindName, given: string | undefined) => listsOf(kind).find((list) => list === given);

/** The page that a file is given on, and all that it may hold. */
export const Upload: FC<{ c: OfficeContext; kind: KindName; list?: string | undefined; problem?: string }> = ({
  c,
  kind,
  list,
  problem,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const lists = listsOf(kind);
  const word = t("office.import.clear");
  const title = t("office.import.of", { kind: t.dynamic(`kind.${kind}.many`) });
  const address = `/bureau/import/${segmentOf(kind)}`;
  return (
    <OfficeLayout c={c} title={title}>
      <p class="kicker">
        <a href="/bureau/import">{t("office.import.title")}</a>
      </p>
      <h1>{title}</h1>
      <FileProblem words={problem} />
      <p>{t("office.import.text")}</p>
      <form method="post" action={address} enctype="multipart/form-data" class="narrow-form">
        <FileField
          name="file"
          label={t("office.import.file")}
          hint={t("office.import.fileHint")}
          accept={TABLES}
          refused={problem !== undefined}
        />
        {lists.length > 0 && (
          <div class="form-field">
            <label for="list">{t("office.import.what")}</label>
            <select id="list" name="list">
              <option value="">{t("office.import.records")}</option>
              {lists.map((one) => (
                <option value={one} selected={one === list}>
                  {t("office.import.list", { list: labelOfField(kind, one, locale) })}
                </option>
              ))}
            </select>
          </div>
        )}
        <p>
          <button type="submit">{t("office.import.check")}</button>
        </p>
      </form>
      <p>
        {t("office.import.template")} <a href={`${address}/modele.csv`}>CSV</a>, <a href={`${address}/modele.xlsx`}>XLSX</a>
      </p>
      <p>{t("office.import.clearHint", { word })}</p>
      {openData.has(kind) && <p>{t("office.import.openData")}</p>}
      <Columns c={c} kind={kind} caption={t("office.import.columns")} columns={importColumns(kindOf(kind))} />
      {lists.length > 0 && (
        <>
          <h2>{t("office.import.lists")}</h2>
          <p>{t("office.import.listsText", { word })}</p>
          {lists.map((one) => (
            <details>
              <summary>{t("office.import.listColumns", { sheet: one, list: labelOfField(kind, one, locale) })}</summary>
              <p>
                {t("office.import.template")} <a href={`${address}/modele.csv?list=${one}`}>CSV</a>
              </p>
              <Columns
                c={c}
                kind={kind}
                caption={t("office.import.listColumns", { sheet: one, list: labelOfField(kind, one, locale) })}
                columns={listColumns(kindOf(kind), one)}
              />
            </details>
          ))}
        </>
      )}
    </OfficeLayout>
  );
};

// Those of which the open data has a table.
const openData = new Set<KindName>(["project", "partner", "agreement", "award"]);

const Columns: FC<{ c: OfficeContext; kind: KindName; caption: string; columns: ImportColumn[] }> = ({ c, kind, caption, columns }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  // The first column of a list: the record.
  const isOwner = ({ name, field }: ImportColumn) => name === kind && field === kind;
  const form = (column: ImportColumn) =>
    isOwner(column) ? "owner" : column.shares ? "shares" : column.widget.type === "list" ? column.field : column.widget.type;
  return (
    <Table
      caption={caption}
      rows={columns}
      columns={[
        { label: t("office.import.column"), heading: true, cell: (column) => <code>{column.name}</code> },
        {
          label: t("field.name"),
          cell: (column) =>
            isOwner(column) ? t("office.import.owner") : labelOfField(kind, column.field, locale) + (column.shares ? " (%)" : ""),
        },
        { label: t("office.import.form"), cell: (column) => t.dynamic(`office.import.form.${form(column)}`) },
        { label: t("office.form.required"), cell: (column) => (column.required ? t("common.yes") : "") },
      ]}
    />
  );
};

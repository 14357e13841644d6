import type { FC } from "hono/jsx";
import type { Dataset } from "../../publishing/datasets.ts";
import type { Column as DataColumn } from "../../publishing/tabular/column.ts";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfData } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";

/** Every column of a dataset, from the table that makes the files. */
export const ColumnsOf: FC<{ c: PageContext; name: string; dataset: Dataset }> = ({ c, name, dataset }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = dataset.title[locale];
  const columns: Column<DataColumn<never>>[] = [
    { label: t("data.column.name"), heading: true, cell: (column) => <code>{column.name}</code> },
    { label: t("data.column.label"), cell: (column) => column.label[locale] },
    {
      label: t("data.column.type"),
      cell: (column) => (
        <>
          {t.dynamic(`data.type.${column.type}`)}
          {column.unit && ` (${column.unit})`}
        </>
      ),
    },
    {
      label: t("data.column.meaning"),
      cell: (column) => (
        <>
          {column.description[locale]}
          <Codes c={c} column={column} />
        </>
      ),
    },
  ];
  return (
    <details class="columns-of">
      <summary>{t("data.columnsOf", { title, count: dataset.columns.length })}</summary>
      <p>
        <a href={hrefOfData(`${name}.schema.json`, { lang: locale })}>{t("data.schema", { title })}</a>
      </p>
      <Table
        caption={t("data.columnsOf", { title, count: dataset.columns.length })}
        hideCaption
        columns={columns}
        rows={dataset.columns as unknown as DataColumn<never>[]}
      />
    </details>
  );
};

const Codes: FC<{ c: PageContext; column: DataColumn<never> }> = ({ c, column: { options } }) => {
  const t = c.get("t");
  if (!options) return <></>;
  return (
    <ul class="codes">
      {options.codes.map((code) => (
        <li>
          <code>{code}</code> {t.dynamic(`${options.messages}.${code}`)}
        </li>
      ))}
    </ul>
  );
};

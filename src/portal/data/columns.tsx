import type { FC } from "hono/jsx";
import type { Locale } from "../../platform/i18n/languages.ts";
import { type Dataset, type DatasetName, datasetNames, datasets } from "../../publishing/datasets.ts";
import { type Column as DataColumn, wordsIn } from "../../publishing/tabular/column.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfData } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";

/** The title of a dataset, and how many columns it has. */
export const columnsOf = (name: DatasetName, locale: Locale) => ({
  title: wordsIn(datasets[name].title, locale),
  count: datasets[name].columns.length,
});

/** Every column of every dataset: a page of its own, for it is as long as all the rest about the data. */
export const ColumnsPage: FC<{ c: PageContext }> = ({ c }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <PublicLayout c={c} meta={{ title: t("nav.dataColumns"), description: t("data.columnsText") }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.data"), href: href(locale, "data") }, { label: t("data.columns") }]} />
      <div class="data-page">
        <h1>{t("nav.dataColumns")}</h1>
        <p class="lede">{t("data.columnsText")}</p>
        {datasetNames.map((name) => (
          <ColumnsOf c={c} name={name} />
        ))}
      </div>
    </PublicLayout>
  );
};

/** From the table that makes the files. */
const ColumnsOf: FC<{ c: PageContext; name: DatasetName }> = ({ c, name }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const dataset: Dataset = datasets[name];
  const title = wordsIn(dataset.title, locale);
  const columns: Column<DataColumn<never>>[] = [
    { label: t("data.column.name"), heading: true, cell: (column) => <code>{column.name}</code> },
    { label: t("data.column.label"), cell: (column) => wordsIn(column.label, locale) },
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
          {wordsIn(column.description, locale)}
          <Codes c={c} column={column} />
        </>
      ),
    },
  ];
  return (
    <section class="section" aria-labelledby={name}>
      <h2 id={name}>{t("data.columnsOf", columnsOf(name, locale))}</h2>
      <p>
        <a href={hrefOfData(`${name}.schema.json`, { lang: locale })}>{t("data.schema", { title })}</a>
      </p>
      <Table
        caption={t("data.columnsOf", columnsOf(name, locale))}
        hideCaption
        columns={columns}
        rows={dataset.columns as unknown as DataColumn<never>[]}
      />
    </section>
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

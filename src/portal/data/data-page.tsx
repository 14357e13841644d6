import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import { attributions } from "../../publishing/metadata.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { bytes, count, day } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfData } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { Catalogue, FileListed } from "./catalogue.ts";
import { ColumnsOf } from "./columns.tsx";
import { Extracts } from "./extracts.tsx";
import { jsonLd } from "./json-ld.ts";

const formats: Record<string, string> = { csv: "CSV", xlsx: "Excel", json: "JSON", geojson: "GeoJSON", iati: "XML" };

export const DataPage: FC<{ c: PageContext; catalogue: Catalogue }> = ({ c, catalogue }) => {
  const { city, baseUrl } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const publisher = plain(city.name, locale);
  const licence = (
    <a href={city.licence.url} rel="license">
      {plain(city.licence.name, locale)}
    </a>
  );
  return (
    <PublicLayout c={c} meta={{ title: t("data.title"), description: t("data.lede", { city: publisher }), updatedAt: catalogue.updatedAt }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.data") }]} />
      <div class="data-page">
        <h1>{t("data.title")}</h1>
        <p class="lede">{t("data.lede", { city: publisher })}</p>
        <p>{t("data.same")}</p>

        <section class="section" aria-labelledby="files">
          <h2 id="files">{t("data.files")}</h2>
          <FilesTable c={c} catalogue={catalogue} />
          <p class="meta">{t("data.filesNote")}</p>
        </section>

        <section class="section" aria-labelledby="extract">
          <h2 id="extract">{t("data.extract")}</h2>
          <Extracts c={c} examples={catalogue.examples} />
        </section>

        <section class="section" aria-labelledby="columns">
          <h2 id="columns">{t("data.columns")}</h2>
          <p>{t("data.columnsText")}</p>
          {catalogue.datasets.map((entry) => (
            <ColumnsOf c={c} name={entry.name} dataset={entry.dataset} />
          ))}
        </section>

        <section class="section" aria-labelledby="formats">
          <h2 id="formats">{t("data.formats")}</h2>
          <dl class="definitions">
            {(["csv", "xlsx", "json", "geojson", "iati"] as const).map((format) => (
              <div>
                <dt>{t.dynamic(`data.format.${format}`)}</dt>
                <dd>{t.dynamic(`data.format.${format}.text`)}</dd>
              </div>
            ))}
          </dl>
          <p>{t("data.program")}</p>
        </section>

        <section class="section" aria-labelledby="licence">
          <h2 id="licence">{t("data.licence")}</h2>
          <p>
            {t("data.licenceText")} {licence}.
          </p>
          <h3>{t("data.cite")}</h3>
          <blockquote>
            {t("data.citation", {
              publisher,
              title: plain(city.title, locale),
              date: day(catalogue.updatedAt, locale),
              url: `${baseUrl}${new URL(c.req.url).pathname}`,
              licence: plain(city.licence.name, locale),
            })}
          </blockquote>
          <h3>{t("data.attribution")}</h3>
          <p>{t("data.attributionText")}</p>
          <ul>
            {attributions.map((one) => (
              <li>
                <a href={one.url}>{one.name}</a> ({one.licence}){t("data.colon")} {t.dynamic(`data.attribution.${one.id}`)}
              </li>
            ))}
          </ul>
          <details>
            <summary>{t("data.sources", { count: catalogue.sources.length })}</summary>
            <ul>
              {catalogue.sources.map((source) => (
                <li>
                  {source.publisher}
                  {t("data.colon")}{" "}
                  {source.url ? (
                    <a href={source.url}>
                      <Text value={source.name} locale={locale} />
                    </a>
                  ) : (
                    <Text value={source.name} locale={locale} />
                  )}
                  {source.licence && ` (${source.licence})`}
                </li>
              ))}
            </ul>
          </details>
        </section>
      </div>
      <script type="application/ld+json">{raw(jsonLd(c, catalogue))}</script>
    </PublicLayout>
  );
};

interface Row {
  title: string;
  text: string;
  rows: number;
  changedAt: Date | null;
  files: FileListed[];
}

const FilesTable: FC<{ c: PageContext; catalogue: Catalogue }> = ({ c, catalogue }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const iati = (format: string) => catalogue.iati.files.filter((file) => file.format === format);
  const rows: Row[] = [
    ...catalogue.datasets.map(({ dataset, ...entry }) => ({ ...entry, title: dataset.title[locale], text: dataset.description[locale] })),
    {
      title: t("data.iati"),
      text: t("data.iatiText"),
      rows: catalogue.iati.rows,
      changedAt: catalogue.iati.changedAt,
      files: iati("iati"),
    },
    { title: t("data.organisation"), text: t("data.organisationText"), rows: 1, changedAt: null, files: iati("iati-organisation") },
  ];
  const link = (row: Row, file: FileListed) => (
    <a
      class="nowrap"
      href={hrefOfData(file.path, file.format === "geojson" ? { lang: locale } : {})}
      type={file.type.split(";")[0]}
      aria-label={t("data.download", {
        title: row.title,
        format: formats[file.format] ?? "XML",
        size: file.bytes === undefined ? "" : bytes(file.bytes, locale),
      })}
    >
      {formats[file.format] ?? "XML"}
    </a>
  );
  const columns: Column<Row>[] = [
    {
      label: t("data.column.file"),
      heading: true,
      cell: (row) => (
        <>
          {row.title}
          <br />
          <span class="row-note">{row.text}</span>
        </>
      ),
    },
    {
      label: t("data.column.formats"),
      cell: (row) => (
        <ul class="file-links">
          {row.files.map((file) => (
            <li>
              {link(row, file)}
              {file.bytes !== undefined && (
                <>
                  {" "}
                  <span class="muted nowrap" aria-hidden="true">
                    {bytes(file.bytes, locale)}
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
      ),
    },
    { label: t("data.column.rows"), numeric: true, cell: (row) => count(row.rows, locale) },
    { label: t("data.column.changed"), cell: (row) => (row.changedAt ? <span class="nowrap">{day(row.changedAt, locale)}</span> : "") },
  ];
  return <Table caption={t("data.files")} hideCaption columns={columns} rows={rows} />;
};

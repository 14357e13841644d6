import type { FC } from "hono/jsx";
import { bytes, count, day } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfData } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";
import type { Catalogue, FileListed } from "./catalogue.ts";

const formats: Record<string, string> = { csv: "CSV", xlsx: "Excel", json: "JSON", geojson: "GeoJSON", iati: "XML", scdl: "CSV" };

interface Row {
  title: string;
  text: string;
  rows: number;
  changedAt: Date | null;
  files: FileListed[];
}

/** Every file: what it is, its formats and sizes, its rows, its last change. */
export const FilesTable: FC<{ c: PageContext; catalogue: Catalogue }> = ({ c, catalogue }) => {
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
    { title: t("data.scdl"), text: t("data.scdlText"), ...catalogue.scdl[0]! },
    { title: t("data.scdlOther"), text: t("data.scdlOtherText"), ...catalogue.scdl[1]! },
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

import type { FC } from "hono/jsx";
import { type Group, groups } from "../../publishing/catalogue/entries.ts";
import { standards } from "../../publishing/catalogue/standards.ts";
import { bytes, count, day } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfData } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { Catalogue, EntryListed, FileListed } from "./catalogue.ts";

const formats: Record<string, string> = {
  csv: "CSV",
  xlsx: "Excel",
  json: "JSON",
  geojson: "GeoJSON",
  iati: "XML",
  "iati-organisation": "XML",
  scdl: "CSV",
  "360giving": "JSON",
  aides: "CSV",
  "aides-json": "JSON",
  atom: "Atom",
  ics: "iCalendar",
  dcat: "Turtle",
  "dcat-jsonld": "JSON-LD",
};
/** What a format is called; of one that has no name here, the ending of its file. */
export const nameOfFormat = ({ format, path }: Pick<FileListed, "format" | "path">) =>
  formats[format] ?? (path.split(".").at(-1) ?? format).toUpperCase();

/** Every file, by what it is for: its formats and sizes, its standard, its rows, its last change. */
export const FilesTables: FC<{ c: PageContext; catalogue: Catalogue }> = ({ c, catalogue }) => {
  const t = c.get("t");
  const of = (group: Group) => catalogue.entries.filter(({ entry }) => entry.group === group);
  return (
    <>
      {groups
        .filter((group) => of(group).length > 0)
        .map((group) => (
          <>
            <h3 id={`files-${group}`}>{t.dynamic(`data.group.${group}`)}</h3>
            <FilesTable c={c} title={t.dynamic(`data.group.${group}`)} rows={of(group)} />
          </>
        ))}
    </>
  );
};

const FilesTable: FC<{ c: PageContext; title: string; rows: EntryListed[] }> = ({ c, title, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const columns: Column<EntryListed>[] = [
    {
      label: t("data.column.file"),
      heading: true,
      cell: ({ entry }) => (
        <>
          <span id={entry.id}>{plain(entry.title, locale)}</span>
          <br />
          <span class="row-note">
            {plain(entry.description, locale)} <StandardOf entry={entry} />
          </span>
        </>
      ),
    },
    { label: t("data.column.formats"), cell: ({ entry, files }) => <FileLinks c={c} title={plain(entry.title, locale)} files={files} /> },
    { label: t("data.column.rows"), numeric: true, cell: ({ extent }) => count(extent.rows, locale) },
    {
      label: t("data.column.changed"),
      cell: ({ extent }) => (extent.changedAt ? <span class="nowrap">{day(extent.changedAt, locale)}</span> : ""),
    },
  ];
  return <Table caption={title} hideCaption columns={columns} rows={rows} />;
};

/** The standards of the entry's own files; those of a table's formats are said once, below. */
const StandardOf: FC<{ entry: EntryListed["entry"] }> = ({ entry }) => {
  const own = entry.group === "tables" ? [] : [...new Set(entry.files.flatMap(({ format }) => standards[format] ?? []))];
  const named = [...new Map(own.map((one) => [one.name, one])).values()];
  return (
    <>
      {named.map(({ name, url }, i) => (
        <>
          {i > 0 && ", "}
          <a href={url}>{name}</a>
        </>
      ))}
    </>
  );
};

export const FileLinks: FC<{ c: PageContext; title: string; files: FileListed[] }> = ({ c, title, files }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <ul class="file-links">
      {files.map((file) => (
        <li>
          <a
            class="nowrap"
            href={hrefOfData(file.path, file.localised ? { lang: locale } : {})}
            type={file.type.split(";")[0]}
            aria-label={t("data.download", {
              title,
              format: nameOfFormat(file),
              size: file.bytes === undefined ? "" : bytes(file.bytes, locale),
            })}
          >
            {nameOfFormat(file)}
          </a>
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
  );
};

import type { FC } from "hono/jsx";
import type { Localised } from "../../../platform/localised.ts";
import { BRIEFS, type ProjectBrief } from "../../../register/project/brief-store.ts";
import type { DocumentCited } from "../../../register/record/files-store.ts";
import type { CountryName, Named, Who } from "../../../register/record/parts-store.ts";
import { bytes, date, money } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { href, hrefOfFile } from "../../../ui/paths.ts";
import { type Column, Table } from "../../../ui/table.tsx";
import { plain } from "../../../ui/text.tsx";
import { RecordLink } from "./frame.tsx";
import { choice, countryName, years } from "./words.ts";

/** Countries by name, each a link to the projects there. */
export const Countries: FC<{ c: PageContext; countries: CountryName[] }> = ({ c, countries }) => {
  const locale = c.get("locale");
  return (
    <>
      {countries.map((country, i) => (
        <>
          {i > 0 && ", "}
          <a href={href(locale, "projects", { query: { country: [country.code] } })}>
            {plain(country.name, locale) || countryName(country.code, locale)}
          </a>
        </>
      ))}
    </>
  );
};

/** Says whose a project is when it is not the city's own. */
export const ReporterBadge: FC<{ c: PageContext; by: Named | null }> = ({ c, by }) => (
  <>
    {by && <span class="badge badge-reported">{c.get("t")("portal.projects.reportedBy", { name: plain(by.name, c.get("locale")) })}</span>}
  </>
);

/** Projects as the page of another record lists them. */
export const ProjectsTable: FC<{ c: PageContext; projects: ProjectBrief[]; caption: string }> = ({ c, projects, caption }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const columns: Column<ProjectBrief>[] = [
    {
      label: t("portal.column.project"),
      heading: true,
      cell: (project) => (
        <>
          <RecordLink c={c} kind="project" record={project} /> <ReporterBadge c={c} by={project.reportedBy} />
        </>
      ),
    },
    { label: t("portal.column.countries"), cell: (project) => <Countries c={c} countries={project.countries} /> },
    {
      label: t("portal.column.years"),
      cell: (project) =>
        (years(project.firstYear, project.lastYear) && <span class="nowrap">{years(project.firstYear, project.lastYear)}</span>) ?? (
          <span class="muted">{t("portal.date.unknown")}</span>
        ),
    },
    { label: t("portal.column.state"), cell: (project) => <span class="nowrap">{choice(t, "project.state", project.state)}</span> },
    {
      label: t("portal.column.amount"),
      numeric: true,
      cell: (project) =>
        project.amountCents === null ? (
          <span class="muted">{t("common.unknown")}</span>
        ) : (
          money(project.amountCents, project.currency, locale)
        ),
    },
  ];
  return (
    <>
      <Table caption={caption} hideCaption columns={columns} rows={projects} />
      {projects.length === BRIEFS && <p class="meta">{t("portal.projects.latest", { count: BRIEFS })}</p>}
    </>
  );
};

/** Who takes part, and as what. */
export const WhoTable: FC<{ c: PageContext; lines: { role: string; who: Who | null }[]; field: string; caption: string }> = ({
  c,
  lines,
  field,
  caption,
}) => {
  const t = c.get("t");
  return (
    <Table
      caption={caption}
      hideCaption
      rows={lines}
      columns={[
        {
          label: t("portal.column.name"),
          heading: true,
          cell: (line) => <RecordLink c={c} kind={line.who?.kind ?? ""} record={line.who} />,
        },
        { label: t("portal.column.kind"), cell: (line) => (line.who ? t.dynamic(`kind.${line.who.kind}`) : "") },
        { label: t("portal.column.role"), cell: (line) => choice(t, field, line.role) },
      ]}
    />
  );
};

/** Documents, each with its type, date, language and weight. */
export const Documents: FC<{ c: PageContext; documents: DocumentCited[] }> = ({ c, documents }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <ul class="documents">
      {documents.map((document) => (
        <li>
          <RecordLink c={c} kind="document" record={document} />
          <span class="meta">
            {" "}
            {[choice(t, "document.type", document.type), document.datedOn && date(document.datedOn, locale)].filter(Boolean).join(" · ")}
          </span>
          {document.file && (
            <>
              {" "}
              <FileLink c={c} file={document.file} language={document.language} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
};

/** A file to take away: what it is and how heavy. */
export const FileLink: FC<{
  c: PageContext;
  file: { sha256: string; name: string; mediaType: string; bytes: number };
  language: string | null;
}> = ({ c, file, language }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const type = file.name.match(/\.(\w{1,5})$/)?.[1]?.toUpperCase() ?? file.mediaType;
  return (
    <a href={hrefOfFile(file)} hreflang={language ?? undefined} download>
      {t("portal.file.download", { type, weight: bytes(file.bytes, locale) })}
    </a>
  );
};

/** Links to records of one kind, one a line. */
export const Links: FC<{ c: PageContext; kind: string; records: { id: string; name: Localised }[] }> = ({ c, kind, records }) => (
  <ul>
    {records.map((record) => (
      <li>
        <RecordLink c={c} kind={kind} record={record} />
      </li>
    ))}
  </ul>
);

/** A website by its host, or by its whole address. */
export const Website: FC<{ url: string; full?: boolean }> = ({ url, full }) => (
  <a class="address" href={url} rel="external noopener nofollow">
    {full ? url.replace(/^https?:\/\/(www\.)?/, "") : new URL(url).hostname.replace(/^www\./, "")}
  </a>
);

import type { Child, FC } from "hono/jsx";
import type { Change, Reading, RoleChange } from "../../protected/log-store.ts";
import type { PersonRow } from "../../protected/person/store.ts";
import type { Fields } from "../../register/record/fields.ts";
import { Facts } from "../../ui/facts.tsx";
import { date, money } from "../../ui/format.ts";
import { labelOf } from "../../ui/forms/context.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { When } from "../when.tsx";
import { PATH, pathOf } from "./where.ts";

/** The name of a file: its pseudonym, and what stands in clear beside it. */
export const PersonHead: FC<{ c: OfficeContext; person: PersonRow }> = ({ c, person }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <header>
      <p class="meta">
        <a href={PATH}>{t("protected.title")}</a>
      </p>
      <h1>{person.pseudonym ?? t("protected.erased")}</h1>
      <p class="meta">
        {t.dynamic(`choice.protected.kind.${person.kind}`)} <DemoBadge demo={person.demo} t={t} />
        {person.reviewOn && ` · ${t("protected.reviewOn", { day: date(person.reviewOn, locale) })}`}
        {person.eraseOn && ` · ${t("protected.eraseOn", { day: date(person.eraseOn, locale) })}`}
      </p>
    </header>
  );
};

/** What the fields of a form hold, to be read: those that are empty are left out. */
export const Contents: FC<{
  c: OfficeContext;
  kind: string;
  fields: Fields;
  document: Record<string, unknown>;
  names?: Record<string, string>;
}> = ({ c, kind, fields, document, names = {} }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const shown = (name: string, path: string, all: Fields, value: unknown): Child => {
    const { widget } = all[name]!;
    if (value === null || value === undefined || value === "") return undefined;
    if (widget.type === "flag") return value ? t("common.yes") : undefined;
    if (widget.type === "choice") return t.dynamic(`choice.${kind}.${path}.${value}`);
    if (widget.type === "date") return date(value as string, locale);
    if (widget.type === "cents") return money(value as number, "EUR", locale);
    if (widget.type === "reference" || widget.type === "country") return names[`${widget.type} ${value}`] ?? String(value);
    if (widget.type === "list") {
      const lines = value as Record<string, unknown>[];
      if (lines.length === 0) return undefined;
      return (
        <ul>
          {lines.map((line) => (
            <li>
              {Object.keys(widget.fields)
                .map((inner) => shown(inner, `${path}.${inner}`, widget.fields, line[inner]))
                .filter((part) => part !== undefined)
                .flatMap((part, i) => (i === 0 ? [part] : [" · ", part]))}
            </li>
          ))}
        </ul>
      );
    }
    if (typeof value === "object")
      return Object.entries(value as Record<string, string>).map(([language, words]) => (
        <p lang={language} class="as-typed">
          {words}
        </p>
      ));
    return <span class="as-typed">{String(value)}</span>;
  };
  return (
    <Facts
      class="protected-facts"
      facts={Object.keys(fields).map((name) => [labelOf(t, kind, name), shown(name, name, fields, document[name])])}
    />
  );
};

type ReadingRow = Omit<Reading, "words"> & { words?: string | null };

/** Who read what, when and why. */
export const Readings: FC<{ c: OfficeContext; rows: readonly ReadingRow[]; withPerson?: boolean }> = ({ c, rows, withPerson }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("protected.readings")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        { label: t("office.when"), cell: (row: ReadingRow) => <When at={row.at} locale={locale} /> },
        { label: t("office.who"), heading: true, cell: (row) => row.readerName },
        ...(withPerson
          ? [
              {
                label: t("protected.file"),
                cell: (row: ReadingRow) => <a href={pathOf(row.person)}>{row.pseudonym ?? t("protected.erased")}</a>,
              },
            ]
          : []),
        { label: t("office.what"), cell: (row) => t.dynamic(`protected.read.${row.what}`) },
        {
          label: t("protected.why"),
          cell: (row) => t.dynamic(`choice.opening.reason.${row.reason}`) + (row.words ? ` : ${row.words}` : ""),
        },
      ]}
    />
  );
};

export const Changes: FC<{ c: OfficeContext; rows: readonly Change[] }> = ({ c, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("protected.changes")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        { label: t("office.when"), cell: (row: Change) => <When at={row.at} locale={locale} /> },
        { label: t("office.who"), heading: true, cell: (row) => row.byName },
        { label: t("office.record"), cell: (row) => t.dynamic(`protected.about.${row.about}`) },
        {
          label: t("office.what"),
          cell: (row) => t.dynamic(`protected.act.${row.act}`) + (row.state ? ` : ${t.dynamic(`state.residency.${row.state}`)}` : ""),
        },
      ]}
    />
  );
};

export const RoleChanges: FC<{ c: OfficeContext; rows: readonly RoleChange[] }> = ({ c, rows }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Table
      caption={t("protected.roleChanges")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        { label: t("office.when"), cell: (row: RoleChange) => <When at={row.at} locale={locale} /> },
        { label: t("protected.guardian"), heading: true, cell: (row) => row.userName },
        { label: t("office.what"), cell: (row) => t.dynamic(`protected.role.${row.act}`) },
        { label: t("protected.by"), cell: (row) => row.byName ?? t("protected.byOther") },
      ]}
    />
  );
};

import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { Field, Fields, Widget } from "../record/fields.ts";
import type { Kind } from "../record/kind.ts";
import { fold } from "../record/names.ts";

/** A column that an import file may have: one value of a field, under its own name or its label in any language. */
export interface ImportColumn {
  /** The technical heading: "name.fr", "country", "countries". */
  name: string;
  /** The path of the field: "name"; of a list's line, "results.indicator". */
  field: string;
  language?: string;
  /** The shares of the lines of `field`, in their order: what the open data puts beside the names. */
  shares?: true;
  widget: Widget;
  /** Headings that people write, folded. */
  headings: string[];
  /** Headings of the open data, folded. */
  ownHeadings: string[];
  required: boolean;
  /** What a cleared cell gives: null, [], the initial value… */
  empty: unknown;
}

/** Lists that fit in one cell; the others (results, steps, co-funders…) have sheets of their own, as these may. */
const listsInCells = new Set(["countries", "sectors", "places", "partners"]);
// What the open data calls a column that the register calls otherwise; an amount there is without its "Cents".
const openNames: Record<string, string> = { partners: "participants" };
const openShares: Record<string, string> = { countries: "country_shares", sectors: "sector_shares" };

export function labelOfField(kind: string, path: string, locale: (typeof languages)[number]): string {
  const t = translator(locale);
  const last = path.split(".").at(-1)!;
  const key = [`field.${kind}.${path}`, `field.${kind}.${last}`, `field.${last}`].find((one) => t.has(one));
  return key ? t.dynamic(key) : last;
}

/** What empties a cell, in every language: an empty cell keeps its value. */
const clearWords = new Set(languages.map((locale) => translator(locale)("office.import.clear").toLowerCase()));
export const isClear = (cell: string) => clearWords.has(cell.trim().toLowerCase());

const plain: Widget = { type: "text", max: 120, long: false, localised: false, required: false };
const special = (name: string, headings: string[]): ImportColumn => ({
  name,
  field: name,
  widget: plain,
  headings,
  ownHeadings: [fold(name)],
  required: false,
  empty: "",
});

/** The columns of a kind, in the order of its form, after the identifier. */
export function importColumns(kind: Kind): ImportColumn[] {
  return [
    special("id", ["id", "identifiant", "identifier"]),
    ...Object.entries(kind.fields as Fields).flatMap(([field, one]): ImportColumn[] =>
      one.widget.type === "list" && !listsInCells.has(field) ? [] : columnsOfField(kind.name, "", field, one),
    ),
  ];
}

/** The columns of the sheet of a list: whose line it is (`kind`: "project"), then what the line says. */
export function listColumns(kind: Kind, list: string): ImportColumn[] {
  const { widget } = kind.fields[list]!;
  if (widget.type !== "list") throw new Error(`${kind.name}.${list} is no list`);
  const labels = languages.map((locale) => translator(locale).dynamic(`kind.${kind.name}`));
  return [
    { ...special(kind.name, ["id", "identifiant", "identifier", ...[kind.name, ...labels].map(fold)]), required: true },
    // A list of a list's line has no sheet: it is kept in the office.
    ...Object.entries(widget.fields).flatMap(([field, one]) =>
      one.widget.type === "list" ? [] : columnsOfField(kind.name, `${list}.`, field, one),
    ),
  ];
}

/** The lists of a kind by what a sheet of theirs may be called, folded. */
export function listNames(kind: Kind): Map<string, string> {
  return new Map(
    Object.entries(kind.fields as Fields).flatMap(([name, { widget }]) =>
      widget.type === "list"
        ? [name, ...languages.map((locale) => labelOfField(kind.name, name, locale))].map((word): [string, string] => [fold(word), name])
        : [],
    ),
  );
}

function columnsOfField(kind: string, prefix: string, name: string, { widget, empty }: Field): ImportColumn[] {
  if (widget.type === "file") return [];
  const field = prefix + name;
  const labels = languages.map((locale) => labelOfField(kind, field, locale));
  const required = "required" in widget && widget.required;
  const shared = { field, widget, empty: empty ?? null };
  if (widget.type === "text" && widget.localised) {
    return languages.map((language, i) => ({
      ...shared,
      name: `${name}.${language}`,
      language,
      required: required && i === 0,
      headings: [`${name}.${language}`, ...labels.map((label) => `${label} ${language}`), ...(i === 0 ? [name, ...labels] : [])].map(fold),
      ownHeadings: [fold(`${name}.${language}`)],
      empty: "",
    }));
  }
  const open = widget.type === "cents" ? name.replace(/Cents$/, "") : (openNames[name] ?? name);
  const column = { ...shared, name, required, headings: [name, ...labels, open].map(fold), ownHeadings: [fold(name), fold(open)] };
  const shares = prefix === "" && widget.type === "list" ? openShares[name] : undefined;
  if (!shares) return [column];
  return [
    column,
    { ...shared, name: shares, shares: true, required: false, headings: [fold(shares)], ownHeadings: [fold(shares)], empty: [] },
  ];
}

/**
 * Whether these are the headings of a table of the open data (/data/projects.csv): its values are separated by | alone,
 * and what follows from others in it (names of codes, addresses, sums) is known for that.
 */
export const isOpenData = (header: readonly string[]) =>
  ["id", `page_${languages[0]}`, "updated_at"].every((name) => header.includes(name));

/** Which of the columns each heading of a file is; undefined for those that are none. */
export function matchHeader(columns: readonly ImportColumn[], header: readonly string[]): (ImportColumn | undefined)[] {
  const own = isOpenData(header);
  return header.map((heading) => {
    const word = fold(heading);
    return columns.find((column) => column.name === heading.trim() || (own ? column.ownHeadings : column.headings).includes(word));
  });
}

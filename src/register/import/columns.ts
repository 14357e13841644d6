import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { Fields, Widget } from "../record/fields.ts";
import type { Kind } from "../record/kind.ts";

/** A column that an import file may have: one value of a field, under its own name or its label in any language. */
export interface ImportColumn {
  /** The technical heading: "name.fr", "country", "countries". */
  name: string;
  field: string;
  language?: string;
  widget: Widget;
  /** Headings that people write, folded. */
  headings: string[];
  required: boolean;
}

/** Lists that fit in one cell; the others (results, steps, co-funders…) are kept in the office. */
const listsInCells = new Set(["countries", "sectors", "places", "partners"]);

/** Compared without case, accents, spaces or punctuation, in any script. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

export function labelOfField(kind: string, field: string, locale: (typeof languages)[number]): string {
  const t = translator(locale);
  const key = [`field.${kind}.${field}`, `field.${field}`].find((one) => t.has(one));
  return key ? t.dynamic(key) : field;
}

/** The columns of a kind, in the order of its form, after the identifier. */
export function importColumns(kind: Kind): ImportColumn[] {
  const id: ImportColumn = {
    name: "id",
    field: "id",
    widget: { type: "text", max: 120, long: false, localised: false, required: false },
    headings: ["id", "identifiant", "identifier"],
    required: false,
  };
  return [
    id,
    ...Object.entries(kind.fields as Fields).flatMap(([field, { widget }]): ImportColumn[] => {
      const labels = languages.map((locale) => labelOfField(kind.name, field, locale));
      const required = "required" in widget && widget.required;
      if (widget.type === "file" || (widget.type === "list" && !listsInCells.has(field))) return [];
      if (widget.type === "text" && widget.localised) {
        return languages.map((language, i) => ({
          name: `${field}.${language}`,
          field,
          language,
          widget,
          required: required && i === 0,
          headings: [`${field}.${language}`, ...labels.map((label) => `${label} ${language}`), ...(i === 0 ? [field, ...labels] : [])].map(
            fold,
          ),
        }));
      }
      return [{ name: field, field, widget, required, headings: [field, ...labels].map(fold) }];
    }),
  ];
}

/** Which column each heading of a file is; undefined for those that are none. */
export function matchHeader(kind: Kind, header: string[]): (ImportColumn | undefined)[] {
  const columns = importColumns(kind);
  return header.map((heading) => columns.find((column) => column.name === heading.trim() || column.headings.includes(fold(heading))));
}

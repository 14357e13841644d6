import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Widget } from "../record/fields.ts";
import { readCents, readNumber } from "../record/numbers.ts";
import { fold, type ImportColumn } from "./columns.ts";
import type { Directory } from "./directory.ts";

/** The lists that words of a cell may name, by their code or by their name in any language. */
export interface Lookup {
  country: Map<string, string>;
  /** By vocabulary, then by folded code or name. */
  terms: Map<string, Map<string, string>>;
  /** By kind: who is called what. */
  records: Map<string, Directory>;
}
export interface CellProblem {
  code: string;
  values?: Record<string, string | number>;
}
type Read = { ok: true; value: unknown } | { ok: false; problem: CellProblem };

const value = (one: unknown): Read => ({ ok: true, value: one });
const wrong = (code: string, values?: CellProblem["values"]): Read => ({ ok: false, problem: { code, ...(values ? { values } : {}) } });
const parts = (cell: string) =>
  cell
    .split(/[;\n|]/)
    .map((part) => part.trim())
    .filter(Boolean);

const yes = new Set(["1", "oui", "yes", "vrai", "true", "x"]);
const no = new Set(["0", "non", "no", "faux", "false"]);

/** The value that a cell gives its field, or what is wrong with it. */
export function readCell(kind: string, column: ImportColumn, cell: string, lookup: Lookup): Read {
  const { widget } = column;
  switch (widget.type) {
    case "text":
      return value(cell);
    case "texts":
      return value(parts(cell));
    case "url":
      return value(/^https?:\/\//i.test(cell) || cell === "" ? cell : `https://${cell}`);
    case "flag":
      return yes.has(fold(cell)) ? value(true) : no.has(fold(cell)) ? value(false) : wrong("yes_or_no");
    case "date":
      return value(readDate(cell));
    case "instant":
      return value(readInstantCell(cell));
    case "number": {
      const number = readNumber(cell);
      return number === undefined ? wrong("type_number") : value(number);
    }
    case "cents": {
      const cents = readCents(cell);
      return cents === undefined ? wrong("type_number") : value(cents);
    }
    case "choice":
      return readChoice(kind, column.field, widget.options, cell);
    case "country":
      return named(lookup.country, cell);
    case "term":
      return named(lookup.terms.get(widget.vocabulary), cell);
    case "terms":
      return all(parts(cell).map((part) => named(lookup.terms.get(widget.vocabulary), part)));
    case "reference":
      return record(lookup, widget.to, cell);
    case "list":
      return all(parts(cell).map((part) => readLine(kind, column.field, widget, part, lookup)));
    case "file":
      return wrong("unknown_field");
  }
}

/** 31/12/2024, 12/2024, and what is already year first. */
export function readDate(cell: string): string {
  const day = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(cell);
  if (day) return `${day[3]}-${day[2]!.padStart(2, "0")}-${day[1]!.padStart(2, "0")}`;
  const month = /^(\d{1,2})[/.](\d{4})$/.exec(cell);
  if (month) return `${month[2]}-${month[1]!.padStart(2, "0")}`;
  const reversed = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(cell);
  if (reversed) return `${reversed[1]}-${reversed[2]!.padStart(2, "0")}-${reversed[3]!.padStart(2, "0")}`;
  // A spreadsheet gives an hour to some of its days.
  return cell.replace(/^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}$/, "$1");
}

/** "18/12/2026 12:00", "18.12.2026 à 12h00": a day and hour by the city's clocks, year first. What is no such thing stays. */
export function readInstantCell(cell: string): string {
  const match = /^(\S+)(?:\s+(?:à\s+|at\s+)?|T)(\d{1,2})(?:h|:)(\d{2})?(?::(\d{2}))?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(cell.trim());
  if (!match) return cell;
  const [, day, hour, minute = "00", second = "00", offset = ""] = match;
  return `${readDate(day!)}T${hour!.padStart(2, "0")}:${minute}:${second}${offset.toUpperCase()}`;
}

function readChoice(kind: string, path: string, options: readonly string[], cell: string): Read {
  const found = options.find(
    (option) =>
      fold(option) === fold(cell) ||
      languages.some((locale) => fold(translator(locale).dynamic(`choice.${kind}.${path}.${option}`)) === fold(cell)),
  );
  return found ? value(found) : wrong("choice_of", { value: cell, allowed: options.join(", ") });
}

function named(map: Map<string, string> | undefined, cell: string): Read {
  const code = map?.get(fold(cell));
  return code ? value(code) : wrong("unknown_reference", { key: cell });
}

function record(lookup: Lookup, kind: string, cell: string): Read {
  const ids = idsOf(lookup, kind, cell);
  if (ids.length === 1) return value(ids[0]);
  return ids.length > 1 ? wrong("ambiguous_reference", { key: cell }) : wrong("unknown_reference", { key: cell });
}

const idsOf = (lookup: Lookup, kind: string, text: string) => (lookup.records.get(kind)?.named(text) ?? []).map(({ id }) => id);

function all(reads: Read[]): Read {
  return reads.find((read) => !read.ok) ?? value(reads.map((read) => (read.ok ? read.value : undefined)));
}

/** "SN 70", "14030", "Dakar", "implementer: Sidaction". */
function readLine(kind: string, field: string, widget: Extract<Widget, { type: "list" }>, part: string, lookup: Lookup): Read {
  if (field === "partners") return readPartner(kind, widget, part, lookup);
  if (field === "places") {
    const place = record(lookup, "place", part);
    return place.ok ? value({ place: place.value }) : place;
  }
  const { name, share } = splitShare(part);
  const percentage = share === undefined ? null : readNumber(share);
  if (percentage === undefined) return wrong("type_number");
  const read = field === "countries" ? named(lookup.country, name) : named(lookup.terms.get("dac-sector"), name);
  if (!read.ok) return read;
  return value(field === "countries" ? { country: read.value, percentage } : { sector: read.value, percentage });
}

/** "Côte d’Ivoire 70 %" is a name and a share; "14030" is a name. */
export function splitShare(part: string): { name: string; share?: string } {
  const match = /^(.*\S)\s+\(?(\d+(?:[.,]\d+)?)\s*%?\)?$/.exec(part) ?? /^(.*\S)\s*:\s*(\d+(?:[.,]\d+)?)\s*%?$/.exec(part);
  return match ? { name: match[1]!.replace(/\s*:$/, ""), share: match[2]! } : { name: part };
}

function readPartner(kind: string, widget: Extract<Widget, { type: "list" }>, part: string, lookup: Lookup): Read {
  const [before, ...after] = part.split(":");
  const roleWidget = widget.fields.role?.widget;
  const options = roleWidget?.type === "choice" ? roleWidget.options : [];
  const role = after.length > 0 ? readChoice(kind, "partners.role", options, before!) : value("partner");
  if (!role.ok) return role;
  const name = (after.length > 0 ? after.join(":") : part).trim();
  for (const to of ["partner", "organisation", "network"]) {
    const ids = idsOf(lookup, to, name);
    if (ids.length > 1) return wrong("ambiguous_reference", { key: name });
    if (ids.length === 1) return value({ [to]: ids[0], role: role.value });
  }
  return wrong("unknown_reference", { key: name });
}

/** The kinds of records that the cells of a column may name. */
export function kindsNamed({ widget, field }: ImportColumn): string[] {
  if (widget.type === "reference") return [widget.to];
  if (widget.type !== "list") return [];
  return field === "places" ? ["place"] : field === "partners" ? ["partner", "organisation", "network"] : [];
}

/** By code and by every name, folded. */
export function lookupOf(rows: { code: string; name: Localised }[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const { code, name } of rows) for (const key of [...Object.values(name), code]) map.set(fold(String(key)), code);
  return map;
}

import { languages, mainLanguage } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import type { Widget } from "../record/fields.ts";
import { fold } from "../record/names.ts";
import { readCents, readNumber } from "../record/numbers.ts";
import type { ImportColumn } from "./columns.ts";
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

/** What is known when a cell is read. */
export interface Around {
  /** The file is one of the open data: see `isOpenData`. */
  own?: boolean;
  /** The record as it stands: a name that several have is then the one that it names already. */
  document?: Record<string, unknown> | undefined;
}

const value = (one: unknown): Read => ({ ok: true, value: one });
const wrong = (code: string, values?: CellProblem["values"]): Read => ({ ok: false, problem: { code, ...(values ? { values } : {}) } });
const parts = (cell: string, own = false) =>
  cell
    .split(own ? "|" : /[;\n|]/)
    .map((part) => part.trim())
    .filter(Boolean);

const yes = new Set(["1", "oui", "yes", "vrai", "true", "x"]);
const no = new Set(["0", "non", "no", "faux", "false"]);

/** The value that a cell gives its field, or what is wrong with it. */
export function readCell(kind: string, column: ImportColumn, cell: string, lookup: Lookup, around: Around = {}): Read {
  const { widget, field } = column;
  const { own, document } = around;
  const now = document?.[field];
  if (column.shares)
    return value(cell.split(own ? "|" : /[;|]/).map((part) => (part.trim() === "" ? null : (readNumber(part) ?? Number.NaN))));
  switch (widget.type) {
    case "text":
      return value(cell);
    case "texts":
      return value(parts(cell, own));
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
      return readChoice(kind, field, widget.options, cell);
    case "country":
      return named(lookup.country, cell, [now]);
    case "term":
      return named(lookup.terms.get(widget.vocabulary), cell, [now]);
    case "terms":
      return all(parts(cell, own).map((part) => named(lookup.terms.get(widget.vocabulary), part, now as unknown[])));
    case "reference":
      return record(lookup, widget.to, cell, [now]);
    case "list":
      return readLines(kind, field, widget, parts(cell, own), lookup, document ?? {});
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
  const found = choicesOf(kind, path, options).get(fold(cell));
  return found ? value(found) : wrong("choice_of", { value: cell, allowed: options.join(", ") });
}

const choices = new Map<string, Map<string, string>>();
/** The options of a field by their code and by their name in every language: made once, as a file asks for them at each line. */
function choicesOf(kind: string, path: string, options: readonly string[]): Map<string, string> {
  const key = `${kind}.${path}`;
  const known = choices.get(key);
  if (known) return known;
  const named = options.flatMap((option) =>
    languages.map((locale): [string, string] => [fold(translator(locale).dynamic(`choice.${key}.${option}`)), option]),
  );
  const made = new Map([...named.reverse(), ...options.map((option): [string, string] => [fold(option), option])]);
  choices.set(key, made);
  return made;
}

function named(map: Map<string, string> | undefined, cell: string, now: unknown[] = []): Read {
  const code = map?.get(fold(cell));
  if (code) return value(code);
  // A term that was withdrawn stays where it stands.
  return now.includes(cell.trim()) ? value(cell.trim()) : wrong("unknown_reference", { key: cell });
}

function record(lookup: Lookup, kind: string, cell: string, now: unknown[] = []): Read {
  const ids = idsOf(lookup, kind, cell);
  const own = ids.find((id) => now.includes(id));
  if (own) return value(own);
  if (ids.length === 1) return value(ids[0]);
  return ids.length > 1 ? wrong("ambiguous_reference", { key: cell }) : wrong("unknown_reference", { key: cell });
}

const idsOf = (lookup: Lookup, kind: string, text: string) => (lookup.records.get(kind)?.named(text) ?? []).map(({ id }) => id);

function all(reads: Read[]): Read {
  return reads.find((read) => !read.ok) ?? value(reads.map((read) => (read.ok ? read.value : undefined)));
}

type Line = Record<string, unknown>;
type ListWidget = Extract<Widget, { type: "list" }>;

/** A list in one cell: "SN 70; ML 30", "14030", "Dakar", "implementer: Sidaction". What it does not say of a line stays. */
function readLines(kind: string, field: string, widget: ListWidget, cells: string[], lookup: Lookup, document: Line): Read {
  const now = (document[field] ?? []) as Line[];
  if (field === "partners") {
    const left = [...now];
    return all(cells.map((part) => readPartner(kind, widget, part, lookup, left)));
  }
  if (field === "places") return readPlaces(cells, lookup, now, (document.sites ?? []) as Line[]);
  const [key, names] = field === "countries" ? ["country", lookup.country] : ["sector", lookup.terms.get("dac-sector")];
  const lines = all(cells.map((part) => readShare(key!, names as Map<string, string>, part, now)));
  if (!lines.ok) return lines;
  const given = lines.value as Line[];
  const silent =
    given.length === now.length && given.every((line, i) => line.percentage === null && line[key as string] === now[i]![key as string]);
  return silent ? value(now) : lines;
}

function readShare(key: string, names: Map<string, string> | undefined, part: string, now: Line[]): Read {
  const { name, share } = splitShare(part);
  const percentage = share === undefined ? null : readNumber(share);
  if (percentage === undefined) return wrong("type_number");
  const read = named(
    names,
    name,
    now.map((line) => line[key]),
  );
  return read.ok ? value({ [key]: read.value, percentage }) : read;
}

/** A name with a share or a place is not longer; a text that is, is a name as it stands. */
const MOST_SIGNS = 500;
// bounded: MOST_SIGNS.
const POINT = /^(.*?)\s*\((-?\d+(?:\.\d+)?), (-?\d+(?:\.\d+)?)\)$/;
/** Places by identifier or name; with "(latitude, longitude)" after it also the record's own sites, which stay as they are. */
function readPlaces(cells: string[], lookup: Lookup, now: Line[], sites: Line[]): Read {
  const [left, leftSites] = [[...now], [...sites]];
  const take = <T>(from: T[], wanted: (one: T) => boolean): T | undefined => {
    const i = from.findIndex(wanted);
    return i < 0 ? undefined : from.splice(i, 1)[0];
  };
  const reads = cells.map((cell): Read => {
    const [, name = cell, latitude, longitude] = (cell.length <= MOST_SIGNS && POINT.exec(cell)) || [];
    const isSite = (site: Line) =>
      (textIn(site.name as Localised, mainLanguage())?.text ?? "") === name &&
      site.latitude === Number(latitude) &&
      site.longitude === Number(longitude);
    if (latitude !== undefined && take(leftSites, isSite)) return value(undefined);
    const own = take(left, (line) => idsOf(lookup, "place", name).includes(line.place as string));
    if (own) return value(own);
    const place = record(lookup, "place", name);
    return place.ok ? value({ place: place.value }) : place;
  });
  const read = all(reads);
  return read.ok ? value((read.value as unknown[]).filter((line) => line !== undefined)) : read;
}

/** "Côte d’Ivoire 70 %" is a name and a share; "14030" is a name. */
export function splitShare(part: string): { name: string; share?: string } {
  if (part.length > MOST_SIGNS) return { name: part };
  // bounded: MOST_SIGNS.
  const match = /^(.*\S)\s+\(?(\d+(?:[.,]\d+)?)\s*%?\)?$/.exec(part) ?? /^(.*\S)\s*:\s*(\d+(?:[.,]\d+)?)\s*%?$/.exec(part);
  return match ? { name: match[1]!.replace(/:$/, "").trimEnd(), share: match[2]! } : { name: part };
}

const whoever = ["partner", "organisation", "network"];
/** `left`: the lines there are that no part before has taken. */
function readPartner(kind: string, widget: ListWidget, part: string, lookup: Lookup, left: Line[]): Read {
  const [before, ...after] = part.split(":");
  const roleWidget = widget.fields.role?.widget;
  const options = roleWidget?.type === "choice" ? roleWidget.options : [];
  const role = after.length > 0 ? readChoice(kind, "partners.role", options, before!) : value("partner");
  if (!role.ok) return role;
  const name = (after.length > 0 ? after.join(":") : part).trim();
  const found = whoever.map((to) => [to, idsOf(lookup, to, name)] as const);
  const mine = left.findIndex((line) => line.role === role.value && found.some(([to, ids]) => ids.includes(line[to] as string)));
  if (mine >= 0) return value(left.splice(mine, 1)[0]);
  for (const [to, ids] of found) {
    if (ids.length > 1) return wrong("ambiguous_reference", { key: name });
    if (ids.length === 1) return value({ [to]: ids[0], role: role.value });
  }
  return wrong("unknown_reference", { key: name });
}

/** The kinds of records that the cells of a column may name. */
export function kindsNamed({ widget, field }: ImportColumn): string[] {
  if (widget.type === "reference") return [widget.to];
  if (widget.type !== "list") return [];
  return field === "places" ? ["place"] : field === "partners" ? whoever : [];
}

/** The vocabularies that they may name. */
export function vocabulariesNamed({ widget, field }: ImportColumn): string[] {
  if (widget.type === "terms" || widget.type === "term") return [widget.vocabulary];
  return widget.type === "list" && field === "sectors" ? ["dac-sector"] : [];
}

/** By code and by every name, folded. */
export function lookupOf(rows: { code: string; name: Localised }[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const { code, name } of rows) for (const key of [...Object.values(name), code]) map.set(fold(String(key)), code);
  return map;
}

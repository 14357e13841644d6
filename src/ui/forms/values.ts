import { languages } from "../../platform/i18n/languages.ts";
import { instantOfLocal, localOfInstant } from "../../platform/instants.ts";
import type { Localised } from "../../platform/localised.ts";
import { timeZone } from "../../platform/time-zone.ts";
import type { Fields, Widget } from "../../register/record/fields.ts";
import { readCents, readNumber, writeCents, writeNumber } from "../../register/record/numbers.ts";

/** What a form holds and sends: exactly what was typed, by field name. "countries.0.country", "name.fr", "steps.count". */
export type FormValues = Record<string, string[]>;

const one = (values: FormValues, name: string) => values[name]?.[0] ?? "";
const MAX_LINES = 500;

export function lineCount(values: FormValues, path: string): number {
  const n = Number(one(values, `${path}.count`) || 0);
  return Number.isInteger(n) && n > 0 ? Math.min(n, MAX_LINES) : 0;
}

/** A document as a form shows it, in the way people of `locale` write numbers. */
export function toForm(fields: Fields, document: Record<string, unknown>, locale: string, prefix = ""): FormValues {
  const values: FormValues = {};
  for (const [name, { widget }] of Object.entries(fields)) {
    const path = prefix + name;
    const value = document[name];
    if (widget.type === "list") {
      const lines = (value ?? []) as Record<string, unknown>[];
      values[`${path}.count`] = [String(lines.length)];
      for (const [i, line] of lines.entries()) Object.assign(values, toForm(widget.fields, line, locale, `${path}.${i}.`));
    } else if (widget.type === "text" && widget.localised) {
      for (const language of languages) values[`${path}.${language}`] = [((value ?? {}) as Localised)[language] ?? ""];
    } else if (widget.type === "terms") {
      values[path] = (value ?? []) as string[];
    } else if (widget.type === "flag") {
      values[path] = value ? ["1"] : [];
    } else if (widget.type === "instant") {
      Object.assign(values, instantValues(path, value as string | null | undefined));
    } else {
      values[path] = [written(widget, value, locale)];
    }
  }
  return values;
}

/** An instant by the city's clocks, and its offset where they show that hour twice; what is no instant, as typed. */
function instantValues(path: string, value: string | null | undefined): FormValues {
  const read = instantOfLocal(value ?? "", timeZone());
  if (!read.ok) return { [path]: [value ?? ""] };
  const { local, offset } = localOfInstant(read.instant, timeZone());
  return { [path]: [local], ...(offset ? { [`${path}.offset`]: [offset] } : {}) };
}

/** What was typed, with the offset that was chosen for it, where the clocks show that hour twice. */
function typedInstant(typed: string, offset: string): string | null {
  if (typed.trim() === "") return null;
  const read = instantOfLocal(typed, timeZone());
  return !read.ok && read.reason === "twice" && offset !== "" ? typed.trim() + offset : typed.trim();
}

function written(widget: Widget, value: unknown, locale: string): string {
  if (value === null || value === undefined) return "";
  if (widget.type === "texts") return (value as string[]).join("\n");
  if (widget.type === "cents") return writeCents(value as number, locale);
  if (widget.type === "number") return writeNumber(value as number, locale);
  return String(value);
}

/** What was typed, as the value that the schema parses. What cannot be read stays as typed, for the schema to refuse. */
export function fromForm(fields: Fields, values: FormValues, prefix = ""): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { widget }]) => {
      const path = prefix + name;
      const typed = one(values, path);
      switch (widget.type) {
        case "list":
          return [name, Array.from({ length: lineCount(values, path) }, (_, i) => fromForm(widget.fields, values, `${path}.${i}.`))];
        case "terms":
          return [name, (values[path] ?? []).filter((code) => code !== "")];
        case "flag":
          return [name, one(values, path) === "1"];
        case "texts":
          return [
            name,
            typed
              .split(/\r?\n/)
              .map((line) => line.trim())
              .filter(Boolean),
          ];
        case "text":
          return [
            name,
            widget.localised ? Object.fromEntries(languages.map((language) => [language, one(values, `${path}.${language}`)])) : typed,
          ];
        case "instant":
          return [name, typedInstant(typed, one(values, `${path}.offset`))];
        case "cents":
          return [name, typed.trim() === "" ? null : (readCents(typed) ?? typed)];
        case "number":
          return [name, typed.trim() === "" ? null : (readNumber(typed) ?? typed)];
        default:
          return [name, typed.trim() === "" ? null : typed.trim()];
      }
    }),
  );
}

/** "add:steps", "add:blocks.type=quote" (a line of that sort), "remove:steps.2", "up:steps.2", "down:steps.0": what the buttons of a list ask for. */
export function applyListAction(action: string, values: FormValues): FormValues {
  const [verb, path = ""] = action.split(":");
  const sort = verb === "add" ? /^(.*)\.(\w+)=(\w+)$/.exec(path) : null;
  if (sort) {
    const [, list = "", by = "", value = ""] = sort;
    const count = lineCount(values, list);
    return count === MAX_LINES ? values : { ...values, [`${list}.count`]: [String(count + 1)], [`${list}.${count}.${by}`]: [value] };
  }
  if (verb === "add") return { ...values, [`${path}.count`]: [String(Math.min(lineCount(values, path) + 1, MAX_LINES))] };
  const match = /^(.*)\.(\d+)$/.exec(path);
  if (!match) return values;
  const [, list = "", at] = match;
  const count = lineCount(values, list);
  const order = Array.from({ length: count }, (_, i) => i);
  const i = Number(at);
  if (verb === "remove") order.splice(i, 1);
  const other = verb === "up" ? i - 1 : verb === "down" ? i + 1 : i;
  if (other !== i && other >= 0 && other < count) [order[i], order[other]] = [order[other]!, order[i]!];
  return reorder(values, list, order);
}

function reorder(values: FormValues, list: string, order: number[]): FormValues {
  const line = new RegExp(`^${list.replaceAll(".", "\\.")}\\.(\\d+)\\.(.*)$`);
  const result: FormValues = {};
  for (const [name, value] of Object.entries(values)) {
    const match = line.exec(name);
    if (!match) result[name] = value;
    else
      order.forEach((from, to) => {
        if (from === Number(match[1])) result[`${list}.${to}.${match[2]}`] = value;
      });
  }
  result[`${list}.count`] = [String(order.length)];
  return result;
}

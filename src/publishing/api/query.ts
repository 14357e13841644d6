import { nearest } from "./nearest.ts";
import type { Param } from "./operation.ts";
import type { Refusal } from "./problem.ts";

export type Value = string | number | boolean | string[] | undefined;
/** The parameters that were given, by name. */
export type Values = Record<string, Value>;

const CONTROL = /[\u0000-\u001f\u007f]/;
const MOST = 50;

/**
 * Reads the parameters of an address. Unlike a page, which leaves out what makes no sense, the API refuses it: a program
 * would take an answer that is not narrowed for one that is.
 */
export function readQuery(
  params: readonly Param[],
  given: Record<string, string[]>,
): { ok: true; values: Values } | { ok: false; refusal: Refusal } {
  const known = params.filter((param) => param.in === "query");
  const values: Values = {};
  for (const [name, texts] of Object.entries(given)) {
    const param = known.find((one) => one.name === name);
    if (!param) return { ok: false, refusal: unknownParameter(name, known) };
    const problem = read(param, texts, values);
    if (problem) return { ok: false, refusal: problem };
  }
  return { ok: true, values };
}

function unknownParameter(name: string, known: readonly Param[]): Refusal {
  const names = known.map((one) => one.name);
  const meant = nearest(name, names);
  return { code: "unknown_parameter", field: name.slice(0, 60), values: { meant: meant ?? "none", known: names.join(", ") } };
}

function read(param: Param, texts: string[], values: Values): Refusal | undefined {
  const { name, form } = param;
  const all = form === "list" ? texts.flatMap((text) => text.split(",")).map((one) => one.trim()) : texts;
  if (form === "one" && all.length > 1) return { code: "repeated_parameter", field: name };
  const read = [...new Set(all)].map((text) => ({
    text,
    parsed: param.schema.safeParse(CONTROL.test(text) ? undefined : cast(param, text)),
  }));
  const wrong = read.find(({ parsed }) => !parsed.success);
  if (wrong || read.length > MOST) {
    const options = optionsOf(param);
    const meant = wrong && options.length > 0 ? nearest(wrong.text, options) : undefined;
    return {
      code: "invalid_parameter",
      field: name,
      values: {
        given: wrong ? wrong.text.slice(0, 60) : `${read.length} > ${MOST}`,
        meant: meant ?? "none",
        expected: expectationOf(param, options),
      },
    };
  }
  const parsed = read.map((one) => one.parsed.data as string);
  values[name] = form === "one" ? parsed[0] : parsed;
  return undefined;
}

const typeOf = (param: Param) => (param.schema as unknown as { def: { type: string } }).def.type;

/** A text as the value that the schema checks: what is no number stays a text, and is refused. */
function cast(param: Param, text: string): unknown {
  const type = typeOf(param);
  if (type === "number") return /^-?\d{1,16}(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}

function optionsOf(param: Param): string[] {
  return typeOf(param) === "enum"
    ? Object.values((param.schema as unknown as { def: { entries: Record<string, string> } }).def.entries)
    : [];
}

/** What may stand there, for the remedy: the options, or the bounds. */
function expectationOf(param: Param, options: readonly string[]): string {
  if (options.length > 0) return options.join(", ");
  const type = typeOf(param);
  if (type === "boolean") return "true, false";
  const { minValue, maxValue } = param.schema as unknown as { minValue?: number; maxValue?: number };
  return type === "number" ? `${minValue} … ${maxValue}` : String(param.example ?? "a-z 0-9 -");
}

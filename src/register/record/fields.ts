import { z } from "zod";
import { instantOfLocal, isInstant } from "../../platform/instants.ts";
import type { Localised } from "../../platform/localised.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { isPartialDate } from "./partial-date.ts";

/**
 * A field says once what a value of a record is. From it come the parser of every border (`schema`), the control
 * of the office's form, the column of an import file and the label of a difference (`widget`).
 */
export interface Field<T = unknown> {
  schema: z.ZodType<T>;
  widget: Widget;
  /** What an absent value is: null, "", [], {}… Not asked for when the field is required. */
  empty: T | undefined;
  /** Kept by the office: in no public view, answer, search or file. The column is left out of the view in the migration. */
  internal?: true;
}

/** A field that stays in the office whatever the state of its record. */
export function internal<T>(field: Field<T>): Field<T> {
  return { ...field, internal: true };
}

/** The fields that the public sees once a record is published. */
export function publicFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => !field.internal));
}

export type Widget =
  | { type: "text"; max: number; long: boolean; localised: boolean; required: boolean; markdown?: true }
  | { type: "texts" }
  | { type: "choice"; options: readonly string[]; required: boolean }
  | { type: "reference"; to: string; required: boolean }
  | { type: "terms"; vocabulary: string }
  | { type: "term"; vocabulary: string; required: boolean }
  | { type: "country"; required: boolean }
  | { type: "date"; required: boolean }
  | { type: "instant"; required: boolean }
  | { type: "number"; min: number; max: number; step: number | "any"; required: boolean }
  | { type: "cents"; required: boolean }
  | { type: "flag" }
  | { type: "url" }
  | { type: "file"; accept: FileUse; required: boolean }
  | { type: "list"; fields: Fields; table: string; variants?: Variants };

/** Lines of several sorts: the choice `by` says which, and which of the other fields each sort has. */
export interface Variants {
  by: string;
  fields: Record<string, readonly string[]>;
}

export type Fields = Record<string, Field>;

/** The value that `F` describes: what a form gives, a file holds, the history keeps and a restore puts back. */
export type DocumentOf<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** The parser of a whole value: unknown keys are refused, absent optional ones become their empty value. */
export function documentSchema<F extends Fields>(fields: F): z.ZodType<DocumentOf<F>> {
  const shape = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      field.empty === undefined ? field.schema : z.preprocess((value) => value ?? field.empty, field.schema),
    ]),
  );
  return z.strictObject(shape) as unknown as z.ZodType<DocumentOf<F>>;
}

// Control characters other than tab and line ends never belong in a text; NUL is refused by PostgreSQL.
const clean = (value: string) =>
  value
    .replace(/\r\n?/g, "\n")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .trim();
const string = (max: number) => z.string().transform(clean).pipe(z.string().max(max));
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The form of every record's identifier: what stands in its address. */
export const recordId = z.string().regex(ID).max(120);

export function text(options: { max?: number; long?: boolean; pattern?: RegExp } = {}): Field<string | null> {
  const { max = options.long ? 20_000 : 300, long = false, pattern } = options;
  const schema = pattern ? string(max).pipe(z.string().regex(pattern)) : string(max);
  return { schema: nullable(schema), widget: { type: "text", max, long, localised: false, required: false }, empty: null };
}

export function requiredText(options: { max?: number; pattern?: RegExp } = {}): Field<string> {
  const { max = 300, pattern } = options;
  const filled = string(max).pipe(z.string().min(1));
  const schema = pattern ? filled.pipe(z.string().regex(pattern)) : filled;
  return { schema, widget: { type: "text", max, long: false, localised: false, required: true }, empty: undefined };
}

export function localised(options: { max?: number; long?: boolean; required?: boolean; markdown?: true } = {}): Field<Localised> {
  const { max = options.long ? 20_000 : 300, long = false, required = false, markdown } = options;
  const schema = z
    .record(z.string().regex(/^[a-z]{2}$/), string(max))
    .transform((value) => Object.fromEntries(Object.entries(value).filter(([, words]) => words !== "")))
    .refine((value) => !required || Object.keys(value).length > 0, { error: "required", params: { code: "required" } });
  return { schema, widget: { type: "text", max, long, localised: true, required, ...(markdown && { markdown }) }, empty: {} };
}

/** Several short texts without order of importance: other spellings, names in other languages. */
export function texts(): Field<string[]> {
  return { schema: z.array(string(300).pipe(z.string().min(1))).max(100), widget: { type: "texts" }, empty: [] };
}

export function choice<const O extends readonly string[]>(options: O): Field<O[number]>;
export function choice<const O extends readonly string[]>(options: O, mode: { optional: true }): Field<O[number] | null>;
export function choice<const O extends readonly string[]>(options: O, mode: { initial: O[number] }): Field<O[number]>;
export function choice(options: readonly string[], mode: { optional?: boolean; initial?: string } = {}): Field<string | null> {
  const base = z.enum(options as [string, ...string[]]);
  return {
    schema: mode.optional ? nullable(base) : base,
    widget: { type: "choice", options, required: !mode.optional },
    empty: mode.optional ? null : mode.initial,
  };
}

export function reference(to: string): Field<string | null> {
  return { schema: nullable(recordId), widget: { type: "reference", to, required: false }, empty: null };
}

export function requiredReference(to: string): Field<string> {
  return { schema: recordId, widget: { type: "reference", to, required: true }, empty: undefined };
}

export function terms(vocabulary: string): Field<string[]> {
  const schema = z
    .array(z.string().min(1).max(60))
    .max(200)
    .transform((codes) => [...new Set(codes)]);
  return { schema, widget: { type: "terms", vocabulary }, empty: [] };
}

/** One code of a vocabulary. */
export function term(vocabulary: string): Field<string | null> {
  return { schema: nullable(z.string().max(60)), widget: { type: "term", vocabulary, required: false }, empty: null };
}
export function requiredTerm(vocabulary: string): Field<string> {
  return { schema: z.string().min(1).max(60), widget: { type: "term", vocabulary, required: true }, empty: undefined };
}

const countryCode = z.string().regex(/^[A-Z]{2}$/);
export function country(): Field<string | null> {
  return { schema: nullable(countryCode), widget: { type: "country", required: false }, empty: null };
}
export function requiredCountry(): Field<string> {
  return { schema: countryCode, widget: { type: "country", required: true }, empty: undefined };
}

const dateSchema = z
  .string()
  .trim()
  .refine(isPartialDate, { error: "partial date", params: { code: "date" } });
/** A day, a month or a year, as precisely as it is known. */
export function date(): Field<string | null> {
  return { schema: nullable(dateSchema), widget: { type: "date", required: false }, empty: null };
}
export function requiredDate(): Field<string> {
  return { schema: dateSchema, widget: { type: "date", required: true }, empty: undefined };
}

const CUSTOM = "custom"; // Zod’s own word for an issue whose code stands in its params
/** A UTC instant, or a day and hour by the city's clocks, with its offset where the clocks show that hour twice. */
const instantSchema = z
  .string()
  .trim()
  .transform((value, context) => {
    if (isInstant(value)) return value;
    const read = instantOfLocal(value, timeZone());
    if (read.ok) return read.instant;
    const values = read.reason === "twice" ? { first: read.offsets[0], second: read.offsets[1] } : {};
    context.addIssue({ code: CUSTOM, input: value, params: { code: `instant_${read.reason}`, values } });
    return z.NEVER;
  }) as unknown as z.ZodType<string>;
/** An instant, kept as UTC to the second ("2026-12-18T11:00:00Z"); typed and shown by the clocks of the city. */
export function instant(): Field<string | null> {
  return { schema: nullable(instantSchema), widget: { type: "instant", required: false }, empty: null };
}
export function requiredInstant(): Field<string> {
  return { schema: instantSchema, widget: { type: "instant", required: true }, empty: undefined };
}

interface NumberOptions {
  min?: number;
  max?: number;
  step?: number | "any";
}
function numberSchema({ min = -1e15, max = 1e15, step = "any" }: NumberOptions) {
  const base = z.number().min(min).max(max);
  return step === 1 ? base.int() : base;
}
export function number(options: NumberOptions = {}): Field<number | null> {
  const { min = -1e15, max = 1e15, step = "any" } = options;
  return { schema: nullable(numberSchema(options)), widget: { type: "number", min, max, step, required: false }, empty: null };
}
export function requiredNumber(options: NumberOptions = {}): Field<number> {
  const { min = -1e15, max = 1e15, step = "any" } = options;
  return { schema: numberSchema(options), widget: { type: "number", min, max, step, required: true }, empty: undefined };
}

const centsSchema = z.number().int().min(0).max(1e14);
/** Money in integer cents of the currency named beside it. */
export function cents(): Field<number | null> {
  return { schema: nullable(centsSchema), widget: { type: "cents", required: false }, empty: null };
}
export function requiredCents(): Field<number> {
  return { schema: centsSchema, widget: { type: "cents", required: true }, empty: undefined };
}

const currencyPattern = /^[A-Z]{3}$/;
/** ISO 4217; the euro unless said otherwise. */
export function currency(): Field<string> {
  return {
    schema: z.string().regex(currencyPattern),
    widget: { type: "text", max: 3, long: false, localised: false, required: true },
    empty: "EUR",
  };
}
export function optionalCurrency(): Field<string | null> {
  return {
    schema: nullable(z.string().regex(currencyPattern)),
    widget: { type: "text", max: 3, long: false, localised: false, required: false },
    empty: null,
  };
}

export function flag(initial = false): Field<boolean> {
  return { schema: z.boolean(), widget: { type: "flag" }, empty: initial };
}

export function url(): Field<string | null> {
  const schema = string(2_000).pipe(z.url({ protocol: /^https?$/, hostname: z.regexes.domain }));
  return { schema: nullable(schema), widget: { type: "url" }, empty: null };
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** What a field of a file takes: a picture, a document, or a document that was signed. */
export type FileUse = "image" | "document" | "signature";
export function file(accept: FileUse): Field<string | null> {
  return { schema: nullable(sha256), widget: { type: "file", accept, required: false }, empty: null };
}
export function requiredFile(accept: FileUse): Field<string> {
  return { schema: sha256, widget: { type: "file", accept, required: true }, empty: undefined };
}

/** Lines of a record, in order, kept in the child table `table`. */
export function list<F extends Fields>(table: string, fields: F, options: { variants?: Variants } = {}): Field<DocumentOf<F>[]> {
  return { schema: z.array(documentSchema(fields)).max(500), widget: { type: "list", fields, table, ...options }, empty: [] };
}

/** "" is what a form sends for nothing. */
function nullable<T>(schema: z.ZodType<T>): z.ZodType<T | null> {
  return z.preprocess(
    (value) => (value === "" || (typeof value === "string" && value.trim() === "") ? null : value),
    schema.nullable(),
  ) as unknown as z.ZodType<T | null>;
}

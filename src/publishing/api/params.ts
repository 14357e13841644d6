import { z } from "zod";
import { languages } from "../../platform/i18n/languages.ts";
import { recordId } from "../../register/record/fields.ts";
import type { Param } from "./operation.ts";

export const MAX_LIMIT = 500;
export const USUAL_LIMIT = 20;

export const formats = ["json", "ndjson", "csv"] as const;
export type Format = (typeof formats)[number];

const query = (name: string, form: Param["form"], schema: z.ZodType, rest: Partial<Param> = {}): Param => ({
  name,
  in: "query",
  form,
  schema,
  ...rest,
});

const code = z.string().min(1).max(120);
/** Any of several codes or identifiers. */
export const several = (name: string, rest: Partial<Param> = {}): Param => query(name, "several", code, rest);
export const oneOf = (name: string, options: readonly string[], rest: Partial<Param> = {}): Param =>
  query(name, "one", z.enum(options as [string, ...string[]]), rest);
export const anyOf = (name: string, options: readonly string[], rest: Partial<Param> = {}): Param =>
  query(name, "several", z.enum(options as [string, ...string[]]), rest);
export const text = (name: string, rest: Partial<Param> = {}): Param => query(name, "one", z.string().min(1).max(200), rest);
export const number = (name: string, rest: Partial<Param> = {}): Param => query(name, "one", z.number().min(0).max(1e12), rest);
export const year = (name = "year"): Param => query(name, "one", z.int().min(1900).max(2200), { example: 2024 });
export const flag = (name: string, rest: Partial<Param> = {}): Param => query(name, "one", z.boolean(), rest);
export const instant = (name: string): Param => query(name, "one", z.iso.datetime({ offset: true }), { example: "2026-01-01T00:00:00Z" });

/** The record that the address names. */
export const idInPath: Param = { name: "id", in: "path", form: "one", schema: recordId, required: true, words: "idInPath" };

export const lang = oneOf("lang", languages);
export const format = oneOf("format", formats);
export const fieldsOf = (names: readonly string[]): Param => query("fields", "list", z.enum(names as [string, ...string[]]));
export const includeOf = (names: readonly string[]): Param => query("include", "list", z.enum(names as [string, ...string[]]));
export const sortOf = (names: readonly string[]): Param =>
  oneOf(
    "sort",
    names.flatMap((name) => [name, `-${name}`]),
  );
export const limit = query("limit", "one", z.int().min(1).max(MAX_LIMIT), { example: USUAL_LIMIT });
export const cursor = query("cursor", "one", z.string().min(1).max(600));
export const count = flag("count");

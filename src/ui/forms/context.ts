import type { Locale } from "../../platform/i18n/languages.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import type { Problem } from "../../register/record/kind.ts";
import type { FormValues } from "./values.ts";

export interface Option {
  value: string;
  label: string;
}

/** The choices that a form offers, by what they choose: "reference partner", "terms theme", "country". */
export type Options = Record<string, Option[]>;

export interface FormContext {
  kind: string;
  values: FormValues;
  problems: Problem[];
  options: Options;
  /** What a search among the records that one field may name has found. */
  found?: { path: string; options: Option[] } | undefined;
  /** What stands before the names of the controls and is no part of their field: one of several forms of a page. */
  prefix?: string;
  /** Where a file that is already there can be seen, by its digest. */
  fileHref?: (sha256: string) => string;
  t: Translator;
  locale: Locale;
}

/** References up to this many are a list to choose from; beyond, a field to type a name or an identifier in. */
export const MOST_IN_LIST = 80;

export const fieldId = (path: string) => `f-${path.replaceAll(".", "-")}`;

export const first = (values: FormValues, name: string) => values[name]?.[0] ?? "";

/** The path of a field within its form. */
export const bare = ({ prefix = "" }: FormContext, path: string) => path.slice(path.startsWith(prefix) ? prefix.length : 0);

/** The names along a path, without the numbers of lines. */
export const namesIn = (path: string) => path.split(".").filter((part) => !/^\d+$/.test(part));

/** The name of a field: of this kind and list, else of the kind, else the general one. */
export function labelOf(t: Translator, kind: string, path: string): string {
  const names = namesIn(path);
  const last = names.at(-1)!;
  const keys = [`field.${kind}.${names.join(".")}`, `field.${kind}.${last}`, `field.${last}`];
  return t.dynamic(keys.find((key) => t.has(key)) ?? `field.${last}`);
}

export const choiceKey = (kind: string, path: string, value: string) =>
  `choice.${kind}.${path
    .split(".")
    .filter((part) => !/^\d+$/.test(part))
    .join(".")}.${value}`;

export function problemsAt(form: FormContext, path: string): Problem[] {
  return form.problems.filter((problem) => problem.path === path);
}

export function problemText(t: Translator, problem: Problem): string {
  return t.dynamic(t.has(`problem.${problem.code}`) ? `problem.${problem.code}` : "problem.invalid", problem.values);
}

/** "Étapes, ligne 2, Motif : " */
export function placeOf(t: Translator, kind: string, path: string): string {
  if (path === "") return "";
  const parts = path.split(".");
  const words = parts.map((part, i) =>
    /^\d+$/.test(part)
      ? t("office.form.line", { n: Number(part) + 1 })
      : /^[a-z]{2}$/.test(part) && i > 0
        ? part
        : labelOf(t, kind, parts.slice(0, i + 1).join(".")),
  );
  return `${words.join(", ")} : `;
}

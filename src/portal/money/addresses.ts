import type { Locale } from "../../platform/i18n/languages.ts";
import { href } from "../../ui/paths.ts";
import type { AddressQuery } from "../register/parts/selection.ts";
import { type ChartName, chartNames } from "./charts.ts";

const written: { fr: Record<ChartName, string>; en: Record<ChartName, string> } & Partial<Record<Locale, Record<ChartName, string>>> = {
  fr: {
    years: "annees",
    totals: "totaux",
    countries: "pays",
    sources: "budgets",
    themes: "themes",
    programmes: "programmes",
    planned: "prevu-et-paye",
  },
  en: {
    years: "years",
    totals: "totals",
    countries: "countries",
    sources: "budgets",
    themes: "themes",
    programmes: "programmes",
    planned: "planned-and-paid",
  },
};

/** In English where a language says none of its own. */
const namesIn = (locale: Locale): Record<ChartName, string> => written[locale] ?? written.en;

/** The address of a table of the money page as a file, narrowed like the page. */
export function hrefOfChart(locale: Locale, name: ChartName, type: "csv" | "svg", query: AddressQuery): string {
  const [path, search] = href(locale, "money", { query }).split("?");
  return `${path}/${namesIn(locale)[name]}.${type}${search ? `?${search}` : ""}`;
}

/** Which table a file is of: "pays.csv"; undefined when it is none. */
export function chartOfFile(locale: Locale, file: string): { name: ChartName; type: "csv" | "svg" } | undefined {
  const [, slug, type] = /^([a-z-]+)\.(csv|svg)$/.exec(file) ?? [];
  const name = chartNames.find((one) => namesIn(locale)[one] === slug);
  return name && { name, type: type as "csv" | "svg" };
}

/** Where a table stands on the page. */
export const anchorOf = (locale: Locale, name: ChartName): string => namesIn(locale)[name];

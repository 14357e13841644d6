import type { Locale } from "../../platform/i18n/languages.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import { type ChartData, sumOf } from "../../ui/chart/data.ts";
import { wholly } from "../../ui/chart/format.ts";
import { share } from "../../ui/format.ts";
import type { ChartName } from "./charts.ts";
import type { ShownMeasure } from "./filter.ts";

/** What a drawing shows, as a sentence that takes no side: where most of it is, of how much. */
export function described(name: ChartName, data: ChartData, measure: ShownMeasure, t: Translator, locale: Locale): string {
  const highest = data.rows.reduce((best, row) => (sumOf(row) > sumOf(best) ? row : best), data.rows[0]!);
  if (!highest) return t("money.chart.none");
  const whole = data.totals?.[0] ?? data.rows.reduce((sum, row) => sum + sumOf(row), 0);
  const part = whole > 0 ? share(Math.round((sumOf(highest) / whole) * 1_000) / 10, locale) : "";
  const values = { label: highest.label, amount: wholly(sumOf(highest), data, locale), total: wholly(whole, data, locale), share: part };
  const kind = name === "years" ? "years" : name === "countries" || name === "programmes" || name === "sources" ? "ranked" : undefined;
  if (!kind) return t.dynamic(`money.desc.${name}`);
  return t.dynamic(`money.desc.${kind}`, { ...values, measure: t.dynamic(`money.measureIn.${measure}`) });
}

import type { Locale } from "../../platform/i18n/languages.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import { perimeter } from "../../publishing/api/money/perimeter.ts";
import { chartSvg } from "../../ui/chart/file.tsx";
import { chartCsv, type Said } from "../../ui/chart/table.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { chartOfFile } from "./addresses.ts";
import { chartOf, drawnOf } from "./charts.ts";
import { draws } from "./draws.ts";
import type { ShownMeasure } from "./filter.ts";
import { type MoneyView, readMoneyView } from "./view.ts";
import { described } from "./words.ts";

/** What each line of a file says of its numbers: what they are, what they count and do not, of which day, from where. */
function saidOf(view: MoneyView, measure: ShownMeasure | undefined, t: Translator, locale: Locale, source: string): Said {
  const of = (counted: string) =>
    perimeter
      .filter((one) => one.counted === counted)
      .map(({ code }) => code)
      .join("|");
  return {
    [t("money.file.measure")]: measure ? t.dynamic(`money.measure.${measure}`) : t("money.file.perColumn"),
    [t("money.file.currency")]: view.currency,
    [t("money.file.counts")]: of("yes"),
    [t("money.file.notCounted")]: [of("apart"), of("no")].join("|"),
    [t("money.file.date")]: view.at.toISOString().slice(0, 10),
    [t("money.file.source")]: source + href(locale, "money", { hash: t("money.perimeter.anchor") }),
  };
}

/** One table of the money page as a file: the same rows, narrowed the same way. */
export async function moneyFile(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { city, baseUrl } = c.get("services");
  const asked = chartOfFile(locale, c.req.param("file") ?? "");
  if (!asked) return c.notFound();
  const view = await readMoneyView(c);
  const { name, type } = asked;
  const data = chartOf(name, view, t);
  if (type === "csv") {
    const measure = name === "totals" || name === "planned" ? undefined : view.query.measure;
    const text = chartCsv(data, { total: t("portal.awards.total"), said: saidOf(view, measure, t, locale, baseUrl) });
    return c.body(text, 200, { "Content-Type": "text/csv; charset=utf-8; header=present" });
  }
  const title = t.dynamic(`money.title.${name}`, { measure: t.dynamic(`money.measureIn.${view.query.measure}`) });
  const drawing = { id: name, data: drawnOf(name, data, t), locale, title, desc: described(name, data, view.query.measure, t, locale) };
  return c.body(chartSvg(draws[name], drawing, city), 200, { "Content-Type": "image/svg+xml; charset=utf-8" });
}

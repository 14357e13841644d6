import { conventionsOf, type Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { withOrdinal } from "../../register/record/partial-date.ts";

/** "--05" as "chaque année en mai", "--09-26" as "chaque année le 26 septembre". */
export function recurrence(recursOn: string, locale: Locale): string {
  const [month, day] = recursOn.slice(2).split("-");
  // A leap year: 29 February is a day to come back on, too.
  const at = new Date(`2024-${month}-${day ?? "01"}T00:00:00Z`);
  const options: Intl.DateTimeFormatOptions = { month: "long", ...(day ? { day: "numeric" } : {}), timeZone: "UTC" };
  const date = withOrdinal(new Intl.DateTimeFormat(conventionsOf(locale), options).format(at), locale);
  return translator(locale)("occasions.recurs", { date, precision: day ? "day" : "month" });
}

import type { FC } from "hono/jsx";
import type { OccasionBrief } from "../../register/occasion/brief-store.ts";
import { monthFrom, monthOf, type Stretch, type Week } from "../../register/occasion/month.ts";
import { hour, monthName, weekday } from "../../ui/lasting.ts";
import type { PageContext } from "../../ui/page.ts";
import { RecordLink } from "../register/parts/frame.tsx";
import { OccasionState, OccasionsTable } from "./parts.tsx";

// 1 January 2024 is a Monday.
const weekdays = Array.from({ length: 7 }, (_, i) => `2024-01-0${i + 1}`);
const dayName = (day: string, locale: string, style: "long" | "short") =>
  new Intl.DateTimeFormat(locale, { weekday: style, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

interface Props {
  c: PageContext;
  month: string;
  today: string;
  occasions: OccasionBrief[];
  /** The nearest months, before and after, in which anything that matches begins or ends. */
  nearest: { before: string | null; after: string | null };
  hrefOf: (month: string) => string;
}

/** One month as a table of weeks, the ways to the others, and beneath what is known to the month or the year alone. */
export const MonthView: FC<Props> = ({ c, month, today, occasions, nearest, hrefOf }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { weeks, undated } = monthOf(month, occasions);
  const [before, after] = [monthFrom(month, -1), monthFrom(month, 1)];
  const way = (to: string, rel: "prev" | "next", label: string) => (
    <li>
      <a href={hrefOf(to)} rel={rel}>
        {label}
      </a>
    </li>
  );
  return (
    <section aria-labelledby="month">
      <h2 id="month" class="month-name">
        {monthName(month, locale)}
      </h2>
      <nav aria-label={t("occasions.months")} class="month-ways no-print">
        <ul>
          {nearest.before &&
            nearest.before < before &&
            way(nearest.before, "prev", t("occasions.month.earlier", { month: monthName(nearest.before, locale) }))}
          {way(before, "prev", `← ${monthName(before, locale)}`)}
          {way(after, "next", `${monthName(after, locale)} →`)}
          {nearest.after &&
            nearest.after > after &&
            way(nearest.after, "next", t("occasions.month.later", { month: monthName(nearest.after, locale) }))}
        </ul>
      </nav>
      <table class="month">
        <caption class="visually-hidden">{t("occasions.month.caption", { month: monthName(month, locale) })}</caption>
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th scope="col">
                <abbr title={dayName(day, locale, "long")}>{dayName(day, locale, "short")}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        {weeks.map((week) => (
          <WeekRows c={c} week={week} today={today} />
        ))}
      </table>
      {occasions.length === 0 && <p>{t("occasions.month.none")}</p>}
      {undated.length > 0 && (
        <section aria-labelledby="undated" class="section">
          <h3 id="undated">{t("occasions.month.undated")}</h3>
          <p class="meta">{t("occasions.month.undatedText")}</p>
          <OccasionsTable c={c} occasions={undated} caption={t("occasions.month.undated")} />
        </section>
      )}
    </section>
  );
};

const WeekRows: FC<{ c: PageContext; week: Week<OccasionBrief>; today: string }> = ({ c, week, today }) => (
  <tbody>
    <tr>
      {week.days.map(({ date, inMonth, items }) => (
        <td
          class={
            [inMonth ? "" : "month-out", items.length > 0 ? "" : "month-free", date === today ? "month-today" : ""]
              .filter(Boolean)
              .join(" ") || undefined
          }
        >
          {inMonth && (
            <>
              <p class="month-day">
                <time datetime={date}>
                  <span aria-hidden="true">{Number(date.slice(8))}</span>
                  <span class="month-full">{weekday(date, c.get("locale"))}</span>
                </time>
              </p>
              {items.length > 0 && (
                <ul>
                  {items.map((item) => (
                    <li>
                      <Entry c={c} item={item} />
                    </li>
                  ))}
                </ul>
              )}
            </>
          )}
        </td>
      ))}
    </tr>
    {week.lines.map((line) => (
      <tr class="month-line">
        {line.map((stretch) => (
          <Bar c={c} stretch={stretch} />
        ))}
      </tr>
    ))}
  </tbody>
);

/** What lasts over several days of the week; it says until when, as its bar is cut at the end of the week. */
const Bar: FC<{ c: PageContext; stretch: Stretch<OccasionBrief> }> = ({ c, stretch: { days, item, from, to } }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (!item) return <td colspan={days} class="month-gap" />;
  return (
    <td colspan={days} class={`month-bar${from ? " month-bar-from" : ""}${to ? " month-bar-to" : ""}`}>
      <Entry c={c} item={item} />{" "}
      <span class="meta">{t("occasions.month.lasts", { from: weekday(item.startsOn, locale), to: weekday(item.endsOn!, locale) })}</span>
    </td>
  );
};

const Entry: FC<{ c: PageContext; item: OccasionBrief }> = ({ c, item }) => (
  <>
    {item.startsAt && <span class="meta nowrap">{hour(item.startsAt)} </span>}
    <RecordLink c={c} kind="occasion" record={item} /> <OccasionState c={c} state={item.state} />
  </>
);

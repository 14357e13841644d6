import { z } from "zod";
import { oneOf, pageNumber, type Query, several, single, wholeNumber, words } from "../record/filter-values.ts";

export const moments = ["upcoming", "past"] as const;

const schema = z.object({
  q: words,
  type: several,
  when: oneOf(moments),
  year: wholeNumber(1800, 2200),
  theme: several,
  country: several,
  partner: several,
  programme: several,
  page: pageNumber,
});
export type OccasionFilter = z.infer<typeof schema>;

export function readOccasionFilter(query: Query): OccasionFilter {
  return schema.parse(query);
}

/** The three ways of reading the calendar, as its address names them. */
export const calendarViews = ["liste", "mois", "carte"] as const;
export type CalendarView = (typeof calendarViews)[number];

const viewSchema = z.object({ vue: oneOf(calendarViews).transform((view) => view ?? "liste"), mois: single });

/** Which view is asked for, and of the month view which month ("2027-05"); what is no month is left out. */
export function readCalendarView(query: Query): { view: CalendarView; month: string | undefined } {
  const { vue, mois } = viewSchema.parse(query);
  return { view: vue, month: mois && /^(1[89]|20|21)\d\d-(0[1-9]|1[0-2])$/.test(mois) ? mois : undefined };
}

import type { Handler } from "hono";
import type { AppEnv } from "../../platform/web/env.ts";
import { calendarOfOccasion } from "../../publishing/occasions/routes.ts";
import { recordId } from "../../register/record/fields.ts";

/** /fr/agenda/<occasion>.ics: one event, to be kept in a calendar. */
export const occasionCalendar: Handler<AppEnv> = async (c) => {
  const id = recordId.safeParse((c.req.param("file") ?? "").replace(/\.ics$/, ""));
  return (id.success && (await calendarOfOccasion(c, id.data))) || c.notFound();
};

import type { Handler } from "hono";
import type { AppEnv } from "../../platform/web/env.ts";
import { calendarOf } from "../../publishing/calls/routes.ts";
import { recordId } from "../../register/record/fields.ts";

/** /fr/appels/<edition>.ics: the dates of one edition, to be kept in a calendar. */
export const editionCalendar: Handler<AppEnv> = async (c) => {
  const id = recordId.safeParse((c.req.param("file") ?? "").replace(/\.ics$/, ""));
  return (id.success && (await calendarOf(c, id.data))) || c.notFound();
};

import type { Hono } from "hono";
import { dayOf } from "../../platform/instants.ts";
import { beginProject, markFollowUpDone } from "../../register/occasion/actions.ts";
import { openFollowUps } from "../../register/occasion/follow-store.ts";
import { recordId } from "../../register/record/fields.ts";
import { officeHref } from "../addresses.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { only } from "../refused.tsx";
import { FollowUpsPage } from "./follow-ups.tsx";
import { SheetPage } from "./sheet.tsx";
import { loadSheet } from "./sheet-data.ts";

export const FOLLOW_UPS = "/bureau/suites";

/** What is to be done after events and visits, and the sheet of one: for the office alone, nothing of it is kept by a cache. */
export function occasionOfficePages(app: Hono<OfficeEnv>): void {
  app.get("/suites", only("record.read"), (c) => followUps(c));
  app.post("/suites", only("record.edit"), async (c) => {
    const { values } = await readForm(c);
    const { db, content } = c.get("services");
    const id = recordId.safeParse(oneOf(values, "id"));
    if (!id.success) return c.notFound();
    const at = { id: id.data, version: Number(oneOf(values, "version")), index: Number(oneOf(values, "index")), on: dayOf(new Date()) };
    const done = await markFollowUpDone(db, at, c.get("officer"));
    if (!done.ok) return followUps(c, done.reason);
    await content.touch();
    return c.redirect(`${FOLLOW_UPS}?fait=1`, 303);
  });

  app.get("/evenements/:id/fiche", only("record.read"), (c) => sheet(c));
  app.post("/evenements/:id/fiche", only("record.edit"), async (c) => {
    const { values } = await readForm(c);
    const { db, content } = c.get("services");
    const [id, t] = [recordId.safeParse(c.req.param("id")), c.get("t")];
    if (!id.success) return c.notFound();
    const toLink = (project: string) => t("occasions.office.toLink", { id: project });
    const made = await beginProject(db, { id: id.data, version: Number(oneOf(values, "version")) }, { toLink }, c.get("officer"));
    if (!made.ok) return made.reason === "not_found" ? c.notFound() : sheet(c, made.reason);
    await content.touch();
    return c.redirect(`${officeHref("project", made.id)}?fait=cree`, 303);
  });
}

/** `failure`: why the last one was not marked, or not begun. */
async function followUps(c: OfficeContext, failure?: string): Promise<Response> {
  const rows = await openFollowUps(c.get("services").db);
  const today = dayOf(new Date());
  return c.html(<FollowUpsPage c={c} rows={rows} today={today} failure={failure} />, failure ? 409 : 200);
}

async function sheet(c: OfficeContext, failure?: string): Promise<Response> {
  const id = recordId.safeParse(c.req.param("id"));
  const data = id.success ? await loadSheet(c.get("services").db, id.data) : undefined;
  return data ? c.html(<SheetPage c={c} data={data} failure={failure} />, failure ? 409 : 200) : c.notFound();
}

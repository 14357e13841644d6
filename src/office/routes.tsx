import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { recordId } from "../register/record/fields.ts";
import type { KindName } from "../register/kinds.ts";
import { accountPages } from "./account.tsx";
import { kindOfSegment, officeHref } from "./addresses.ts";
import { dashboard } from "./dashboard.tsx";
import { moveState, newRecord, saveRecord, showRecord } from "./edit.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { restore, showHistory } from "./history.tsx";
import { importPages } from "./import.tsx";
import { publishSelected, recordList } from "./list.tsx";
import { askToSignIn, signInPages } from "./sign-in.tsx";
import { officeLanguage, signedIn } from "./session.ts";

/** The page that the public would get of a record, rendered from what the office sees; undefined when there is none. */
export type Preview = (c: OfficeContext, kind: KindName, id: string) => Promise<unknown>;

const MAX_BODY = 25 * 1024 * 1024;

/** The back office. Nothing of it is kept by any cache; every change comes from a form of its own pages. */
export function office({ preview }: { preview: Preview }): Hono<OfficeEnv> {
  const app = new Hono<OfficeEnv>();
  app.use(officeLanguage);
  app.use(bodyLimit({ maxSize: MAX_BODY, onError: () => { throw new HTTPException(413); } }));
  app.use((c, next) => csrf({ origin: (origin) => origin === c.get("services").baseUrl || origin === new URL(c.req.url).origin })(c, next));
  signInPages(app);
  app.use(signedIn(askToSignIn));

  app.get("/", dashboard);
  accountPages(app);
  importPages(app);

  const record = (handler: (c: OfficeContext, kind: KindName, id: string) => Promise<Response>) => (c: OfficeContext) => {
    const kind = kindOfSegment(c.req.param("kind") ?? "");
    const id = recordId.safeParse(c.req.param("id"));
    return kind && id.success ? handler(c, kind, id.data) : c.notFound();
  };
  const register = (handler: (c: OfficeContext, kind: KindName) => Promise<Response>) => (c: OfficeContext) => {
    const kind = kindOfSegment(c.req.param("kind") ?? "");
    return kind ? handler(c, kind) : c.notFound();
  };
  app.get("/:kind", register(recordList));
  app.post("/:kind", register(publishSelected));
  app.get("/:kind/nouveau", register(newRecord));
  app.post("/:kind/nouveau", register(saveRecord));
  app.get("/:kind/:id", record(showRecord));
  app.post("/:kind/:id", record(saveRecord));
  app.get("/:kind/:id/historique", record(showHistory));
  app.post("/:kind/:id/etat", record(moveState));
  app.post("/:kind/:id/restaurer", record(restore));
  // Where a form was sent, a reload asks with GET.
  for (const step of ["etat", "restaurer"]) app.get(`/:kind/:id/${step}`, record(async (c, kind, id) => c.redirect(officeHref(kind, id))));
  app.get("/:kind/:id/apercu", record(async (c, kind, id) => {
    const page = await preview(c, kind, id);
    return page ? c.html(page as string) : c.notFound();
  }));
  return app;
}

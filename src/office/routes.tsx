import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { may } from "../platform/accounts/rights.ts";
import type { KindName } from "../register/kinds.ts";
import { recordId } from "../register/record/fields.ts";
import { accountPages } from "./account.tsx";
import { kindOfSegment, officeHref } from "./addresses.ts";
import { cooperationPages } from "./cooperation/routes.ts";
import { askToCopy, COPY, makeCopy } from "./copy-edition.tsx";
import { dashboard } from "./dashboard.tsx";
import { moveState, newRecord, saveRecord, showRecord } from "./edit.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { IATI_UPLOAD } from "./exchange/iati/routes.tsx";
import { exchangePages } from "./exchange/routes.tsx";
import { assessmentPages } from "./funding/assessment.tsx";
import { deliberationPages } from "./funding/deliberations.tsx";
import { envelopePages } from "./funding/envelopes.tsx";
import { applicationPages } from "./funding/files.tsx";
import { grantPages } from "./funding/grants.tsx";
import { juryPages } from "./funding/jury.tsx";
import { paymentPages } from "./funding/payments.tsx";
import { reportPages } from "./funding/reports.tsx";
import { restore, showHistory } from "./history.tsx";
import { importPages } from "./import.tsx";
import { publishSelected, recordList } from "./list.tsx";
import { occasionOfficePages } from "./occasions/routes.tsx";
import { outboxPages } from "./outbox.tsx";
import { proposalPages } from "./pages/routes.tsx";
import { officeFile, type Preview, showPreview } from "./preview.ts";
import { protectedPages } from "./protected/routes.tsx";
import { firstPage, noApplicants, only, refused } from "./refused.tsx";
import { officeLanguage, signedIn } from "./session.ts";
import { askToSignIn, MAX_GIVEN_BACK, signInPages } from "./sign-in.tsx";
import { storyDeskPages } from "./stories/routes.tsx";
import { subscriptionPages } from "./subscriptions.tsx";

const MB = 1024 * 1024;
/** The largest body: a file of 20 MB with its form, or a table of 25 MB. */
const MAX_BODY = 26 * MB;
const limit = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new HTTPException(413);
    },
  });

/** The back office. Nothing of it is kept by any cache; every change comes from a form of its own pages. */
export function office({ preview }: { preview: Preview }): Hono<OfficeEnv> {
  const app = new Hono<OfficeEnv>();
  app.use(officeLanguage);
  app.use((c, next) => csrf({ origin: (origin) => origin === c.get("services").baseUrl || origin === new URL(c.req.url).origin })(c, next));
  // Who is not signed in may send no more than a form that is given back.
  for (const page of ["/connexion", "/premier-compte"]) app.use(page, limit(MAX_GIVEN_BACK * 2));
  signInPages(app);
  app.use(signedIn(askToSignIn));
  app.use(noApplicants);
  const bounded = limit(MAX_BODY);
  app.use((c, next) => (c.req.path === IATI_UPLOAD ? next() : bounded(c, next)));

  // Whose role does not open the register finds the pages that it opens.
  app.get("/", async (c) => (may(c.get("officer"), "read") ? dashboard(c) : c.redirect(firstPage(c))));
  accountPages(app);
  occasionOfficePages(app);
  outboxPages(app);
  subscriptionPages(app);
  importPages(app);
  exchangePages(app);
  cooperationPages(app);
  applicationPages(app);
  assessmentPages(app);
  juryPages(app);
  envelopePages(app);
  deliberationPages(app);
  grantPages(app);
  paymentPages(app);
  reportPages(app);
  storyDeskPages(app);
  proposalPages(app, preview);
  storyDeskPages(app);
  protectedPages(app);

  const record = (handler: (c: OfficeContext, kind: KindName, id: string) => Promise<Response>) => (c: OfficeContext) => {
    const kind = kindOfSegment(c.req.param("kind") ?? "");
    const id = recordId.safeParse(c.req.param("id"));
    if (!kind || !id.success) return c.notFound();
    return may(c.get("officer"), "read") ? handler(c, kind, id.data) : refused(c);
  };
  const register = (handler: (c: OfficeContext, kind: KindName) => Promise<Response>) => (c: OfficeContext) => {
    const kind = kindOfSegment(c.req.param("kind") ?? "");
    if (!kind) return c.notFound();
    return may(c.get("officer"), "read") ? handler(c, kind) : refused(c);
  };
  app.get("/fichiers/:sha256", only("read"), officeFile);
  app.get("/:kind", register(recordList));
  app.post("/:kind", register(publishSelected));
  app.get("/:kind/nouveau", register(newRecord));
  app.post("/:kind/nouveau", register(saveRecord));
  app.get("/:kind/:id", record(showRecord));
  app.post("/:kind/:id", record(saveRecord));
  app.get("/:kind/:id/historique", record(showHistory));
  app.get(`/:kind/:id/${COPY}`, record(askToCopy));
  app.post(`/:kind/:id/${COPY}`, record(makeCopy));
  app.post("/:kind/:id/etat", record(moveState));
  app.post("/:kind/:id/restaurer", record(restore));
  // Where a form was sent, a reload asks with GET.
  for (const step of ["etat", "restaurer"])
    app.get(
      `/:kind/:id/${step}`,
      record(async (c, kind, id) => c.redirect(officeHref(kind, id))),
    );
  app.get(
    "/:kind/:id/apercu",
    record((c, kind, id) => showPreview(c, preview, kind, id)),
  );
  return app;
}

import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { ownPages, waysIn } from "../identity/doors.ts";
import { signedIn } from "../identity/gate.tsx";
import { MAX_GIVEN_BACK } from "../identity/given-back.tsx";
import { may } from "../platform/accounts/rights.ts";
import { chosenLanguage } from "../platform/web/language-cookie.ts";
import { SIZES } from "../platform/web/stored-file.ts";
import type { KindName } from "../register/kinds.ts";
import { recordId } from "../register/record/fields.ts";
import { kindOfSegment, officeHref } from "./addresses.ts";
import { firstStepsPages } from "./city/first-steps.tsx";
import { citySettingsPages } from "./city/settings.tsx";
import { cooperationPages } from "./cooperation/routes.ts";
import { askToCopy, COPY, makeCopy } from "./copy-edition.tsx";
import { dashboard } from "./dashboard.tsx";
import { officeDoor } from "./door.ts";
import { moveState, newRecord, saveRecord, showRecord } from "./edit.tsx";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { IATI_UPLOAD } from "./exchange/iati/routes.tsx";
import { exchangePages } from "./exchange/routes.tsx";
import { firstAccountPages } from "./first-account.tsx";
import { assessmentPages } from "./funding/assessment.tsx";
import { deliberationPages } from "./funding/deliberations.tsx";
import { envelopePages } from "./funding/envelopes.tsx";
import { applicationPages } from "./funding/files.tsx";
import { grantPages } from "./funding/grants.tsx";
import { juryPages } from "./funding/jury.tsx";
import { paymentPages } from "./funding/payments.tsx";
import { reportPages } from "./funding/reports.tsx";
import { helpPages } from "./help.tsx";
import { restore, showHistory } from "./history.tsx";
import { importPages } from "./import.tsx";
import { journalPages } from "./journal/routes.tsx";
import { recordList } from "./list.tsx";
import { occasionOfficePages } from "./occasions/routes.tsx";
import { operationPages } from "./operation/routes.tsx";
import { outboxPages } from "./outbox.tsx";
import { proposalPages } from "./pages/routes.tsx";
import { peoplePages } from "./people/routes.tsx";
import { officeFile, type Preview, showPreview } from "./preview.ts";
import { registerPages } from "./privacy/register.tsx";
import { requestPages } from "./privacy/requests.tsx";
import { retentionPages } from "./privacy/retention.tsx";
import { protectedPages } from "./protected/routes.tsx";
import { publishSelected } from "./publish-selected.ts";
import { quarantinePages } from "./quarantine.tsx";
import { firstPage, noApplicants, only, refused } from "./refused.tsx";
import { rightsPages } from "./rights.tsx";
import { storyDeskPages } from "./stories/routes.tsx";
import { stylePages } from "./style/page.tsx";
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
  app.use(chosenLanguage as never);
  // Who is not signed in may send no more than a form that is given back.
  for (const page of ["/connexion", "/connexion/*", "/mot-de-passe", "/premier-compte", "/verification", "/second-facteur", "/compte"])
    app.use(page, limit(MAX_GIVEN_BACK * 2));
  waysIn(app, officeDoor);
  firstAccountPages(app);
  app.use(signedIn(officeDoor, (c, { actor, email }) => c.set("officer", { ...actor, email })));
  app.use(noApplicants);
  ownPages(app, officeDoor);
  const bounded = limit(MAX_BODY);
  app.use((c, next) => (c.req.path === IATI_UPLOAD ? next() : bounded(c, next)));

  // Whose role does not open the register finds the pages that it opens.
  app.get("/", async (c) => (may(c.get("officer"), "record.read") ? dashboard(c) : c.redirect(firstPage(c))));
  helpPages(app);
  firstStepsPages(app);
  citySettingsPages(app);
  peoplePages(app);
  rightsPages(app);
  stylePages(app);
  occasionOfficePages(app);
  outboxPages(app);
  operationPages(app);
  subscriptionPages(app);
  quarantinePages(app);
  journalPages(app);
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
  protectedPages(app);
  registerPages(app);
  retentionPages(app);
  requestPages(app);

  const record = (handler: (c: OfficeContext, kind: KindName, id: string) => Promise<Response>) => (c: OfficeContext) => {
    const kind = kindOfSegment(c.req.param("kind") ?? "");
    const id = recordId.safeParse(c.req.param("id"));
    if (!kind || !id.success) return c.notFound();
    return may(c.get("officer"), "record.read") ? handler(c, kind, id.data) : refused(c);
  };
  const register = (handler: (c: OfficeContext, kind: KindName) => Promise<Response>) => (c: OfficeContext) => {
    const kind = kindOfSegment(c.req.param("kind") ?? "");
    if (!kind) return c.notFound();
    return may(c.get("officer"), "record.read") ? handler(c, kind) : refused(c);
  };
  app.get("/fichiers/:sha256", only("record.read"), officeFile);
  app.get(`/fichiers/:sha256${SIZES}`, only("record.read"), officeFile);
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
  app.post("/:kind/:id/restaurer", only("record.edit"), record(restore));
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

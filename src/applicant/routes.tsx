import { Hono, type Next } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { MAX_FILE_BYTES } from "../funding/upload/types.ts";
import { readSession } from "../identity/door.ts";
import { ownPages, waysIn } from "../identity/doors.ts";
import { signedIn } from "../identity/gate.tsx";
import { chosenLanguage } from "../platform/web/language-cookie.ts";
import { spaceDoor } from "./door.ts";
import { eligibilityPages } from "./eligibility.tsx";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { filePages } from "./file.tsx";
import { helpPages } from "./help.tsx";
import { homePages } from "./home.tsx";
import { onlyApplicants } from "./only-applicants.tsx";
import { organisationPages } from "./organisations.tsx";
import { ownDataPages } from "./own-data.tsx";
import { reportPages } from "./report.tsx";
import { sendPages } from "./send.tsx";
import { signUpPages } from "./sign-up.tsx";
import { startPages } from "./start.tsx";
import { uploadRoutes } from "./uploads.ts";
import { documentPages } from "./wizard/documents.tsx";
import { wizardPages } from "./wizard/pages.tsx";

const MB = 1024 * 1024;
const limit = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new HTTPException(413);
    },
  });

/** The space of applicants. Nothing of it is kept by any cache; every change comes from its own pages. */
export function space(): Hono<SpaceEnv> {
  const app = new Hono<SpaceEnv>();
  // First of all, before any body is read: the head of the request is here.
  app.use((c, next) => {
    c.set("arrivedAt", new Date());
    return next();
  });
  app.use(chosenLanguage as never);
  const known = async (c: SpaceContext, next: Next) => {
    // Who is not in yet is nobody here, and is not asked: neither the questions nor the guide need an account.
    const session = await readSession(c);
    if (session?.standing === "whole") c.set("person", { ...session.actor, email: session.email });
    await next();
  };
  for (const page of ["/eligibilite/*", "/aide", "/aide/*"]) app.use(page, known);
  for (const page of [
    "/connexion",
    "/connexion/*",
    "/inscription",
    "/confirmer",
    "/confirmer/*",
    "/mot-de-passe",
    "/verification",
    "/second-facteur",
  ])
    app.use(page, limit(MB / 4));
  waysIn(app, spaceDoor);
  signUpPages(app);
  eligibilityPages(app);
  helpPages(app);

  app.use(signedIn(spaceDoor, (c, { actor, email }) => c.set("person", { ...actor, email })));
  app.use(limit(MAX_FILE_BYTES + MB));
  ownPages(app, spaceDoor);
  app.use(onlyApplicants);
  homePages(app);
  ownDataPages(app);
  organisationPages(app);
  uploadRoutes(app);
  startPages(app);
  documentPages(app);
  sendPages(app);
  wizardPages(app);
  reportPages(app);
  filePages(app);
  return app;
}

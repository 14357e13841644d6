import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { MAX_FILE_BYTES } from "../funding/upload/types.ts";
import { languageCookie } from "../platform/web/language-cookie.ts";
import { accountPages, askToSignIn, ownAccountPages } from "./accounts.tsx";
import { eligibilityPages } from "./eligibility.tsx";
import type { SpaceEnv } from "./env.ts";
import { filePages } from "./file.tsx";
import { homePages } from "./home.tsx";
import { organisationPages } from "./organisations.tsx";
import { reportPages } from "./report.tsx";
import { sendPages } from "./send.tsx";
import { readPerson, signedIn } from "./session.ts";
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
  app.use(languageCookie("/espace") as never);
  app.use((c, next) => csrf({ origin: (origin) => origin === c.get("services").baseUrl || origin === new URL(c.req.url).origin })(c, next));
  app.use("/eligibilite/*", async (c, next) => {
    const person = await readPerson(c);
    if (person) c.set("person", person);
    await next();
  });
  for (const page of ["/connexion", "/inscription", "/confirmer", "/confirmer/*", "/mot-de-passe"]) app.use(page, limit(MB / 4));
  accountPages(app);
  eligibilityPages(app);

  app.use(signedIn(askToSignIn));
  app.use(limit(MAX_FILE_BYTES + MB));
  homePages(app);
  ownAccountPages(app);
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

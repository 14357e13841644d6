import { randomBytes } from "node:crypto";
import { Hono, type MiddlewareHandler } from "hono";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { space } from "./applicant/routes.tsx";
import { office } from "./office/routes.tsx";
import { countReadings } from "./platform/audience/middleware.ts";
import type { Seen } from "./platform/audience/rules.ts";
import { isDatabaseDown } from "./platform/database/down.ts";
import { isLocale, type Locale, languages, mainLanguage } from "./platform/i18n/languages.ts";
import { translator } from "./platform/i18n/messages.ts";
import { readiness } from "./platform/operation/readiness.ts";
import { measures } from "./platform/telemetry/measures.ts";
import { observe } from "./platform/telemetry/observe.ts";
import { contentPolicy, REPORTS_PATH } from "./platform/web/content-policy.ts";
import type { AppEnv, Services } from "./platform/web/env.ts";
import { chosenLanguage } from "./platform/web/language-cookie.ts";
import { fromOwnPages } from "./platform/web/own-site.ts";
import { policyReports } from "./platform/web/policy-reports.ts";
import { givenBack, whileWritable } from "./platform/web/read-only.ts";
import { detailPage, type PagedKind } from "./portal/register/detail-pages.tsx";
import { portal } from "./portal/routes.tsx";
import { anchorRoutes } from "./proof/anchor/routes.ts";
import { publicFiles } from "./publishing/files.ts";
import { publishing } from "./publishing/routes.ts";
import { type ErrorKind, ErrorPage } from "./ui/error-page.tsx";
import { hrefOfFollow, pageAt, pageOfKind, route } from "./ui/paths.ts";
import { UnsavedPage } from "./ui/unsaved-page.tsx";

/** The whole web side: assets, health, data, portal, office, and the pages of what goes wrong. */
export function makeApp(services: Services): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.use(requestId({ headerName: "" }));
  if (services.telemetry) app.use(observe(services.telemetry));
  app.use(async (c, next) => {
    // A page kept at the present version must say what the city is called at it.
    if (services.cities?.stale) await services.cities.refresh();
    c.set("services", services);
    const locale = localeOf(c.req.path, c.req.header("accept-language"));
    c.set("locale", locale);
    c.set("t", translator(locale));
    await next();
    if (!inert.test(c.req.path)) c.header("X-Request-Id", c.get("requestId"));
  });
  const [closed, framable] = [headers("'none'"), headers("*")];
  app.use((c, next) => (framed.has(c.req.path) ? framable : inert.test(c.req.path) ? plain : closed)(c, next));
  app.use(fromOwnPages(takesOthers));
  app.use(badAddress);

  app.use(countReadings(seenAt));

  // For who shares the requests out: a node that is to stop is passed over; one that can only be read from still serves.
  app.get("/readyz", async (c) => {
    const noStore = { "Cache-Control": "no-store" };
    if (services.node?.stopping) return c.json({ status: "stopping" }, 503, noStore);
    const { ready, ...state } = await readiness(services);
    return c.json(state, ready ? 200 : 503, noStore);
  });
  // The process answers: that is all, and the database is not asked. Who does not hear this starts it again.
  app.get("/livez", (c) => c.json({ status: "ok" }, 200, { "Cache-Control": "no-store" }));
  measures(app, services);
  app.get("/healthz", async (c) => {
    try {
      await services.db.selectNoFrom((eb) => eb.val(1).as("one")).execute();
      return c.json({ status: "ok" }, 200, { "Cache-Control": "no-store" });
    } catch {
      return c.json({ status: "database unavailable" }, 503, { "Cache-Control": "no-store" });
    }
  });
  policyReports(app);
  app.route("/", services.assets.routes);
  app.get("/", (c) => c.redirect(`/${c.get("locale")}`, 302));
  app.route("/", publishing(services.db));
  anchorRoutes(app);
  for (const area of ["/bureau/*", "/espace/*"]) app.use(area, compress(), personal, chosenLanguage);
  app.use(whileWritable);
  app.route(
    "/bureau",
    office({
      preview: (c, kind, id, db = services.db) =>
        kind in pageOfKind ? detailPage(c as never, db, kind as PagedKind, id) : Promise.resolve(undefined),
    }) as never,
  );
  app.route("/espace", space() as never);
  app.route("/", portal());

  app.notFound((c) => (wantsPage(c.req.path) ? c.html(<ErrorPage c={c} kind="notFound" />, 404) : c.json({ error: "not found" }, 404)));
  app.onError(async (error, c) => {
    const status = error instanceof HTTPException ? error.status : isDatabaseDown(error) ? 503 : 500;
    if (status >= 500) services.log.error({ requestId: c.get("requestId"), err: error }, "request failed");
    const kind: ErrorKind =
      status === 404
        ? "notFound"
        : status === 403
          ? "foreign"
          : status === 423
            ? "quarantined"
            : status === 413
              ? "tooLarge"
              : status === 429
                ? "tooMany"
                : status === 503
                  ? "offline"
                  : status >= 500
                    ? "failed"
                    : "badRequest";
    c.header("Cache-Control", "no-store");
    if (status === 503) c.header("Retry-After", "10");
    if (!wantsPage(c.req.path)) return c.json({ error: c.get("t").dynamic(`errors.${kind}.title`), requestId: c.get("requestId") }, status);
    const unsaved = status === 503 && wantsAnswerPage(c.req.header("accept")) ? await givenBack(c) : undefined;
    return c.html(unsaved ? <UnsavedPage c={c} unsaved={unsaved} /> : <ErrorPage c={c} kind={kind} />, status);
  });
  return app;
}

/** The pages that other sites may frame: they show what is public and take nothing in. */
const framed = new Set(languages.map((locale) => route(locale, "mapEmbed")));

/** Letters, styles and the mark: nothing in them acts, so what guards pages would only weigh on the first visit. */
const inert = /^\/(assets\/[^/]+\.(css|woff2)|theme\.[\w-]+\.css|favicon\.svg)$/;
const plain: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  c.header("X-Content-Type-Options", "nosniff");
};

function headers(framedBy: "'none'" | "*"): MiddlewareHandler<AppEnv> {
  const policy = contentPolicy({ framedBy });
  const others = secureHeaders({
    xFrameOptions: framedBy === "*" ? false : "DENY",
    crossOriginResourcePolicy: framedBy === "*" ? "cross-origin" : true,
    // For browsers that are gone.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    referrerPolicy: "strict-origin-when-cross-origin",
    // A file that records show sets a stricter policy of its own; a page that shows what a reader asked of another site, one that names it.
    overwrite: false,
  });
  return (c, next) => others(c as never, () => policy(c, next) as Promise<void>);
}

/** What other programs send here: under a key and without a cookie, or from a mail program by itself (RFC 8058), or a browser's own reports. */
const oneClick = new Set([...languages.map((locale) => hrefOfFollow(locale, "stop")), "/desabonnement", REPORTS_PATH]);
const takesOthers = (path: string): boolean => path.startsWith("/api/") || oneClick.has(path);

/** What is made for whoever is signed in: kept by no cache, whatever its address looks like, and its scripts by name. */
const personal: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.set("nonce", randomBytes(16).toString("base64"));
  await next();
  if (!/no-store|private/.test(c.res.headers.get("Cache-Control") ?? "")) c.header("Cache-Control", "no-store");
};

/** No name or word here holds a NUL, and PostgreSQL keeps none: an address with one is a probe. */
const badAddress: MiddlewareHandler<AppEnv> = (c, next) => {
  if (/%00|\0/.test(c.req.url)) throw new HTTPException(400);
  return next();
};

const files = new Set(publicFiles.map(({ path }) => `/data/${path}`));
const RECORD = /^[a-z0-9-]{0,120}$/;

/** What of the site is counted when it is read: public pages, and the files of the open data. */
function seenAt(path: string): Seen | undefined {
  if (files.has(path)) return { page: "file", record: path.slice("/data/".length), language: "" };
  const found = pageAt(path);
  return found && RECORD.test(found.id) ? { page: found.page, record: found.id, language: found.locale } : undefined;
}

/** Our own scripts ask for JSON. */
const wantsAnswerPage = (accept = "text/html"): boolean => !accept.startsWith("application/json");

function wantsPage(path: string): boolean {
  return !/^\/(data|api|assets|files)\//.test(path);
}

/** The language that the address names, else the first that the browser asks for and the site speaks. */
function localeOf(path: string, accepted: string | undefined): Locale {
  const first = path.split("/")[1] ?? "";
  if (isLocale(first)) return first;
  const wanted = (accepted ?? "").split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLocale) ?? mainLanguage();
}

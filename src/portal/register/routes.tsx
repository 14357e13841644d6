import type { Handler, Hono, MiddlewareHandler } from "hono";
import { languages } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { SIZES } from "../../platform/web/stored-file.ts";
import { recordId } from "../../register/record/fields.ts";
import { type PageName, pageOfKind, route } from "../../ui/paths.ts";
import { editionCalendar } from "../calls/calendar.ts";
import { callsPage } from "../calls/list-page.tsx";
import { climatePage } from "../cooperation/climate-page.tsx";
import { europePage } from "../cooperation/europe-page.tsx";
import { missionsList } from "../cooperation/missions-list.tsx";
import { delaysPage } from "../grants/delays.tsx";
import { honoursList } from "../honours/honours-list.tsx";
import { prizesList } from "../honours/prizes-list.tsx";
import { agendaPage } from "../occasions/agenda.tsx";
import { occasionCalendar } from "../occasions/calendar.ts";
import { pagesList } from "../pages/list.tsx";
import { searchPage } from "../search/search-page.tsx";
import { agreementsList } from "./agreements-list.tsx";
import { awardsList } from "./awards-list.tsx";
import { detailPage, type PagedKind } from "./detail-pages.tsx";
import { figuresList } from "./figures-list.tsx";
import { publicFile, publicSize } from "./files.ts";
import { networksList } from "./networks-list.tsx";
import { organisationsList } from "./organisations-list.tsx";
import { partnersList } from "./partners-list.tsx";
import { programmesList } from "./programmes-list.tsx";
import { projectsList } from "./projects-list.tsx";

const lists = {
  partners: partnersList,
  agreements: agreementsList,
  networks: networksList,
  programmes: programmesList,
  calls: callsPage,
  delays: delaysPage,
  projects: projectsList,
  awards: awardsList,
  organisations: organisationsList,
  figures: figuresList,
  honours: honoursList,
  prizes: prizesList,
  missions: missionsList,
  climate: climatePage,
  europe: europePage,
  pages: pagesList,
  search: searchPage,
  occasions: agendaPage,
} satisfies Partial<Record<PageName, Handler<AppEnv>>>;

/** The lists, the page of every record, the search, and the files that records show. */
export function registerPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) {
    for (const [page, handler] of Object.entries(lists)) app.get(route(locale, page as PageName), cached, handler);
    app.get(route(locale, "edition").replace(":id", ":file{.+\\.ics}"), editionCalendar);
    app.get(route(locale, "occasion").replace(":id", ":file{.+\\.ics}"), occasionCalendar);
    for (const [kind, page] of Object.entries(pageOfKind)) app.get(route(locale, page), cached, detail(kind as PagedKind));
  }
  app.get("/files/:sha256/:name", publicFile);
  app.get(`/files/:sha256${SIZES}`, publicSize);
}

function detail(kind: PagedKind): Handler<AppEnv> {
  return async (c) => {
    const id = recordId.safeParse(c.req.param("id"));
    const page = id.success ? await detailPage(c, c.get("services").published, kind, id.data) : undefined;
    return page ? c.html(page) : c.notFound();
  };
}

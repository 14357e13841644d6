import type { FC } from "hono/jsx";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { dayOf } from "../../platform/instants.ts";
import { loadAgreement } from "../../register/agreement/store.ts";
import { loadDocument } from "../../register/document/store.ts";
import { loadHonour } from "../../register/honour/store.ts";
import { loadMission } from "../../register/mission/store.ts";
import { loadNetwork } from "../../register/network/store.ts";
import { loadOccasion } from "../../register/occasion/page-store.ts";
import { loadOrganisation } from "../../register/organisation/store.ts";
import { loadPartner } from "../../register/partner/store.ts";
import { loadPrize } from "../../register/prize/store.ts";
import { loadProgramme } from "../../register/programme/store.ts";
import type { PageContext } from "../../ui/page.ts";
import type { pageOfKind } from "../../ui/paths.ts";
import { EditionPage } from "../calls/edition-page.tsx";
import { MissionPage } from "../cooperation/mission-page.tsx";
import { loadAwardWithGrant, loadEditionWithResults, loadProjectWithGrants } from "../grants/load.ts";
import { HonourPage } from "../honours/honour-page.tsx";
import { PrizePage } from "../honours/prize-page.tsx";
import { OccasionPage } from "../occasions/occasion-page.tsx";
import { loadPageWithMaps } from "../pages/load.ts";
import { PagePreview } from "../pages/page.tsx";
import { AgreementPage } from "./agreement-page.tsx";
import { AwardPage } from "./award-page.tsx";
import { DocumentPage } from "./document-page.tsx";
import { loadFigureCompared } from "./figure-counted.ts";
import { FigurePage } from "./figure-page.tsx";
import { NetworkPage } from "./network-page.tsx";
import { OrganisationPage } from "./organisation-page.tsx";
import { PartnerPage } from "./partner-page.tsx";
import { ProgrammePage } from "./programme-page.tsx";
import { ProjectPage } from "./project-page.tsx";

export type PagedKind = keyof typeof pageOfKind;

interface Detail<T = never> {
  load: (db: Database, id: string, today: string, locale: Locale) => Promise<T | undefined>;
  Page: FC<{ c: PageContext; data: T }>;
}
const detail = <T,>(load: Detail<T>["load"], Page: Detail<T>["Page"]) => ({ load, Page }) as unknown as Detail;

const details: Record<PagedKind, Detail> = {
  partner: detail(loadPartner, PartnerPage),
  agreement: detail(loadAgreement, AgreementPage),
  honour: detail(loadHonour, HonourPage),
  prize: detail(loadPrize, PrizePage),
  mission: detail(loadMission, MissionPage),
  network: detail(loadNetwork, NetworkPage),
  programme: detail(loadProgramme, ProgrammePage),
  project: detail(loadProjectWithGrants, ProjectPage),
  award: detail(loadAwardWithGrant, AwardPage),
  organisation: detail(loadOrganisation, OrganisationPage),
  figure: detail(loadFigureCompared, FigurePage),
  document: detail(loadDocument, DocumentPage),
  edition: detail(loadEditionWithResults, EditionPage),
  occasion: detail(loadOccasion, OccasionPage),
  page: detail((db, id, _today, locale) => loadPageWithMaps(db, id, locale), PagePreview),
};

/**
 * The public page of one record, or undefined when `db` does not see it. On `services.published` that is what the
 * public gets; on `services.db` it is the preview of a draft, which says that it is not public.
 */
export async function detailPage(c: PageContext, db: Database, kind: PagedKind, id: string) {
  const { load, Page } = details[kind];
  const today = dayOf(new Date());
  const data = await load(db, id, today, c.get("locale"));
  return data && <Page c={c} data={data} />;
}

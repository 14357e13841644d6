import type { Hono } from "hono";
import { textIn } from "../../platform/localised.ts";
import { type PdfDocument, paperOf } from "../../platform/pdf/document.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import { missionForOffice, type OfficeMission } from "../../register/mission/office-store.ts";
import { whyNoOrder } from "../../register/mission/rules.ts";
import { recordId } from "../../register/record/fields.ts";
import { plain } from "../../ui/text.tsx";
import { officeHref } from "../addresses.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { missionOrder, missionReport } from "./mission-papers.ts";

/** The order and the report of a mission, for the office alone. */
export function missionPapers(app: Hono<OfficeEnv>): void {
  app.get("/missions/:id/ordre.pdf", only("record.read"), (c) =>
    paper(c, "ordre-de-mission.pdf", (mission) => {
      const why = whyNoOrder(mission as Parameters<typeof whyNoOrder>[0]);
      if (why) return refuse(c, mission, why);
      const { city } = c.get("services");
      return missionOrder(mission, textIn(city.acts.signatory, c.get("locale"))?.text ?? "", c.get("t"));
    }),
  );
  app.get("/missions/:id/compte-rendu.pdf", only("record.read"), (c) =>
    paper(c, "compte-rendu-de-mission.pdf", (mission) => missionReport(mission, c.get("t"))),
  );
}

async function paper(
  c: OfficeContext,
  name: string,
  make: (mission: OfficeMission) => PdfDocument | Response | Promise<Response>,
): Promise<Response> {
  const id = recordId.safeParse(c.req.param("id"));
  const mission = id.success && (await missionForOffice(c.get("services").db, id.data));
  if (!mission) return c.notFound();
  const made = await make(mission);
  if (made instanceof Response) return made;
  const locale = c.get("locale");
  const pdf = await documentPdf(made, paperOf(c.get("services").city, locale), { locale, at: mission.updatedAt });
  return c.body(pdf as Uint8Array<ArrayBuffer>, 200, {
    "Content-Type": "application/pdf",
    "Content-Disposition": `inline; filename="${name}"`,
    "Cache-Control": "no-store",
  });
}

/** An order that cannot be drawn up: why, and where to mend it. */
async function refuse(
  c: OfficeContext,
  mission: OfficeMission,
  why: "cancelled" | "safety_unchecked" | "safety_forbidden",
): Promise<Response> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return c.html(
    <OfficeLayout c={c} title={t("cooperation.order.title")}>
      <p class="kicker">
        <a href={officeHref("mission", mission.id)}>{plain(mission.name, locale)}</a>
      </p>
      <h1>{t("cooperation.order.refused")}</h1>
      <div class="error-summary" role="alert">
        <p>{why === "cancelled" ? t("cooperation.order.cancelled") : t.dynamic(`problem.${why}`)}</p>
      </div>
      <p>
        <a class="button" href={`${officeHref("mission", mission.id)}#f-safety`}>
          {t("cooperation.order.mend")}
        </a>
      </p>
    </OfficeLayout>,
    409,
  );
}

import type { MiddlewareHandler } from "hono";
import type { FC } from "hono/jsx";
import { may, type Right } from "../platform/accounts/rights.ts";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";
import { officePages } from "./navigation.ts";

/** Lets only those with the right through; others are told why not, and where their pages are. */
export function only(right: Right): MiddlewareHandler<OfficeEnv> {
  return async (c, next) => (may(c.get("officer"), right) ? next() : refused(c));
}

export const refused = (c: OfficeContext) => c.html(<Refused c={c} />, 403);

/** The office is for those who work there: an applicant is shown the way to their own space. */
export const noApplicants: MiddlewareHandler<OfficeEnv> = async (c, next) =>
  may(c.get("officer"), "apply") && c.req.path !== "/bureau/deconnexion" ? refused(c) : next();

/** Where someone's work is, for whom the register is not: the first page that their role opens. */
export function firstPage(c: OfficeContext): string {
  return officePages.find(({ right }) => may(c.get("officer"), right))?.path ?? "/bureau/compte";
}

const Refused: FC<{ c: OfficeContext }> = ({ c }) => {
  const t = c.get("t");
  const officer = c.get("officer");
  const applicant = may(officer, "apply");
  return (
    <OfficeLayout c={c} title={t("office.refused.title")}>
      <h1>{t("office.refused.title")}</h1>
      <p>{applicant ? t("office.refused.applicant") : t("office.refused.right", { role: t.dynamic(`role.${officer.role}`) })}</p>
      <p>
        <a href={applicant ? "/espace" : firstPage(c)}>{t(applicant ? "office.refused.toSpace" : "office.refused.back")}</a>
      </p>
    </OfficeLayout>
  );
};

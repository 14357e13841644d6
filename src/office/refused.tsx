import type { MiddlewareHandler } from "hono";
import type { FC } from "hono/jsx";
import { holdersOf, may, type Right } from "../platform/accounts/rights.ts";
import type { Translator } from "../platform/i18n/messages.ts";
import type { OfficeContext, OfficeEnv } from "./env.ts";
import { OfficeLayout } from "./layout.tsx";
import { officePages } from "./navigation.ts";

/** Lets only those with the right, or with one of several, through; others are told why not, and where their pages are. */
export function only(...rights: [Right, ...Right[]]): MiddlewareHandler<OfficeEnv> {
  return async (c, next) => (rights.some((right) => may(c.get("officer"), right)) ? next() : refused(c, ...rights));
}

/** `rights`: one of which the page asks for, so that the reader knows whose it is. */
export const refused = (c: OfficeContext, ...rights: Right[]) => c.html(<Refused c={c} rights={rights} />, 403);

/** The office is for those who work there: an applicant is shown the way to their own space. */
export const noApplicants: MiddlewareHandler<OfficeEnv> = async (c, next) =>
  // Who has not shown their second factor yet is nobody here, and reaches the page that asks for it.
  c.get("officer") && may(c.get("officer"), "space.use") && c.req.path !== "/bureau/deconnexion" ? refused(c) : next();

/** Where someone's work is, for whom the register is not: the first page that their role opens. */
export function firstPage(c: OfficeContext): string {
  return officePages.find(({ right }) => may(c.get("officer"), right))?.path ?? "/bureau/compte";
}

const namesOf = (rights: readonly Right[], t: Translator) => {
  const held = new Set(rights.flatMap(holdersOf));
  return new Intl.ListFormat(t.locale, { type: "conjunction" }).format([...held].map((role) => t.dynamic(`role.${role}`)));
};

const Refused: FC<{ c: OfficeContext; rights: readonly Right[] }> = ({ c, rights }) => {
  const t = c.get("t");
  const officer = c.get("officer");
  const applicant = may(officer, "space.use");
  // What was sent is an act, not a page: its sender may well be on a page of theirs.
  const act = !applicant && c.req.method === "POST";
  const title = t(act ? "office.refused.act" : "office.refused.title");
  const role = t.dynamic(`role.${officer.role}`);
  return (
    <OfficeLayout c={c} title={title}>
      <h1>{title}</h1>
      <p>{applicant ? t("office.refused.applicant") : t(act ? "office.refused.actRight" : "office.refused.right", { role })}</p>
      {!applicant && rights.length > 0 && (
        <p>
          {t(act ? "office.refused.actWho" : "office.refused.who", { roles: namesOf(rights, t) })}{" "}
          <a href="/bureau/droits">{t("office.refused.table")}</a>
        </p>
      )}
      <p>
        <a href={applicant ? "/espace" : firstPage(c)}>{t(applicant ? "office.refused.toSpace" : "office.refused.back")}</a>
      </p>
    </OfficeLayout>
  );
};

import type { FC } from "hono/jsx";
import { dayOf } from "../../platform/instants.ts";
import { daysLeft } from "../../privacy/request/rules.ts";
import type { DataRequest } from "../../privacy/request/store.ts";
import type { OfficeContext } from "../env.ts";

export const PATH = "/bureau/demandes-donnees";

/** Whose request it is, as a list names it. */
export const whoOf = (c: OfficeContext, { name, email }: DataRequest): string => name || email || c.get("t")("privacy.request.erased");

/** How long there is to answer, in words. */
export const Left: FC<{ c: OfficeContext; request: DataRequest }> = ({ c, request }) => {
  const t = c.get("t");
  if (request.state !== "open") return <>{t(`privacy.request.state.${request.state}`)}</>;
  const days = daysLeft(request.dueOn, dayOf(new Date()));
  return days < 0 ? <strong>{t("privacy.request.late", { days: -days })}</strong> : <>{t("privacy.request.left", { days })}</>;
};

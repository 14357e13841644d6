import type { MiddlewareHandler } from "hono";
import { may } from "../platform/accounts/rights.ts";
import type { SpaceEnv } from "./env.ts";
import { SpaceLayout } from "./layout.tsx";

/** The space is for applicants: who works for the city asks for nothing here with the account that decides. */
export const onlyApplicants: MiddlewareHandler<SpaceEnv> = async (c, next) => {
  if (may(c.get("person"), "space.use")) return next();
  const t = c.get("t");
  return c.html(
    <SpaceLayout c={c} title={t("rights.space.title")}>
      <h1>{t("rights.space.title")}</h1>
      <p>{t("rights.space.text", { role: t.dynamic(`role.${c.get("person").role}`) })}</p>
      <p>
        <a href="/bureau">{t("rights.space.office")}</a>
      </p>
    </SpaceLayout>,
    403,
  );
};

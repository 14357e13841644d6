import type { Hono, MiddlewareHandler } from "hono";
import { isLocale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { ApiPage } from "./page.tsx";
import { readReference } from "./read.ts";

/** The reference of the API, at one address: its language is that of `?lang=`, else the reader's. */
export function apiPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  app.get("/api", inLanguage, cached, async (c) => {
    const page = <ApiPage c={c} reference={await readReference(c.get("services"), c.get("locale"))} />;
    // Without the parameter the same address answers each reader in another language: no copy is kept.
    return c.html(page, 200, c.req.query("lang") ? {} : { "Cache-Control": "no-store" });
  });
}

const inLanguage: MiddlewareHandler<AppEnv> = async (c, next) => {
  const asked = c.req.query("lang") ?? "";
  if (isLocale(asked)) {
    c.set("locale", asked);
    c.set("t", translator(asked));
  }
  await next();
};

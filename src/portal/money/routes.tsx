import type { Hono, MiddlewareHandler } from "hono";
import { languages } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { route } from "../../ui/paths.ts";
import { billPage } from "./bill/page.tsx";
import { countersPage } from "./counters/page.tsx";
import { moneyFile } from "./files.ts";
import { moneyPage } from "./page.tsx";

/** The money, what a water bill pays, the counters beside what was published. */
export function moneyPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) {
    app.get(route(locale, "money"), cached, moneyPage);
    app.get(`${route(locale, "money")}/:file{[a-z-]+\\.(?:csv|svg)}`, cached, moneyFile);
    app.get(route(locale, "waterBill"), cached, billPage);
    app.get(route(locale, "counters"), cached, countersPage);
  }
}

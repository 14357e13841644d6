import type { Hono, MiddlewareHandler } from "hono";
import { languages } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import type { PageContext } from "../../ui/page.ts";
import { route } from "../../ui/paths.ts";
import { readCatalogue } from "./catalogue.ts";
import { ColumnsPage } from "./columns.tsx";
import { DataPage } from "./data-page.tsx";

/** The page of the open data: every file, its columns, its licence, how to take a part of it. */
export function dataPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) {
    app.get(route(locale, "dataColumns"), cached, (c: PageContext) => c.html(<ColumnsPage c={c} />));
    app.get(route(locale, "data"), cached, async (c) => {
      const catalogue = await readCatalogue(c.get("services"), locale);
      // Sizes still to come: the next reader shall see them.
      return c.html(<DataPage c={c} catalogue={catalogue} />, 200, catalogue.complete ? {} : { "Cache-Control": "no-store" });
    });
  }
}

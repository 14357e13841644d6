import type { Hono, MiddlewareHandler } from "hono";
import { isDatabaseDown } from "../../platform/database/down.ts";
import { languages } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { type PictureCredit, pictureCredits } from "../../register/media/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { route } from "../../ui/paths.ts";
import { AccessibilityGrid, gridCsv } from "../accessibility/grid-page.tsx";
import { Accessibility } from "../accessibility/statement.tsx";
import { Contact } from "./contact.tsx";
import { Legal } from "./legal.tsx";
import { Privacy } from "./privacy.tsx";
import { SiteMap } from "./site-map.tsx";

export function staticPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  const pages = {
    contact: Contact,
    privacy: Privacy,
    accessibility: Accessibility,
    accessibilityGrid: AccessibilityGrid,
    sitemap: SiteMap,
  } as const;
  for (const locale of languages) {
    app.post(route(locale, "contact"), (c) => c.html(<Contact c={c} asLink />, 200, { "Cache-Control": "no-store" }));
    app.get(route(locale, "legal"), cached, async (c) => c.html(<Legal c={c} pictures={await credits(c)} />));
    app.get(`${route(locale, "accessibilityGrid")}.csv`, cached, (c) =>
      c.body(gridCsv(c.get("t")), 200, { "Content-Type": "text/csv; charset=utf-8" }),
    );
    for (const [name, Page] of Object.entries(pages))
      app.get(route(locale, name as keyof typeof pages), cached, (c: PageContext) => c.html(<Page c={c} />));
  }
}

/** While the database is away, the notice is given without them. */
async function credits(c: PageContext): Promise<PictureCredit[]> {
  try {
    return await pictureCredits(c.get("services").published);
  } catch (error) {
    if (isDatabaseDown(error)) return [];
    throw error;
  }
}

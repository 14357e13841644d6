import type { Hono, MiddlewareHandler } from "hono";
import { languages } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { awarded, featuredFigures, latestChanges, totals } from "../../register/home/store.ts";
import { readMapFilter } from "../../register/map/filters.ts";
import { mapPoints } from "../../register/map/points.ts";
import { route } from "../../ui/paths.ts";
import { Home } from "./home.tsx";

export function homePages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) {
    app.get(route(locale, "home"), cached, async (c) => {
      const db = c.get("services").published;
      const [counts, sums, changes, figures, points] = await Promise.all([
        totals(db),
        awarded(db),
        latestChanges(db),
        featuredFigures(db),
        mapPoints(db, readMapFilter({}), locale),
      ]);
      return c.html(<Home c={c} counts={counts} sums={sums} changes={changes} figures={figures} points={points} />);
    });
  }
}

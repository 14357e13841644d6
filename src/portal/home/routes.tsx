import type { Hono, MiddlewareHandler } from "hono";
import { languages } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { editionBriefs } from "../../register/edition/page-store.ts";
import { phaseOf } from "../../register/edition/rules.ts";
import { awarded, featuredFigures, latestChanges, totals } from "../../register/home/store.ts";
import { readMapFilter } from "../../register/map/filters.ts";
import { readMap } from "../../register/map/points.ts";
import { latestPages } from "../../register/page/store.ts";
import { route } from "../../ui/paths.ts";
import { goodUntil } from "../calls/countdown.ts";
import { draw } from "../map/drawn.ts";
import { Home } from "./home.tsx";

/** Open calls on the front page; the others are a link away. */
const MOST_CALLS = 3;
const MOST_PAGES = 4;

export function homePages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) {
    app.get(route(locale, "home"), cached, async (c) => {
      const db = c.get("services").published;
      const now = new Date();
      const filter = readMapFilter({});
      const [counts, sums, changes, figures, content, editions, pages] = await Promise.all([
        totals(db),
        awarded(db),
        latestChanges(db),
        featuredFigures(db),
        readMap(db, filter, locale),
        editionBriefs(db).execute(),
        latestPages(db, MOST_PAGES),
      ]);
      // Of those to come too: the strip appears when one opens.
      const shown = editions.filter((edition) => phaseOf(edition, now) === "open" || phaseOf(edition, now) === "announced");
      if (shown.length > 0) c.set("goodUntil", goodUntil(shown, now));
      const open = shown.filter((edition) => phaseOf(edition, now) === "open").slice(0, MOST_CALLS);
      const maps = { content, world: await draw(db, content, filter, "world"), europe: await draw(db, content, filter, "europe") };
      return c.html(<Home c={c} counts={counts} sums={sums} changes={changes} figures={figures} maps={maps} open={open} pages={pages} />);
    });
  }
}

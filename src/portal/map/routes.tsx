import type { Hono, MiddlewareHandler } from "hono";
import { languages } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { mapChoices } from "../../register/map/choices.ts";
import { mapLayers, readMapFilter } from "../../register/map/filters.ts";
import { allPoints, readMap } from "../../register/map/points.ts";
import { themeNames } from "../../register/map/store.ts";
import { projectFacets } from "../../register/project/facets.ts";
import { route } from "../../ui/paths.ts";
import { draw } from "./drawn.ts";
import { EmbeddedMap } from "./embed.tsx";
import { pointsAsJson } from "./features.ts";
import { mapLabels } from "./labels.ts";
import { MapPage } from "./map-page.tsx";
import { pointsPage } from "./points-page.ts";

/** The map: a page that needs no script, its points for the interactive one, and a lean copy for other sites to frame. */
export function mapPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) {
    app.get(route(locale, "map"), cached, async (c) => {
      const db = c.get("services").published;
      const filter = readMapFilter(c.req.queries());
      const [content, facets, themes] = await Promise.all([
        readMap(db, filter, locale),
        projectFacets(db, filter.projects, locale),
        themeNames(db, locale),
      ]);
      return c.html(
        <MapPage
          c={c}
          filter={filter}
          content={content}
          drawn={await draw(db, content, filter, filter.region)}
          points={await pointsPage(db, content, filter, locale)}
          choices={mapChoices(content, filter, facets, themes)}
          facets={facets}
        />,
      );
    });
    app.get(route(locale, "mapEmbed"), cached, async (c) => {
      const db = c.get("services").published;
      const filter = readMapFilter(c.req.queries());
      const content = await readMap(db, filter, locale);
      return c.html(<EmbeddedMap c={c} filter={filter} content={content} drawn={await draw(db, content, filter, filter.region)} />);
    });
    app.get(`${route(locale, "map")}/points.geojson`, cached, async (c) => {
      const db = c.get("services").published;
      const filter = { ...readMapFilter(c.req.queries()), layers: mapLayers };
      const content = await readMap(db, filter, locale);
      return c.body(pointsAsJson(allPoints(db, content, filter), c.get("t")), 200, { "Content-Type": "application/geo+json" });
    });
    app.get(`${route(locale, "map")}/labels.json`, cached, async (c) => c.json(await mapLabels(c.get("services").published, locale)));
  }
}

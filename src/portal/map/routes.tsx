import type { Hono, MiddlewareHandler } from "hono";
import { languages } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { mapChoices } from "../../register/map/choices.ts";
import { mapLayers, readMapFilter } from "../../register/map/filters.ts";
import { mapPoints, pointsOf, readMap } from "../../register/map/points.ts";
import { themeNames } from "../../register/map/store.ts";
import { projectFacets } from "../../register/project/facets-store.ts";
import { route } from "../../ui/paths.ts";
import { EmbeddedMap } from "./embed.tsx";
import { featuresOf } from "./features.ts";
import { mapLabels } from "./labels.ts";
import { MapPage } from "./map-page.tsx";

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
          points={pointsOf(content, filter)}
          unplaced={content.projects.filter(({ spots }) => spots.length === 0).length}
          choices={mapChoices(content, filter, facets, themes)}
          facets={facets}
        />,
      );
    });
    app.get(route(locale, "mapEmbed"), cached, async (c) => {
      const filter = readMapFilter(c.req.queries());
      return c.html(<EmbeddedMap c={c} filter={filter} points={await mapPoints(c.get("services").published, filter, locale)} />);
    });
    app.get(`${route(locale, "map")}/points.geojson`, cached, async (c) => {
      const filter = { ...readMapFilter(c.req.queries()), layers: mapLayers };
      const points = await mapPoints(c.get("services").published, filter, locale);
      return c.json(featuresOf(points, c.get("t")), 200, { "Content-Type": "application/geo+json" });
    });
    app.get(`${route(locale, "map")}/labels.json`, cached, async (c) => c.json(await mapLabels(c.get("services").published, locale)));
  }
}

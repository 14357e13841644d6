import type { Hono, MiddlewareHandler } from "hono";
import { type Locale, languages } from "../../platform/i18n/languages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { readMapFilter } from "../../register/map/filters.ts";
import { countryLabels, mapPoints } from "../../register/map/store.ts";
import { projectFacets } from "../../register/project/facets-store.ts";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfRecord, route } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { EmbeddedMap } from "./embed.tsx";
import { MapPage } from "./map-page.tsx";

/** The map: a page that needs no script, its points for the interactive one, and a lean copy for other sites to frame. */
export function mapPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) {
    const points = (c: PageContext) => {
      const filter = readMapFilter(c.req.queries());
      return mapPoints(c.get("services").published, filter.layers, filter.projects, locale);
    };
    app.get(route(locale, "map"), cached, async (c) => {
      const filter = readMapFilter(c.req.queries());
      const facets = await projectFacets(c.get("services").published, filter.projects, locale);
      return c.html(<MapPage c={c} filter={filter} points={await points(c)} facets={facets} />);
    });
    app.get(route(locale, "mapEmbed"), framed, cached, async (c) =>
      c.html(<EmbeddedMap c={c} filter={readMapFilter(c.req.queries())} points={await points(c)} />),
    );
    app.get(`${route(locale, "map")}/points.geojson`, cached, async (c) => {
      const filter = readMapFilter(c.req.queries());
      const all = await mapPoints(c.get("services").published, ["agreements", "projects", "networks"], filter.projects, locale);
      return c.json({ type: "FeatureCollection", features: all.map((point) => featureOf(point, locale)) }, 200, {
        "Content-Type": "application/geo+json",
      });
    });
    app.get(`${route(locale, "map")}/labels.json`, cached, async (c) =>
      c.json(
        (await countryLabels(c.get("services").published)).map(({ name, latitude, longitude }) => [
          plain(name, locale),
          longitude,
          latitude,
        ]),
      ),
    );
  }
}

/** Other sites may frame this page, and only this one: it shows what is public and takes nothing in. */
const framed: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  c.header("X-Frame-Options", undefined);
  c.header("Content-Security-Policy", c.res.headers.get("Content-Security-Policy")?.replace("frame-ancestors 'none'", "frame-ancestors *"));
};

const round = (degrees: number) => Math.round(degrees * 1e4) / 1e4;

function featureOf(point: Awaited<ReturnType<typeof mapPoints>>[number], locale: Locale) {
  const { layer, kind, id, precision } = point;
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [round(point.longitude), round(point.latitude)] },
    properties: {
      layer,
      id,
      precision,
      name: plain(point.name, locale),
      country: point.countryName ? plain(point.countryName, locale) : "",
      href: hrefOfRecord(locale, kind, id),
    },
  };
}

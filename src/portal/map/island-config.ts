import { type MapFilter, mapLayers, readMapFilter } from "../../register/map/filters.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { sharedQuery } from "./share.tsx";
import { pointKinds } from "./words.ts";

const words = [
  "close",
  "inView",
  "firstListed",
  "layers",
  "zoomIn",
  "zoomOut",
  "scrollHelp",
  "touchHelp",
  "keyHelp",
  "failed",
  "lost",
  "noWebgl",
  "loading",
  "canvas",
  "show",
  "nothingHere",
  "severalHere",
  "firstOf",
  "precisionCountry",
  "backToStatic",
] as const;

/** What the page tells the interactive map, as JSON in the page: addresses of this site, words in its language. */
export function islandConfig(c: PageContext, filter: MapFilter) {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const here = href(locale, "map");
  // All layers, so that they can be switched without asking again.
  const { layer: _layer, region: _region, ...selection } = sharedQuery(filter);
  const search = href(locale, "map", { query: selection }).slice(here.length);
  return {
    points: `${here}/points.geojson${search}`,
    labels: `${here}/labels.json`,
    embed: href(locale, "mapEmbed"),
    layers: filter.layers,
    usualLayers: readMapFilter({}).layers,
    region: filter.region,
    city: { name: plain(city.name, locale), at: [city.longitude, city.latitude] },
    locale,
    layerNames: Object.fromEntries(mapLayers.map((layer) => [layer, t.dynamic(`map.layer.${layer}`)])),
    kinds: Object.fromEntries(pointKinds.map((kind) => [kind, t.dynamic(`map.what.${kind}`)])),
    words: Object.fromEntries(words.map((key) => [key, t.dynamic(`map.ui.${key}`)])),
  };
}

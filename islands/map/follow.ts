import type { Point } from "geojson";
import type { GeoJSONSource, MapGeoJSONFeature, Map as MapLibre, PointLike } from "maplibre-gl";
import { showPopup } from "./popup.ts";
import { partsOf } from "./style.ts";
import { type Layer, layers, type MapConfig, type MapPoint } from "./types.ts";

/** How far from the centre, in pixels, Enter still finds something. */
const REACH = 48;
const MOST_LEAVES = 1_000;

/** Clicking, or pressing Enter over, a cluster goes nearer; a point opens what stands there. */
export function follow(map: MapLibre, config: MapConfig, say: (words: string) => void): void {
  const all = layers.flatMap(partsOf);
  map.on("click", ({ point }) => void open(map, config, map.queryRenderedFeatures(point, { layers: all })));
  map.on("mousemove", ({ point }) => {
    map.getCanvas().style.cursor = map.queryRenderedFeatures(point, { layers: all }).length > 0 ? "pointer" : "";
  });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const found = atCentre(map, all);
    if (found.length > 0) void open(map, config, found);
    else say(config.words.nothingHere);
  });
}

/** What is nearest to the centre, and all that stands with it. */
function atCentre(map: MapLibre, all: string[]): MapGeoJSONFeature[] {
  const { x, y } = map.project(map.getCenter());
  const around: [PointLike, PointLike] = [
    [x - REACH, y - REACH],
    [x + REACH, y + REACH],
  ];
  const near = map.queryRenderedFeatures(around, { layers: all });
  const distance = (one: MapGeoJSONFeature) => {
    const at = map.project(placeOf(one));
    return Math.hypot(at.x - x, at.y - y);
  };
  const [nearest] = near.sort((a, b) => distance(a) - distance(b));
  return nearest ? map.queryRenderedFeatures(map.project(placeOf(nearest)), { layers: all }) : [];
}

const placeOf = (one: MapGeoJSONFeature) => (one.geometry as Point).coordinates as [number, number];

async function open(map: MapLibre, config: MapConfig, found: MapGeoJSONFeature[]): Promise<void> {
  const [top] = found;
  if (!top) return;
  const back = () => null;
  if (!top.properties.cluster) {
    const points = found.filter((one) => !one.properties.cluster) as unknown as MapPoint[];
    showPopup(
      map,
      points.filter((one, i) => points.findIndex((other) => other.properties.id === one.properties.id) === i),
      config,
      placeOf(top),
      back,
    );
    return;
  }
  const source = map.getSource<GeoJSONSource>(top.source as Layer)!;
  const id = top.properties.cluster_id as number;
  const zoom = await source.getClusterExpansionZoom(id);
  // Records at one and the same point never come apart: they are listed instead.
  if (zoom > map.getMaxZoom())
    showPopup(map, (await source.getClusterLeaves(id, MOST_LEAVES, 0)) as MapPoint[], config, placeOf(top), back);
  else map.easeTo({ center: placeOf(top), zoom });
}

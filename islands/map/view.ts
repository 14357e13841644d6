import type { Feature, FeatureCollection, Point } from "geojson";
import * as maplibregl from "maplibre-gl";
import type { GeoJSONSource, MapGeoJSONFeature } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "../../node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import worldUrl from "../../node_modules/world-atlas/countries-50m.json?url";
import { feature, mesh } from "topojson-client";
import { makePanel } from "./panel.ts";
import { showPopup } from "./popup.ts";
import { icons, palette, styleOf } from "./style.ts";
import { type Layer, layers, type MapConfig, type MapPoint, type PointProperties } from "./types.ts";

const CLUSTER_RADIUS = 42;

maplibregl.setWorkerUrl(workerUrl);

const read = async <T>(url: string): Promise<T> => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
};

/** Draws the interactive map in `frame`. Resolves once it can be used; rejects when anything that it needs is missing. */
export async function openMap(frame: HTMLElement, config: MapConfig, options: { focus: boolean; close: () => void }): Promise<void> {
  const [points, labels, world] = await Promise.all([
    read<FeatureCollection<Point, PointProperties>>(config.points),
    read<[string, number, number][]>(config.labels),
    read<any>(worldUrl),
  ]);
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  frame.replaceChildren(canvas);

  const europe = config.region === "europe";
  const map = new maplibregl.Map({
    container: canvas,
    style: styleOf(palette()),
    center: europe ? [15, 50] : [config.center[0], 20],
    zoom: europe ? 3.2 : canvas.clientWidth < 600 ? 0.3 : 1.2,
    maxZoom: 12,
    hash: "vue",
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
    locale: {
      "NavigationControl.ZoomIn": config.words.zoomIn,
      "NavigationControl.ZoomOut": config.words.zoomOut,
      "Map.Title": config.words.canvas,
      "CooperativeGesturesHandler.WindowsHelpText": config.words.scrollHelp,
      "CooperativeGesturesHandler.MacHelpText": config.words.scrollHelp,
      "CooperativeGesturesHandler.MobileHelpText": config.words.touchHelp,
      "Popup.Close": config.words.close,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.AttributionControl({ compact: false, customAttribution: "Natural Earth" }));
  await new Promise<void>((resolve, reject) => {
    map.once("load", () => resolve());
    map.once("error", ({ error }) => reject(error));
  });

  for (const [name, image] of Object.entries(icons(palette()))) map.addImage(name, image, { pixelRatio: 2 });
  (map.getSource("land") as GeoJSONSource).setData(feature(world, world.objects.countries) as any);
  (map.getSource("borders") as GeoJSONSource).setData(mesh(world, world.objects.countries, (a, b) => a !== b) as any);
  (map.getSource("labels") as GeoJSONSource).setData({
    type: "FeatureCollection",
    features: labels.map(([name, longitude, latitude]) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [longitude, latitude] },
      properties: { name },
    })),
  });
  const shown = new Set(config.layers);
  for (const layer of layers)
    addLayer(
      map,
      layer,
      points.features.filter((point) => point.properties.layer === layer),
      shown.has(layer),
    );
  follow(map, config);
  makePanel(frame, map, config, points.features as MapPoint[], shown, options.close);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(map));
  if (options.focus) map.getCanvas().focus();
}

/** One layer is a clustered source, its clusters with their number, and its points by shape. */
function addLayer(map: maplibregl.Map, layer: Layer, features: Feature<Point, PointProperties>[], visible: boolean): void {
  const visibility = visible ? "visible" : "none";
  const colours = palette();
  map.addSource(layer, {
    type: "geojson",
    data: { type: "FeatureCollection", features },
    cluster: true,
    clusterRadius: CLUSTER_RADIUS,
    clusterMaxZoom: 9,
  });
  map.addLayer({
    id: `${layer}-cluster`,
    type: "symbol",
    source: layer,
    filter: ["has", "point_count"],
    layout: {
      visibility,
      "icon-image": `${layer}-cluster`,
      "icon-size": ["step", ["get", "point_count"], 0.8, 10, 1, 50, 1.3],
      "icon-allow-overlap": true,
      "text-field": ["get", "point_count_abbreviated"],
      "text-font": ["Public Sans", "sans-serif"],
      "text-size": 12,
      "text-allow-overlap": true,
    },
    paint: { "text-color": layer === "networks" ? colours.ink : colours.paper },
  });
  map.addLayer({
    id: `${layer}-point`,
    type: "symbol",
    source: layer,
    filter: ["!", ["has", "point_count"]],
    layout: {
      visibility,
      "icon-image": ["case", ["==", ["get", "precision"], "country"], `${layer}-country`, layer],
      "icon-allow-overlap": true,
    },
  });
}

/** Clicking a cluster goes nearer; clicking a point opens what stands there. */
function follow(map: maplibregl.Map, config: MapConfig): void {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const layer of layers) {
    map.on("click", `${layer}-cluster`, async ({ features, point }) => {
      const cluster = features?.[0];
      if (!cluster) return;
      const source = map.getSource(layer) as GeoJSONSource;
      const id = cluster.properties.cluster_id as number;
      const zoom = await source.getClusterExpansionZoom(id);
      const center = (cluster.geometry as Point).coordinates as [number, number];
      // Many records at one and the same point never come apart: they are listed instead.
      if (zoom > 9) showPopup(map, (await source.getClusterLeaves(id, 50, 0)) as unknown as MapPoint[], config, map.unproject(point));
      else map.easeTo({ center, zoom, animate: !reduced });
    });
    map.on("click", `${layer}-point`, ({ features, lngLat }) =>
      showPopup(map, (features ?? []) as unknown as (MapGeoJSONFeature & MapPoint)[], config, lngLat),
    );
    for (const part of ["cluster", "point"]) {
      map.on("mouseenter", `${layer}-${part}`, () => {
        map.getCanvas().style.cursor = "pointer";
      });
      map.on("mouseleave", `${layer}-${part}`, () => {
        map.getCanvas().style.cursor = "";
      });
    }
  }
}

function repaint(map: maplibregl.Map): void {
  const colours = palette();
  for (const [name, image] of Object.entries(icons(colours))) map.updateImage(name, image);
  map.setPaintProperty("sea", "background-color", colours.sea);
  map.setPaintProperty("land", "fill-color", colours.land);
  map.setPaintProperty("borders", "line-color", colours.paper);
  map.setPaintProperty("labels", "text-color", colours.muted);
  map.setPaintProperty("labels", "text-halo-color", colours.land);
}

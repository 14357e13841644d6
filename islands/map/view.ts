import { AttributionControl, LngLatBounds, type LngLatLike, Map as MapLibre, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import "./view.css";
import "../trusted.ts";
import workerUrl from "../../node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { forgetView, writeShare } from "./address.ts";
import { readBase } from "./base.ts";
import { follow } from "./follow.ts";
import { makePanel } from "./panel.ts";
import { readJson } from "./read.ts";
import { MAX_ZOOM, paint, styleOf } from "./style.ts";
import type { Layer, MapConfig, MapLabels, MapPoints } from "./types.ts";

/** A map that has not come up after this long will not. */
const PATIENCE = 20_000;
/** A graphics card that was lost may come back; after this long it is gone. */
const LOST = 3_000;

/** The world down to Cape Horn: else a phone shows little but Antarctica. From -180 to 180 MapLibre takes for no width at all. */
const SHOWN: [number, number, number, number] = [-179.99, -60, 179.99, 85];

setWorkerUrl(workerUrl);

/** Draws the interactive map in `frame`. Resolves once it can be used; rejects when anything that it needs is missing. */
export async function openMap(
  frame: HTMLElement,
  config: MapConfig,
  options: { focus: boolean; close: (words?: string) => void },
): Promise<void> {
  const [points, labels, base] = await Promise.all([readJson<MapPoints>(config.points), readJson<MapLabels>(config.labels), readBase()]);
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  const help = document.createElement("p");
  help.className = "map-help meta";
  help.id = "map-help";
  help.textContent = config.words.keyHelp;
  frame.replaceChildren(canvas, help);

  const shown = new Set(config.layers);
  const map = new MapLibre({
    container: canvas,
    style: styleOf(config, base, labels, points, shown),
    bounds: firstBounds(config, points),
    fitBoundsOptions: { padding: 48, maxZoom: 5 },
    maxZoom: MAX_ZOOM,
    maxBounds: SHOWN,
    renderWorldCopies: false,
    hash: "view",
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
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
  try {
    await ready(map);
  } catch (error) {
    map.remove();
    throw error;
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("aria-describedby", help.id);
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new AttributionControl({ compact: false, customAttribution: "Natural Earth" }));

  const recolour = () => paint(map);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", recolour);
  const close = (words?: string) => {
    dark.removeEventListener("change", recolour);
    map.remove();
    forgetView();
    // The rest of the page is about the layers that it came with.
    if (!sameLayers(shown, config.layers)) return location.reload();
    options.close(words);
    writeShare(config);
  };
  const { panel, update, say } = makePanel(map, config, points.features, shown, () => close());
  follow(map, config, say);
  frame.append(panel);
  update();
  giveUpWhenLost(map, () => close(config.words.lost));
  if (options.focus) map.getCanvas().focus();
}

/** Resolves once the map is drawn with the page's colours. */
function ready(map: MapLibre): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the map did not come up")), PATIENCE);
    map.once("error", ({ error }) => reject(error));
    map.once("style.load", () => paint(map));
    map.once("load", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function giveUpWhenLost(map: MapLibre, giveUp: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  map.on("webglcontextlost", () => {
    timer = setTimeout(giveUp, LOST);
  });
  map.on("webglcontextrestored", () => clearTimeout(timer));
}

/** What is seen first: Europe, or all the points shown with the city itself. */
function firstBounds({ region, city, layers }: MapConfig, { features }: MapPoints): LngLatBounds {
  if (region === "europe") return new LngLatBounds([-11, 35], [45, 62]);
  const bounds = new LngLatBounds(city.at, city.at);
  for (const { properties, geometry } of features)
    if (layers.includes(properties.layer)) bounds.extend(geometry.coordinates as LngLatLike as [number, number]);
  return bounds;
}

const sameLayers = (shown: ReadonlySet<Layer>, before: readonly Layer[]) =>
  shown.size === before.length && before.every((layer) => shown.has(layer));

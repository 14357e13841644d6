import type * as maplibregl from "maplibre-gl";
import { showPopup } from "./popup.ts";
import { type Layer, layers, type MapConfig, type MapPoint } from "./types.ts";

const MOST_LISTED = 40;

/** Beside the canvas: which layers are shown, and all that is in view as a list, for who uses no mouse or sees no map. */
export function makePanel(
  frame: HTMLElement,
  map: maplibregl.Map,
  config: MapConfig,
  points: MapPoint[],
  shown: Set<Layer>,
  close: () => void,
): void {
  const panel = document.createElement("div");
  panel.className = "map-panel";
  const count = document.createElement("p");
  count.setAttribute("role", "status");
  const list = document.createElement("ul");

  const update = () => {
    const bounds = map.getBounds();
    const inView = points.filter(
      (point) => shown.has(point.properties.layer) && bounds.contains(point.geometry.coordinates as [number, number]),
    );
    inView.sort((a, b) => a.properties.name.localeCompare(b.properties.name, config.locale));
    count.textContent = `${config.words.inView} : ${inView.length.toLocaleString(config.locale)}${inView.length > MOST_LISTED ? ` (${MOST_LISTED} ${config.words.more})` : ""}`;
    list.replaceChildren(...inView.slice(0, MOST_LISTED).map((point) => itemOf(map, config, point)));
    shareAddress();
  };

  panel.append(layerChoice(map, config, shown, update), count, list, backButton(config, map, close));
  frame.append(panel);
  map.on("moveend", update);
  update();
}

function itemOf(map: maplibregl.Map, config: MapConfig, point: MapPoint): HTMLLIElement {
  const [item, link, show] = [document.createElement("li"), document.createElement("a"), document.createElement("button")];
  link.href = point.properties.href;
  link.textContent = point.properties.name;
  show.type = "button";
  show.className = "quiet small";
  show.textContent = "◎";
  show.setAttribute("aria-label", `${config.words.show} : ${point.properties.name}`);
  show.addEventListener("click", () => {
    const at = point.geometry.coordinates as [number, number];
    map.easeTo({ center: at, zoom: Math.max(map.getZoom(), 5), animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    showPopup(map, [point], config, at);
  });
  item.append(show, link);
  return item;
}

function layerChoice(map: maplibregl.Map, config: MapConfig, shown: Set<Layer>, update: () => void): HTMLFieldSetElement {
  const [set, legend] = [document.createElement("fieldset"), document.createElement("legend")];
  legend.textContent = config.words.layers;
  set.append(legend);
  for (const layer of layers) {
    const [label, box] = [document.createElement("label"), document.createElement("input")];
    box.type = "checkbox";
    box.checked = shown.has(layer);
    box.addEventListener("change", () => {
      if (box.checked) shown.add(layer);
      else shown.delete(layer);
      for (const part of ["cluster", "point"]) map.setLayoutProperty(`${layer}-${part}`, "visibility", box.checked ? "visible" : "none");
      const query = new URLSearchParams(location.search);
      query.delete("layer");
      for (const one of layers) if (shown.has(one)) query.append("layer", one);
      history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`);
      update();
    });
    label.append(box, ` ${config.names[layer]}`);
    set.append(label);
  }
  return set;
}

function backButton(config: MapConfig, map: maplibregl.Map, close: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = config.words.backToStatic;
  button.addEventListener("click", () => {
    map.remove();
    history.replaceState(history.state, "", location.pathname + location.search);
    close();
  });
  return button;
}

/** The address to share is always the one of what is on the screen. */
function shareAddress(): void {
  const field = document.getElementById("share-address");
  if (field instanceof HTMLInputElement) field.value = location.href;
}

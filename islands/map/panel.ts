import type { Map as MapLibre } from "maplibre-gl";
import { writeLayers, writeShare } from "./address.ts";
import { showPopup } from "./popup.ts";
import { partsOf } from "./style.ts";
import { type Layer, layers, type MapConfig, type MapPoint } from "./types.ts";

const MOST_LISTED = 40;
/** As near as a point is shown from the list. */
const NEAR = 5;

/** Beside the canvas: the layers, and all that is in view as a list, for who uses no mouse or sees no map. */
export function makePanel(map: MapLibre, config: MapConfig, points: readonly MapPoint[], shown: Set<Layer>, close: () => void) {
  const panel = make("div", "map-panel");
  const status = make("p");
  status.setAttribute("role", "status");
  const more = make("p", "map-panel-more");
  const list = make("ul");

  const update = () => {
    const records = recordsIn(map, points, shown, config.locale);
    status.textContent = `${config.words.inView} ${records.length.toLocaleString(config.locale)}`;
    more.textContent = records.length > MOST_LISTED ? config.words.firstListed : "";
    // The list is made anew under the keyboard: it stays on the same record.
    const focused = list.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
    list.replaceChildren(...records.slice(0, MOST_LISTED).map((record) => itemOf(map, config, record, list)));
    if (focused) (find(list, focused) ?? map.getCanvas()).focus();
    writeShare(config);
  };

  panel.append(layerChoice(map, config, shown, update), status, more, list, backButton(config, close));
  map.on("moveend", update);
  return {
    panel,
    update,
    say: (words: string) => {
      status.textContent = words;
    },
  };
}

type Listed = readonly [MapPoint, ...MapPoint[]];
const keyOf = ({ properties: { layer, kind, id } }: MapPoint) => `${layer} ${kind} ${id}`;
const find = (list: HTMLElement, key: string) =>
  [...list.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset.key === key);

/** The records in view, each once with its points, by name. */
function recordsIn(map: MapLibre, points: readonly MapPoint[], shown: ReadonlySet<Layer>, locale: string): Listed[] {
  const bounds = map.getBounds();
  const inView = points.filter(
    ({ properties, geometry }) => shown.has(properties.layer) && bounds.contains(geometry.coordinates as [number, number]),
  );
  const records = [...Map.groupBy(inView, keyOf).values()] as unknown as Listed[];
  const { compare } = new Intl.Collator(locale);
  return records.sort(([a], [b]) => compare(a.properties.name, b.properties.name));
}

function itemOf(map: MapLibre, config: MapConfig, record: Listed, list: HTMLElement): HTMLLIElement {
  const [point] = record;
  const [item, text, show] = [make("li"), make("div"), make("button", "quiet small")];
  const link = make("a");
  link.href = point.properties.href;
  link.textContent = point.properties.name;
  link.dataset.key = `${keyOf(point)} link`;
  const countries = [...new Set(record.map(({ properties }) => properties.country))].filter(
    (name) => name && name !== point.properties.name,
  );
  const note = make("span", "map-panel-note");
  note.textContent = [config.kinds[`${point.properties.layer}.${point.properties.kind}`], countries.join(", ")].filter(Boolean).join(" · ");
  text.append(link, note);

  const key = `${keyOf(point)} show`;
  show.type = "button";
  show.dataset.key = key;
  show.textContent = "◎";
  show.setAttribute("aria-label", `${config.words.show} ${point.properties.name}`);
  show.addEventListener("click", () => {
    const at = point.geometry.coordinates as [number, number];
    map.easeTo({ center: at, zoom: Math.max(map.getZoom(), NEAR) });
    showPopup(map, [point], config, at, () => find(list, key) ?? null);
  });
  item.append(show, text);
  return item;
}

function layerChoice(map: MapLibre, config: MapConfig, shown: Set<Layer>, update: () => void): HTMLFieldSetElement {
  const [set, legend] = [make("fieldset"), make("legend")];
  legend.textContent = config.words.layers;
  set.append(legend);
  for (const layer of layers) {
    const [label, box] = [make("label"), make("input")];
    box.type = "checkbox";
    box.checked = shown.has(layer);
    box.addEventListener("change", () => {
      if (box.checked) shown.add(layer);
      else shown.delete(layer);
      for (const part of partsOf(layer)) map.setLayoutProperty(part, "visibility", box.checked ? "visible" : "none");
      writeLayers(config, shown);
      update();
    });
    const key = make("span", `map-key map-key-${layer}`);
    label.append(box, key, config.layerNames[layer]);
    set.append(label);
  }
  return set;
}

function backButton(config: MapConfig, close: () => void): HTMLButtonElement {
  const button = make("button", "quiet");
  button.type = "button";
  button.textContent = config.words.backToStatic;
  button.addEventListener("click", close);
  return button;
}

function make<K extends keyof HTMLElementTagNameMap>(name: K, className = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

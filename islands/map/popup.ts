import { type LngLatLike, type Map as MapLibre, Popup } from "maplibre-gl";
import type { MapConfig, MapPoint } from "./types.ts";

const MOST_SHOWN = 50;

/** What stands at a point, as links. Escape closes it and gives the keyboard back to where it came from. */
export function showPopup(
  map: MapLibre,
  points: readonly MapPoint[],
  config: MapConfig,
  at: LngLatLike,
  back: () => HTMLElement | null,
): void {
  const content = document.createElement("div");
  content.className = "map-popup";
  if (points.length > 1)
    content.append(paragraph(`${config.words.severalHere} ${points.length.toLocaleString(config.locale)}`, "map-popup-count"));
  const list = document.createElement("ul");
  list.append(...points.slice(0, MOST_SHOWN).map((point) => itemOf(point, config)));
  content.append(list);
  if (points.length > MOST_SHOWN) content.append(paragraph(config.words.firstOf));

  const popup = new Popup({ maxWidth: "20rem", focusAfterOpen: true }).setLngLat(at).setDOMContent(content).addTo(map);
  const box = popup.getElement();
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") popup.remove();
  });
  // The keyboard is still inside when the popup is about to go.
  popup.on("close", () => {
    if (document.activeElement === document.body || box.contains(document.activeElement)) (back() ?? map.getCanvas()).focus();
  });
}

function itemOf({ properties }: MapPoint, config: MapConfig): HTMLLIElement {
  const [item, link] = [document.createElement("li"), document.createElement("a")];
  link.href = properties.href;
  link.textContent = properties.name;
  const where = [properties.place, properties.country].filter((part) => part && part !== properties.name).join(", ");
  item.append(link, paragraph(config.kinds[`${properties.layer}.${properties.kind}`] ?? "", "map-popup-kind"));
  if (properties.detail) item.append(paragraph(properties.detail));
  if (where) item.append(paragraph(properties.precision === "country" ? `${where} (${config.words.precisionCountry})` : where));
  return item;
}

function paragraph(text: string, className?: string): HTMLParagraphElement {
  const made = document.createElement("p");
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

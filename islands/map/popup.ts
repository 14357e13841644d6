import * as maplibregl from "maplibre-gl";
import type { MapConfig, MapPoint } from "./types.ts";

/** What stands at a point, as links. Escape closes it and gives the keyboard back to the map. */
export function showPopup(map: maplibregl.Map, points: MapPoint[], config: MapConfig, at: maplibregl.LngLatLike): void {
  const list = document.createElement("ul");
  list.className = "map-popup";
  for (const { properties } of points) {
    const [item, link] = [document.createElement("li"), document.createElement("a")];
    link.href = properties.href;
    link.textContent = properties.name;
    item.append(
      link,
      ` ${[properties.country, properties.precision === "country" ? config.words.precisionCountry : ""].filter(Boolean).join(", ")}`,
    );
    list.append(item);
  }
  const popup = new maplibregl.Popup({ maxWidth: "20rem", focusAfterOpen: true }).setLngLat(at).setDOMContent(list).addTo(map);
  popup.getElement().addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    popup.remove();
    map.getCanvas().focus();
  });
}

import type { Feature, FeatureCollection, Point } from "geojson";
import type { Translator } from "../../platform/i18n/messages.ts";
import type { MapPoint } from "../../register/map/points.ts";
import { hrefOfRecord } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { detailOf } from "./words.ts";

// Ten metres: nobody sees less on this map.
const round = (degrees: number) => Math.round(degrees * 1e4) / 1e4;

/** The points as the interactive map reads them, in words of the page's language: no script has to know a record. */
export function featuresOf(points: readonly MapPoint[], t: Translator): FeatureCollection<Point> {
  return { type: "FeatureCollection", features: points.map((point) => featureOf(point, t)) };
}

function featureOf(point: MapPoint, t: Translator): Feature<Point> {
  const { layer, kind, id, precision, latitude, longitude } = point;
  const [detail, place] = [detailOf(point, t), point.place ? plain(point.place, t.locale) : ""];
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [round(longitude), round(latitude)] },
    properties: {
      layer,
      kind,
      id,
      name: plain(point.name, t.locale),
      href: hrefOfRecord(t.locale, kind, id),
      country: point.countryName ? plain(point.countryName, t.locale) : "",
      precision,
      ...(place ? { place } : {}),
      ...(detail ? { detail } : {}),
    },
  };
}

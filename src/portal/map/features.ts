import { Readable } from "node:stream";
import type { Feature, Point } from "geojson";
import type { Translator } from "../../platform/i18n/messages.ts";
import type { MapPoint } from "../../register/map/points.ts";
import { hrefOfRecord } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { detailOf } from "./words.ts";

// Ten metres: nobody sees less on this map.
const round = (degrees: number) => Math.round(degrees * 1e4) / 1e4;

/** The points as the interactive map reads them (RFC 7946), in words of the page's language: no script has to know a record. Written as they come. */
export function pointsAsJson(batches: AsyncIterable<readonly MapPoint[]>, t: Translator): ReadableStream<Uint8Array<ArrayBuffer>> {
  return Readable.toWeb(Readable.from(written(batches, t), { objectMode: false })) as ReadableStream<Uint8Array<ArrayBuffer>>;
}

async function* written(batches: AsyncIterable<readonly MapPoint[]>, t: Translator): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  yield encoder.encode('{"type":"FeatureCollection","features":[');
  let separator = "";
  for await (const points of batches) {
    if (points.length === 0) continue;
    yield encoder.encode(separator + points.map((point) => JSON.stringify(featureOf(point, t))).join(","));
    separator = ",";
  }
  yield encoder.encode("]}");
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

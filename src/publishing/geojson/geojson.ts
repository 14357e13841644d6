import type { MapFeature } from "./features.ts";

/** A FeatureCollection (RFC 7946), written as its features come; the box that bounds them is known, and written, last. */
export async function* geojson<R>(
  batches: AsyncIterable<R[]>,
  featuresOf: (row: R) => MapFeature[],
  metadata: object,
): AsyncGenerator<string> {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  let first = true;
  yield `{"type":"FeatureCollection","metadata":${JSON.stringify(metadata)},"features":[`;
  for await (const rows of batches) {
    const lines = rows.flatMap(featuresOf).map((feature) => {
      if (feature.geometry) {
        const [longitude, latitude] = feature.geometry.coordinates as [number, number];
        [west, south, east, north] = [
          Math.min(west, longitude),
          Math.min(south, latitude),
          Math.max(east, longitude),
          Math.max(north, latitude),
        ];
      }
      return JSON.stringify(feature);
    });
    if (lines.length === 0) continue;
    yield (first ? "\n" : ",\n") + lines.join(",\n");
    first = false;
  }
  yield `\n]${west <= east ? `,"bbox":${JSON.stringify([west, south, east, north])}` : ""}}\n`;
}

import type { StyleSpecification } from "maplibre-gl";
import type { Layer } from "./types.ts";

export interface Palette {
  paper: string;
  ink: string;
  accent: string;
  muted: string;
  sea: string;
  land: string;
}

/** The city's colours as the page has them now, light or dark. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const [paper, ink, accent, muted] = [read("paper"), read("ink"), read("accent"), read("muted")];
  return { paper, ink, accent, muted, sea: mix(ink, paper, 0.05), land: mix(ink, paper, 0.17) };
}

/** `share` of the first colour in the second, both #rrggbb. */
function mix(first: string, second: string, share: number): string {
  const channel = (colour: string, i: number) => Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  return `#${[0, 1, 2]
    .map((i) =>
      Math.round(channel(first, i) * share + channel(second, i) * (1 - share))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

const empty = { type: "geojson" as const, data: { type: "FeatureCollection" as const, features: [] } };

/** The base map: our own shapes, names in the fonts of the machine. Nothing is fetched from anywhere else. */
export function styleOf(colours: Palette): StyleSpecification {
  return {
    version: 8,
    sources: { land: empty, borders: empty, labels: empty },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colours.land } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": colours.paper, "line-width": 0.8 } },
      {
        id: "labels",
        type: "symbol",
        source: "labels",
        minzoom: 2,
        layout: {
          "text-field": ["get", "name"],
          "text-font": ["Public Sans", "sans-serif"],
          "text-size": ["interpolate", ["linear"], ["zoom"], 2, 10, 6, 14],
          "text-max-width": 7,
        },
        paint: { "text-color": colours.muted, "text-halo-color": colours.land, "text-halo-width": 1 },
      },
    ],
  };
}

const SIZE = 28;
const CLUSTER = 56;

/** The shapes of the drawn map: a disc for agreements, a square for projects, a lozenge for networks; hollow where only the country is known. */
export function icons(colours: Palette): Record<string, ImageData> {
  const of: Record<Layer, [fill: string, stroke: string]> = {
    agreements: [colours.accent, colours.paper],
    projects: [colours.ink, colours.paper],
    networks: [colours.paper, colours.ink],
  };
  return Object.fromEntries(
    (Object.entries(of) as [Layer, [string, string]][]).flatMap(([layer, [fill, stroke]]) => [
      [layer, draw(layer, SIZE, fill, stroke)],
      [`${layer}-country`, draw(layer, SIZE, layer === "networks" ? fill : colours.paper, layer === "networks" ? stroke : fill)],
      [`${layer}-cluster`, draw(layer, CLUSTER, fill, stroke)],
    ]),
  );
}

function draw(layer: Layer, size: number, fill: string, stroke: string): ImageData {
  const context = Object.assign(document.createElement("canvas"), { width: size, height: size }).getContext("2d")!;
  const [middle, r] = [size / 2, size / 2 - 3];
  context.beginPath();
  if (layer === "projects") context.rect(middle - r, middle - r, 2 * r, 2 * r);
  else if (layer === "networks") {
    context.moveTo(middle, middle - r);
    context.lineTo(middle + r, middle);
    context.lineTo(middle, middle + r);
    context.lineTo(middle - r, middle);
    context.closePath();
  } else context.arc(middle, middle, r, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.strokeStyle = stroke;
  context.lineWidth = 4;
  context.stroke();
  context.fill();
  return context.getImageData(0, 0, size, size);
}

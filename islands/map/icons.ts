import type { Palette } from "./colours.ts";
import type { Layer } from "./types.ts";

type Shape = Layer | "city";
const [POINT, CLUSTER] = [28, 56];
/** Images hold two pixels for each of the map's. */
export const PIXEL_RATIO = 2;

/** The shapes of the drawn map: a star for the city, a disc for agreements, a square for projects, a lozenge for networks, a pennant for events; hollow where only the country is known. */
export function icons({ accent, ink, paper }: Palette): Record<string, ImageData> {
  const of: [Layer, fill: string, edge: string][] = [
    ["agreements", accent, paper],
    ["projects", ink, paper],
    ["networks", paper, ink],
    ["occasions", ink, paper],
  ];
  return {
    city: draw("city", POINT, accent, paper),
    ...Object.fromEntries(
      of.flatMap(([layer, fill, edge]) => [
        [layer, draw(layer, POINT, fill, edge)],
        [`${layer}-country`, layer === "networks" ? draw(layer, POINT, fill, edge, true) : draw(layer, POINT, paper, fill)],
        [`${layer}-cluster`, draw(layer, CLUSTER, fill, edge)],
      ]),
    ),
  };
}

function draw(shape: Shape, size: number, fill: string, edge: string, dashed = false): ImageData {
  const context = Object.assign(document.createElement("canvas"), { width: size, height: size }).getContext("2d")!;
  const [middle, r] = [size / 2, size / 2 - 4];
  context.beginPath();
  if (shape === "projects") context.rect(middle - r, middle - r, 2 * r, 2 * r);
  else if (shape === "networks") {
    context.moveTo(middle, middle - r - 2);
    context.lineTo(middle + r + 2, middle);
    context.lineTo(middle, middle + r + 2);
    context.lineTo(middle - r - 2, middle);
    context.closePath();
  } else if (shape === "occasions") {
    context.moveTo(middle - r - 2, middle - r);
    context.lineTo(middle + r + 2, middle - r);
    context.lineTo(middle + r + 2, middle);
    context.lineTo(middle, middle + r + 2);
    context.lineTo(middle - r - 2, middle);
    context.closePath();
  } else if (shape === "city") {
    for (let i = 0; i < 10; i++) {
      const [reach, turn] = [i % 2 === 0 ? middle - 1 : (middle - 1) * 0.42, (i * Math.PI) / 5];
      context.lineTo(middle + reach * Math.sin(turn), middle - reach * Math.cos(turn));
    }
    context.closePath();
  } else context.arc(middle, middle, r, 0, 2 * Math.PI);
  context.strokeStyle = edge;
  context.lineWidth = 4;
  if (dashed) context.setLineDash([6, 4]);
  context.fillStyle = fill;
  if (shape === "city") {
    // Its edge goes around it, as that of the drawn star.
    context.stroke();
    context.fill();
  } else {
    context.fill();
    context.stroke();
  }
  return context.getImageData(0, 0, size, size);
}

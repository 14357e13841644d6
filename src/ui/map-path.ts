type Point = readonly [x: number, y: number];

/** How far, in pixels, a line may leave the one that was measured: about a hairline. */
const TOLERANCE = 1.2;

/**
 * SVG path data of lines and rings, as few bytes as the eye allows: points that lie on the way between their
 * neighbours are left out, the others stand on the pixel grid and are written as steps from one another. Rings of an
 * area below `smallest`, in square pixels, are gone.
 */
export function lighten(path: string, { tolerance = TOLERANCE, smallest = 0 } = {}): string {
  return path
    .split(/(?=M)/)
    .map((line) => {
      const closed = line.endsWith("Z");
      // bounded: outlines that this program draws.
      const points = (line.match(/-?[\d.]+,-?[\d.]+/g) ?? []).map((one) => one.split(",").map(Number) as unknown as Point);
      if (closed && areaOf(points) < smallest) return "";
      const kept = simplify(closed && points.length ? [...points, points[0]!] : points, tolerance).map(
        ([x, y]): Point => [Math.round(x), Math.round(y)],
      );
      return write(closed ? kept.slice(0, -1) : kept, closed);
    })
    .join("");
}

function areaOf(ring: readonly Point[]): number {
  const twice = ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

/** Douglas and Peucker: the farthest point from the chord stays, and both halves are looked at in turn. */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  const kept = new Set([0, points.length - 1]);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let [worst, far] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const away = distance(points[i]!, points[from]!, points[to]!);
      if (away > far) [worst, far] = [i, away];
    }
    if (worst < 0) continue;
    kept.add(worst);
    spans.push([from, worst], [worst, to]);
  }
  return points.filter((_, i) => kept.has(i));
}

/** From a point to a segment. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx || dy ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** One "move" and one "line" in relative steps, without separators that the grammar can do without. */
function write(points: readonly Point[], closed: boolean): string {
  const steps = points
    .slice(1)
    .map(([x, y], i): Point => [x - points[i]![0], y - points[i]![1]])
    .filter(([dx, dy]) => dx !== 0 || dy !== 0);
  if (steps.length < (closed ? 2 : 1)) return "";
  const [x, y] = points[0]!;
  const numbers = steps.flat().map((n, i) => (i > 0 && n >= 0 ? ` ${n}` : `${n}`));
  return `M${x} ${y}l${numbers.join("")}${closed ? "z" : ""}`;
}

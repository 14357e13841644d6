/** A mark on the drawing: its centre and half its size, in pixels. */
export interface Placed {
  x: number;
  y: number;
  r: number;
  /** Stays where it is: only the others step aside. */
  fixed?: boolean;
}

/** How far a mark may step aside, in pixels of the drawing: some 700 km on the world. */
export const FARTHEST = 18;
/** Between marks: squares reach farther than the circles that they are taken for here. */
const GAP = 2;
const ROUNDS = 40;
/** Beyond this a crowd is a crowd: the filters and the table serve better than any shuffling. */
const MOST = 400;

/** Half the size of a mark that stands for so many records. */
export function radiusOf(count = 1): number {
  return count <= 1 ? 5 : Math.round(Math.min(18, 7 + 2 * Math.log2(count)));
}

/** Marks that would hide each other step aside a little, the same way each time. Returns them in the same order. */
export function spread<P extends Placed>(marks: readonly P[]): P[] {
  const moved = marks.map((mark) => ({ ...mark }));
  if (moved.length > MOST) return moved;
  const near = neighbours(marks);
  for (let round = 0; round < ROUNDS; round++) {
    let still = true;
    for (const [i, j] of near) if (part(moved[i]!, moved[j]!, marks[i]!, marks[j]!, i - j)) still = false;
    if (still) break;
  }
  return moved.map((mark) => ({ ...mark, x: Math.round(mark.x), y: Math.round(mark.y) }));
}

/** The pairs that could ever touch, however far each steps aside. */
function neighbours(marks: readonly Placed[]): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < marks.length; i++)
    for (let j = i + 1; j < marks.length; j++) {
      const [a, b] = [marks[i]!, marks[j]!];
      if (Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r + GAP + 2 * FARTHEST) pairs.push([i, j]);
    }
  return pairs;
}

/** Pushes two marks apart by what they overlap, half each, or all of it when one is fixed. True when they overlapped. */
function part(a: Placed, b: Placed, homeA: Placed, homeB: Placed, turn: number): boolean {
  if (a.fixed && b.fixed) return false;
  let [dx, dy] = [b.x - a.x, b.y - a.y];
  const near = Math.hypot(dx, dy);
  const overlap = a.r + b.r + GAP - near;
  if (overlap <= 0.5) return false;
  // Two marks on one spot part along a direction of their own, so that three do not end in a line.
  if (near < 0.5) [dx, dy] = [Math.cos(turn), Math.sin(turn)];
  const size = Math.hypot(dx, dy);
  const share = a.fixed || b.fixed ? overlap : overlap / 2;
  const [ux, uy] = [(dx / size) * share, (dy / size) * share];
  if (!a.fixed) leash(a, homeA, -ux, -uy);
  if (!b.fixed) leash(b, homeB, ux, uy);
  return true;
}

function leash(mark: Placed, home: Placed, dx: number, dy: number): void {
  const [x, y] = [mark.x + dx - home.x, mark.y + dy - home.y];
  const far = Math.hypot(x, y);
  const part = far > FARTHEST ? FARTHEST / far : 1;
  mark.x = home.x + x * part;
  mark.y = home.y + y * part;
}

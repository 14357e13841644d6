export interface Branch<T> {
  node: T;
  depth: number;
}

/**
 * Programmes in the order of their tree: each under its parent, in the order given. One whose parent is not in the
 * list stands at the root; so does one of a circle, so that none is ever lost.
 */
export function inTreeOrder<T extends { id: string; parent: string | null }>(nodes: T[]): Branch<T>[] {
  const ids = new Set(nodes.map((node) => node.id));
  const children = Map.groupBy(nodes, (node) => (node.parent && ids.has(node.parent) ? node.parent : ""));
  const seen = new Set<string>();
  const walk = (parent: string, depth: number): Branch<T>[] =>
    (children.get(parent) ?? []).flatMap((node) => {
      if (seen.has(node.id)) return [];
      seen.add(node.id);
      return [{ node, depth }, ...walk(node.id, depth + 1)];
    });
  const rooted = walk("", 0);
  const circles = nodes.flatMap((node) => {
    if (seen.has(node.id)) return [];
    seen.add(node.id);
    return [{ node, depth: 0 }, ...walk(node.id, 1)];
  });
  return [...rooted, ...circles];
}

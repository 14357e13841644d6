import { describe, expect, it } from "vitest";
import { inTreeOrder } from "./tree.ts";

const order = (...nodes: [id: string, parent: string | null][]) =>
  inTreeOrder(nodes.map(([id, parent]) => ({ id, parent }))).map(({ node, depth }) => "  ".repeat(depth) + node.id);

describe("programmes as a tree", () => {
  it("stand under their parents, in the order given", () => {
    expect(order(["c", "a"], ["a", null], ["d", "c"], ["b", null], ["e", "a"])).toEqual(["a", "  c", "    d", "  e", "b"]);
  });
  it("are roots when their parent is not there", () => {
    expect(order(["c", "elsewhere"], ["d", "c"])).toEqual(["c", "  d"]);
  });
  it("are never lost, not even in a circle", () => {
    expect(order(["a", "b"], ["b", "a"], ["r", null])).toEqual(["r", "a", "  b"]);
  });
});

import { type XmlNode, XmlXPath } from "libxml2-wasm";

const compiled = new Map<string, XmlXPath>();

function compile(expression: string): XmlXPath {
  let xpath = compiled.get(expression);
  if (!xpath) compiled.set(expression, (xpath = XmlXPath.compile(expression)));
  return xpath;
}

/** The nodes that an expression finds from a node. */
export function find(node: XmlNode, expression: string): XmlNode[] {
  return node.find(compile(expression));
}

/** Their texts. */
export function values(node: XmlNode, expression: string): string[] {
  return find(node, expression).map((found) => found.content);
}

/** What an expression says of a node, as XPath's boolean() does. */
export function holds(node: XmlNode, expression: string): boolean {
  const result = node.eval(compile(expression));
  return Array.isArray(result) ? result.length > 0 : typeof result === "number" ? result !== 0 && !Number.isNaN(result) : Boolean(result);
}

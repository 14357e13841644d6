import { rawAttribute, type XmlNode } from "./node.ts";
import { RefusedFile } from "./refusal.ts";

const DECLARED = "xmlns:";

function declaredOn({ attributes }: XmlNode): string[] {
  return attributes.flatMap((name, i) => (i % 2 === 0 && name.startsWith(DECLARED) ? [name.slice(DECLARED.length)] : []));
}

/**
 * What an element takes from the root of its file, its language and the namespaces of its prefixes, is written on it: it
 * must say the same alone. Throws a RefusedFile for a prefix that nothing declares.
 */
export function standAlone(node: XmlNode, root: XmlNode, prefixed: boolean): void {
  for (const name of ["xml:lang", "xml:space"]) {
    const inherited = rawAttribute(root, name);
    if (inherited !== undefined && rawAttribute(node, name) === undefined) node.attributes.push(name, inherited);
  }
  if (!prefixed) return;
  for (const [prefix, line] of foreignPrefixes(node, new Set(["xml", "xmlns"]), new Map())) {
    const address = rawAttribute(root, DECLARED + prefix);
    if (address === undefined) throw new RefusedFile("namespace", line, { prefix: prefix.slice(0, 80) });
    node.attributes.push(DECLARED + prefix, address);
  }
}

/** The prefixes that names inside the element use without declaring them, with the line where each is first met. */
function foreignPrefixes(node: XmlNode, known: ReadonlySet<string>, found: Map<string, number>): Map<string, number> {
  const own = declaredOn(node);
  const here = own.length > 0 ? new Set([...known, ...own]) : known;
  for (const name of [node.name, ...node.attributes.filter((_, i) => i % 2 === 0)]) {
    const colon = name.indexOf(":");
    const prefix = name.slice(0, Math.max(colon, 0));
    if (prefix !== "" && !here.has(prefix) && !found.has(prefix)) found.set(prefix, node.line);
  }
  for (const child of node.children) if (typeof child !== "string") foreignPrefixes(child, here, found);
  return found;
}

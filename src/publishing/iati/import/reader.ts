import { SaxesParser } from "saxes";
import { textOf } from "./decode.ts";
import type { XmlNode } from "./node.ts";
import { RefusedFile } from "./refusal.ts";

/** What no real file comes near, so that a hostile one cannot fill the memory. */
export const limits = {
  depth: 60,
  attributes: 60,
  /** Characters between one event of the parser and the next: a text, a tag, a comment. */
  token: 1_000_000,
  /** Elements, and characters of texts and attributes, of one activity. */
  elements: 100_000,
  characters: 16_000_000,
};

export type Item =
  | { type: "start"; holds: "activities" | "organisations"; version: string; generatedAt: string | undefined }
  | { type: "activity" | "organisation" | "other"; node: XmlNode };

const roots: Record<string, { holds: "activities" | "organisations"; item: string; type: "activity" | "organisation" }> = {
  "iati-activities": { holds: "activities", item: "iati-activity", type: "activity" },
  "iati-organisations": { holds: "organisations", item: "iati-organisation", type: "organisation" },
};

/**
 * Reads an IATI 2.0x file of any size, an activity at a time: the memory of the largest one. Throws a RefusedFile, with
 * the line, for all that is no well-formed IATI file, and for what only a hostile one holds: a DTD, entities, excess.
 */
export async function* readIati(source: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  const build = builder();
  for await (const text of textOf(source)) {
    build.write(text);
    yield* build.take();
  }
  build.end();
  yield* build.take();
}

function builder() {
  const parser = new SaxesParser({ position: true, forceXMLVersion: true, defaultXMLVersion: "1.0" });
  let items: Item[] = [];
  let root: (XmlNode & { namespaces: Map<string, string> }) | undefined;
  let kind: (typeof roots)[string] | undefined;
  const stack: XmlNode[] = [];
  let ended = false;
  let [elements, characters, pending] = [0, 0, 0];
  const refuse = (code: ConstructorParameters<typeof RefusedFile>[0], values = {}): never => {
    throw new RefusedFile(code, parser.line, values);
  };
  const grow = (more: number) => {
    pending = 0;
    characters += more;
    if (characters > limits.characters || elements > limits.elements) refuse("activity_too_large", { line: stack[0]?.line ?? parser.line });
  };

  parser.on("error", (error) => {
    const message = error.message.replace(/^\d+:\d+: /, "");
    refuse(ended ? "truncated" : "malformed", { message });
  });
  parser.on("doctype", () => refuse("doctype"));
  parser.on("xmldecl", () => {
    pending = 0;
  });
  parser.on("comment", () => {
    pending = 0;
  });
  parser.on("processinginstruction", () => {
    pending = 0;
  });
  let attributes = 0;
  parser.on("opentagstart", () => {
    attributes = 0;
    tagLine = parser.line;
  });
  let tagLine = 1;
  parser.on("attribute", () => {
    if (++attributes > limits.attributes) refuse("too_many_attributes", { maximum: limits.attributes });
  });
  parser.on("opentag", (tag) => {
    const node: XmlNode = { name: tag.name, attributes: tag.attributes as Record<string, string>, children: [], line: tagLine };
    if (!root) {
      root = { ...node, namespaces: namespacesOf(node) };
      kind = Object.hasOwn(roots, node.name) ? roots[node.name] : undefined;
      // IATI has no namespace.
      if (!kind || node.attributes.xmlns) refuse("not_iati", { name: node.name.slice(0, 80) });
      items.push(start(root, kind!.holds));
      grow(0);
      return;
    }
    elements++;
    let weight = node.name.length;
    for (const name in node.attributes) weight += name.length + node.attributes[name]!.length;
    grow(weight);
    if (stack.length >= limits.depth) refuse("too_deep", { maximum: limits.depth });
    stack.at(-1)?.children.push(node);
    stack.push(node);
  });
  const text = (words: string) => {
    grow(words.length);
    const parent = stack.at(-1);
    if (parent) parent.children.push(words);
    else if (words.trim() !== "") items.push({ type: "other", node: { name: "text", attributes: {}, children: [], line: parser.line } });
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", () => {
    pending = 0;
    const node = stack.pop();
    if (!node || stack.length > 0) return;
    inherit(node, root!);
    items.push({ type: node.name === kind!.item ? kind!.type : "other", node });
    [elements, characters] = [0, 0];
  });

  return {
    write(chunk: string) {
      pending += chunk.length;
      parser.write(chunk);
      if (pending > limits.token) refuse("too_long", { maximum: limits.token });
    },
    end() {
      ended = true;
      parser.close();
    },
    take() {
      const done = items;
      items = [];
      return done;
    },
  };

  function start(node: XmlNode, holds: "activities" | "organisations"): Item {
    const version = node.attributes.version?.trim() ?? "";
    if (version === "") refuse("version_missing");
    if (/^1\./.test(version)) refuse("version_old", { version });
    if (!/^2\.0[1-9]$/.test(version)) refuse("version_unknown", { version: version.slice(0, 20) });
    return { type: "start", holds, version, generatedAt: node.attributes["generated-datetime"]?.trim() };
  }

  /** What the element takes from the file around it is written on it: it must say the same alone. */
  function inherit(node: XmlNode, from: NonNullable<typeof root>): void {
    for (const name of ["xml:lang", "xml:space"]) if (from.attributes[name] !== undefined) node.attributes[name] ??= from.attributes[name];
    for (const prefix of foreignPrefixes(node, new Set(["xml", "xmlns"]))) {
      const address = from.namespaces.get(prefix.name);
      if (address === undefined) throw new RefusedFile("namespace", prefix.line, { prefix: prefix.name.slice(0, 80) });
      node.attributes[`xmlns:${prefix.name}`] = address;
    }
  }
}

function namespacesOf(node: XmlNode): Map<string, string> {
  return new Map(
    Object.entries(node.attributes).flatMap(([name, value]) => (name.startsWith("xmlns:") ? [[name.slice(6), value] as const] : [])),
  );
}

/** The prefixes that names inside the element use without declaring them. */
function foreignPrefixes(node: XmlNode, known: Set<string>, found = new Map<string, number>()): { name: string; line: number }[] {
  let here = known;
  for (const name in node.attributes) {
    if (!name.startsWith("xmlns:")) continue;
    if (here === known) here = new Set(known);
    here.add(name.slice(6));
  }
  const see = (name: string) => {
    const colon = name.indexOf(":");
    if (colon > 0 && !here.has(name.slice(0, colon)) && !found.has(name.slice(0, colon))) found.set(name.slice(0, colon), node.line);
  };
  see(node.name);
  for (const name in node.attributes) see(name);
  for (const child of node.children) if (typeof child !== "string") foreignPrefixes(child, here, found);
  return [...found].map(([name, line]) => ({ name, line }));
}

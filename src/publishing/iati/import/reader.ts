import { SaxesParser } from "saxes";
import { textOf } from "./decode.ts";
import { standAlone } from "./namespaces.ts";
import { rawAttribute, type XmlNode } from "./node.ts";
import { type FileFault, RefusedFile } from "./refusal.ts";

/** What no real file comes near, so that a hostile one cannot fill the memory. */
export const limits = {
  depth: 60,
  /** Attributes of one element. */
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

interface Root {
  holds: "activities" | "organisations";
  item: string;
  type: "activity" | "organisation";
}
const roots = new Map<string, Root>([
  ["iati-activities", { holds: "activities", item: "iati-activity", type: "activity" }],
  ["iati-organisations", { holds: "organisations", item: "iati-organisation", type: "organisation" }],
]);

/**
 * Reads an IATI 2.0x file of any size, an activity at a time: the memory of the largest one. Throws a RefusedFile, with
 * the line, for all that is no well-formed IATI file, and for what only a hostile one holds: a DTD, entities, excess.
 */
export async function* readIati(source: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  const parts = new PartsOfFile();
  for await (const text of textOf(source)) {
    parts.write(text);
    yield* parts.take();
  }
  parts.end();
  yield* parts.take();
}

/** Builds the elements under the root, each whole, from the events of the parser. */
class PartsOfFile {
  #parser = new SaxesParser({ position: true, forceXMLVersion: true, defaultXMLVersion: "1.0" });
  #items: Item[] = [];
  #root: XmlNode | undefined;
  #kind: Root | undefined;
  #stack: XmlNode[] = [];
  #ended = false;
  /** The tag that is being read. */
  #line = 1;
  #attributes: string[] = [];
  #weight = 0;
  /** Of the element under the root that is being read. */
  #elements = 0;
  #characters = 0;
  #prefixed = false;
  /** Characters since the last event. */
  #pending = 0;

  constructor() {
    const parser = this.#parser;
    const seen = () => {
      this.#pending = 0;
    };
    parser.on("error", (error) =>
      this.#refuse(this.#ended ? "truncated" : "malformed", { message: error.message.replace(/^\d+:\d+: /, "") }),
    );
    parser.on("doctype", () => this.#refuse("doctype"));
    parser.on("xmldecl", seen);
    parser.on("comment", seen);
    parser.on("processinginstruction", seen);
    parser.on("opentagstart", ({ name }) => {
      this.#line = parser.line;
      this.#attributes = [];
      this.#weight = name.length;
      if (name.includes(":")) this.#prefixed = true;
    });
    parser.on("attribute", ({ name, value }) => {
      if (this.#attributes.length >= 2 * limits.attributes) this.#refuse("too_many_attributes", { maximum: limits.attributes });
      this.#attributes.push(name, value);
      this.#weight += name.length + value.length;
      if (name.includes(":") && !name.startsWith("xml:")) this.#prefixed = true;
    });
    parser.on("opentag", ({ name }) => this.#open({ name, attributes: this.#attributes, children: [], line: this.#line }));
    parser.on("text", (words) => this.#text(words));
    parser.on("cdata", (words) => this.#text(words));
    parser.on("closetag", () => this.#close());
  }

  write(text: string): void {
    this.#pending += text.length;
    this.#parser.write(text);
    if (this.#pending > limits.token) this.#refuse("too_long", { maximum: limits.token });
  }

  end(): void {
    this.#ended = true;
    this.#parser.close();
  }

  /** What is whole since the last time. */
  take(): Item[] {
    const done = this.#items;
    this.#items = [];
    return done;
  }

  #refuse(code: FileFault, values: Record<string, string | number> = {}): never {
    throw new RefusedFile(code, this.#parser.line, values);
  }

  #grow(characters: number): void {
    this.#pending = 0;
    this.#characters += characters;
    if (this.#characters > limits.characters || this.#elements > limits.elements)
      this.#refuse("activity_too_large", { line: this.#stack[0]?.line ?? this.#line });
  }

  #open(node: XmlNode): void {
    if (!this.#root) {
      this.#root = node;
      this.#items.push(this.#start(node));
      this.#pending = 0;
      return;
    }
    if (this.#stack.length >= limits.depth) this.#refuse("too_deep", { maximum: limits.depth });
    this.#elements++;
    this.#grow(this.#weight);
    this.#stack.at(-1)?.children.push(node);
    this.#stack.push(node);
  }

  #start(root: XmlNode): Item {
    this.#kind = roots.get(root.name);
    // IATI has no namespace.
    if (!this.#kind || rawAttribute(root, "xmlns")) this.#refuse("not_iati", { name: root.name.slice(0, 80) });
    const version = rawAttribute(root, "version")?.trim() ?? "";
    if (version === "") this.#refuse("version_missing");
    if (/^1\./.test(version)) this.#refuse("version_old", { version: version.slice(0, 20) });
    if (!/^2\.0[1-9]$/.test(version)) this.#refuse("version_unknown", { version: version.slice(0, 20) });
    this.#prefixed = false;
    return { type: "start", holds: this.#kind!.holds, version, generatedAt: rawAttribute(root, "generated-datetime")?.trim() };
  }

  #text(words: string): void {
    this.#grow(words.length);
    const parent = this.#stack.at(-1);
    if (parent) parent.children.push(words);
    else if (/\S/.test(words))
      this.#items.push({ type: "other", node: { name: "text", attributes: [], children: [], line: this.#parser.line } });
    else this.#characters = 0;
  }

  #close(): void {
    this.#pending = 0;
    const node = this.#stack.pop();
    if (!node || this.#stack.length > 0) return;
    standAlone(node, this.#root!, this.#prefixed);
    this.#items.push({ type: node.name === this.#kind!.item ? this.#kind!.type : "other", node });
    [this.#elements, this.#characters, this.#prefixed] = [0, 0, false];
  }
}

import { escapeXml } from "../../xml.ts";

/** An element as it was read. Attributes in the order of the file; texts decoded. */
export interface XmlNode {
  name: string;
  /** Name, value, name, value… */
  attributes: string[];
  children: (XmlNode | string)[];
  /** The line of the file on which it begins. */
  line: number;
}

const SOMETHING = /[^ \t\r\n]/;
const AWKWARD = /[&<>"\r\n\t\ud800-\udfff\ufffe\uffff]/;

const attributeText = (value: string) =>
  AWKWARD.test(value) ? escapeXml(value).replace(/[\n\t]/g, (c) => `&#${c.charCodeAt(0)};`) : value;

/**
 * The canonical form: as src/publishing/xml.ts writes, attributes in the order they came in, no comment, and no white
 * space but in a text. An element that mixes texts and elements keeps all its texts. Written and read again, it is the same.
 */
export function canonical(node: XmlNode): string {
  let tag = `<${node.name}`;
  const { attributes } = node;
  for (let i = 0; i < attributes.length; i += 2) tag += ` ${attributes[i]}="${attributeText(attributes[i + 1]!)}"`;
  const mixed = node.children.some((child) => typeof child === "string" && SOMETHING.test(child));
  let content = "";
  for (const child of node.children) {
    if (typeof child !== "string") content += canonical(child);
    else if (mixed) content += AWKWARD.test(child) ? escapeXml(child) : child;
  }
  return content === "" ? `${tag}/>` : `${tag}>${content}</${node.name}>`;
}

export function childrenOf(node: XmlNode, name: string): XmlNode[] {
  return node.children.filter((child): child is XmlNode => typeof child !== "string" && child.name === name);
}

export function childOf(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((child): child is XmlNode => typeof child !== "string" && child.name === name);
}

/** The text of an element itself, without white space around. */
export function ownText(node: XmlNode | undefined): string {
  return node
    ? node.children
        .filter((child) => typeof child === "string")
        .join("")
        .trim()
    : "";
}

/** The value of an attribute, as it stands; undefined when it is absent. */
export function rawAttribute({ attributes }: XmlNode, name: string): string | undefined {
  for (let i = 0; i < attributes.length; i += 2) if (attributes[i] === name) return attributes[i + 1];
  return undefined;
}

/** The value of an attribute without white space around; undefined when it is absent or empty. */
export function attributeOf(node: XmlNode | undefined, name: string): string | undefined {
  return (node && rawAttribute(node, name)?.trim()) || undefined;
}

/**
 * The same value in strings of its own. A string that was cut out of a chunk of the file holds the whole chunk in memory:
 * what outlives its batch is copied.
 */
export function detached<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

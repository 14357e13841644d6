// What XML 1.0 cannot hold, written or escaped: other control characters, lone surrogates, the two non-characters.
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };

/** A text inside an element or an attribute; what XML cannot hold is left out. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, "").replace(/[&<>"\r]/g, (character) => entities[character]!);
}

export type Attributes = Record<string, string | number | null | undefined>;

function open(name: string, attributes: Attributes): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    // A line end in an attribute would be read as a space.
    if (value !== null && value !== undefined)
      tag += ` ${key}="${escapeXml(String(value)).replace(/[\n\t]/g, (c) => `&#${c.charCodeAt(0)};`)}"`;
  }
  return tag;
}

/** An element with children already written. Absent attributes are left out; without children it closes itself. */
export function element(name: string, attributes: Attributes, ...children: (string | undefined)[]): string {
  const content = children.filter(Boolean).join("");
  return content ? `${open(name, attributes)}>${content}</${name}>` : `${open(name, attributes)}/>`;
}

/** An element that holds a text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `${open(name, attributes)}>${escapeXml(text)}</${name}>`;
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { XmlComment, XmlDocument, XmlElement, XmlText } from "libxml2-wasm";
import { StartupError } from "./startup-error.ts";

/** The most that a mark may weigh: it goes with a first visit. */
const MOST_BYTES = 8_192;

const shapes = ["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title"];
const attributes = [
  ...["viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points", "transform"],
  ...["fill", "fill-rule", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-opacity"],
];
const VALUE = /^[\w\s.,#()+%-]*$/;

/**
 * The mark of a city, from the SVG file of its folder: written again from the shapes that may be in it, so that no script, style,
 * picture or address of another site can come along. Throws a StartupError that names what may not be there.
 */
export async function readMark(cityDir: string, file: string): Promise<string> {
  const path = join(cityDir, file);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(`${path} cannot be read (${error.code}): mark, in city.yaml, names the SVG file of the city’s mark.`);
  });
  return safeSvg(text, path);
}

/** An SVG with shapes and colours alone. Throws a StartupError, in which `path` names the file. */
export function safeSvg(text: string, path: string): string {
  if (Buffer.byteLength(text) > MOST_BYTES) throw new StartupError(`${path}: a mark weighs ${MOST_BYTES} bytes at most.`);
  if (text.includes("<!") && /<!(DOCTYPE|ENTITY)/i.test(text)) throw new StartupError(`${path}: no DOCTYPE, no entity.`);
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(text);
  } catch (error) {
    throw new StartupError(`${path}: ${(error as Error).message}`);
  }
  try {
    if (document.root.name !== "svg" || document.root.namespaceUri !== "http://www.w3.org/2000/svg")
      throw new StartupError(`${path}: an svg element of the namespace http://www.w3.org/2000/svg is expected.`);
    if (!document.root.attr("viewBox")) throw new StartupError(`${path}: a viewBox says how large the drawing is.`);
    return written(document.root, path);
  } finally {
    document.dispose();
  }
}

function written(element: XmlElement, path: string): string {
  const { name } = element;
  if (!shapes.includes(name)) throw new StartupError(`${path}: <${name}> may not be in a mark, only ${shapes.join(", ")}.`);
  const said = element.attrs.map((one) => {
    if (!attributes.includes(one.name)) throw new StartupError(`${path}: ${one.name} of <${name}> may not be in a mark.`);
    if (!VALUE.test(one.value) || /url/i.test(one.value))
      throw new StartupError(`${path}: ${one.name}="${one.value}" may not be in a mark.`);
    return ` ${one.name}="${one.value}"`;
  });
  let inside = "";
  for (let node = element.firstChild; node; node = node.next) {
    if (node instanceof XmlElement) inside += written(node, path);
    else if (name === "title" && node instanceof XmlText) inside += escaped(node.content);
    else if (!(node instanceof XmlComment) && node.content.trim()) throw new StartupError(`${path}: <${name}> may hold no text.`);
  }
  const namespace = name === "svg" ? ' xmlns="http://www.w3.org/2000/svg"' : "";
  return `<${name}${namespace}${said.join("")}${inside ? `>${inside}</${name}>` : "/>"}`;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

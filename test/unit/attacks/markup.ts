import { type DefaultTreeAdapterMap, parse } from "parse5";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

/** Addresses of which a browser makes a script or a page of its own. */
const RUNS = /^[\s\0]*(javascript|vbscript|data:text|data:image\/svg)/i;
const ADDRESSES = new Set(["href", "src", "action", "formaction", "xlink:href", "poster", "data", "srcdoc", "ping"]);

/** All that could act in a page, as a browser reads it: scripts and styles within it, attributes that run, addresses that do, what a text made. */
export function acting(html: string, marker: RegExp): string[] {
  const found: string[] = [];
  const walk = (node: Node): void => {
    if ("tagName" in node) look(node, found, marker);
    for (const child of ("childNodes" in node ? node.childNodes : []) as Node[]) walk(child);
    if ("content" in node) walk(node.content);
  };
  walk(parse(html));
  return found;
}

function look({ tagName, attrs, childNodes }: Element, found: string[], marker: RegExp): void {
  const attributes = new Map(attrs.map(({ name, prefix, value }) => [prefix ? `${prefix}:${name}` : name, value]));
  if (tagName === "script" && !/^application\/(ld\+)?json$/.test(attributes.get("type") ?? "") && !own(attributes.get("src")))
    found.push(`<script> ${attributes.get("src") ?? "inline"}`);
  if (tagName === "script" && attributes.has("src") && childNodes.length > 0) found.push("<script> with a source and a text");
  if (["style", "object", "embed", "applet", "base", "frame"].includes(tagName) && !(tagName === "base" && !attributes.has("href")))
    found.push(`<${tagName}>`);
  if (tagName === "meta" && /refresh|content-security-policy/i.test(attributes.get("http-equiv") ?? "")) found.push("<meta http-equiv>");
  if (marker.test(tagName)) found.push(`<${tagName}>, made of a text`);
  for (const [name, value] of attributes) {
    if (/^on/i.test(name) || name === "style" || marker.test(name)) found.push(`<${tagName} ${name}>`);
    if (ADDRESSES.has(name) && RUNS.test(value)) found.push(`<${tagName} ${name}="${value.slice(0, 40)}">`);
  }
}

const own = (src: string | undefined): boolean => /^\/assets\/[\w./-]+$/.test(src ?? "");

/** The addresses of this site that a page leads to. */
export function linksOf(html: string): string[] {
  const links: string[] = [];
  const walk = (node: Node): void => {
    if ("attrs" in node)
      for (const { name, value } of node.attrs)
        if ((name === "href" || name === "action") && /^\/(?!\/)/.test(value)) links.push(value.split("#")[0]!);
    for (const child of ("childNodes" in node ? node.childNodes : []) as Node[]) walk(child);
  };
  walk(parse(html));
  return [...new Set(links)];
}

import type { Layer, MapConfig } from "./types.ts";

/** Writes the layers shown into the address without a step in the history, and into the filters of the page. */
export function writeLayers(config: MapConfig, shown: ReadonlySet<Layer>): void {
  const query = new URLSearchParams(location.search);
  query.delete("layer");
  const usual = config.usualLayers.length === shown.size && config.usualLayers.every((layer) => shown.has(layer));
  if (!usual) for (const layer of shown) query.append("layer", layer);
  const search = query.toString();
  history.replaceState(history.state, "", location.pathname + (search ? `?${search}` : "") + location.hash);
  for (const box of document.querySelectorAll<HTMLInputElement>('.filters input[name="layer"]'))
    box.checked = shown.has(box.value as Layer);
}

/** What is passed on is always what is on the screen: the address with its view, the code to embed with its filters. */
export function writeShare(config: MapConfig): void {
  const [link, address, embed] = ["share-link", "share-address", "share-embed"].map((id) => document.getElementById(id));
  if (link instanceof HTMLAnchorElement) link.href = location.href;
  if (address instanceof HTMLInputElement) address.value = location.href;
  if (embed instanceof HTMLTextAreaElement) {
    const frame = `${location.origin}${config.embed}${location.search}`.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    embed.value = embed.value.replace(/src="[^"]*"/, () => `src="${frame}"`);
  }
}

/** Leaves the address without a view. */
export function forgetView(): void {
  history.replaceState(history.state, "", location.pathname + location.search);
}

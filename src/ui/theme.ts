import { createHash } from "node:crypto";
import type { City } from "../platform/city.ts";

/** The city's colours as custom properties: the only style that comes from configuration. */
export function themeCss(city: City): string {
  const properties = (palette: City["colours"]["light"]) =>
    Object.entries(palette)
      .map(([name, value]) => `--${name}:${value}`)
      .join(";");
  return `:root{${properties(city.colours.light)}}@media (prefers-color-scheme:dark){:root{${properties(city.colours.dark)}}}@media print{:root{--paper:#ffffff;--ink:#000000;--line:#999999;--muted:#333333}}`;
}

const addresses = new WeakMap<City, string>();

/** Its address changes with its content, so that browsers may keep it for ever. */
export function themeHref(city: City): string {
  let address = addresses.get(city);
  if (!address)
    addresses.set(city, (address = `/theme.${createHash("sha256").update(themeCss(city)).digest("base64url").slice(0, 8)}.css`));
  return address;
}

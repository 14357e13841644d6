import type { Localised } from "../../../platform/localised.ts";
import { attributeOf, childOf, childrenOf, ownText, type XmlNode } from "./node.ts";
import { type Share, sharesOf } from "./shares.ts";
import { cut, inOneLine, narrativesOf, type Reading } from "./values.ts";

/** A point that an activity names, in degrees (WGS 84). */
export interface Site {
  name: Localised;
  latitude: number;
  longitude: number;
  exactness: "exact" | "approximate";
  geonamesId: number | null;
}

/** Beyond this a record takes no more lines (src/register/record/fields.ts): the rest stays in the XML. */
export const MOST_LINES = 500;

export function countriesOf(activity: XmlNode, reading: Reading): Share[] {
  const { known, tell } = reading;
  const codes = (nodes: XmlNode[]) =>
    nodes.flatMap((node) => {
      const code = attributeOf(node, "code")?.toUpperCase();
      if (code && known.countries.has(code)) return [{ code, node }];
      tell("country_unknown", node, { value: code ?? "" });
      return [];
    });
  const own = childrenOf(activity, "recipient-country");
  if (own.length > 0) return sharesOf(codes(own), tell);
  const ofTransactions = childrenOf(activity, "transaction").flatMap((node) => childrenOf(node, "recipient-country"));
  const found = new Set(codes(ofTransactions).map(({ code }) => code));
  if (found.size > 0) tell("countries_of_transactions", activity, { count: found.size });
  return [...found].map((code) => ({ code, percentage: null }));
}

export function sitesOf(activity: XmlNode, reading: Reading): Site[] {
  const nodes = childrenOf(activity, "location");
  const sites = nodes.flatMap((node): Site[] => {
    const position = childOf(childOf(node, "point") ?? node, "pos");
    if (!position) return []; // an area without a point: nothing to put on a map
    const text = ownText(position);
    const [latitude, longitude, ...more] = text.split(/[\s,]+/).map(Number) as [number, number];
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) || more.length > 0 || (latitude === 0 && longitude === 0)) {
      reading.tell("point", position, { value: text });
      return [];
    }
    const geonames = childrenOf(node, "location-id").find((id) => attributeOf(id, "vocabulary") === "G1");
    const id = Number(attributeOf(geonames, "code"));
    const name = childOf(node, "name");
    return [
      {
        name: name ? cut(inOneLine(narrativesOf(name, reading)), 300, name, reading.tell) : {},
        latitude,
        longitude,
        exactness: attributeOf(childOf(node, "exactness"), "code") === "2" ? "approximate" : "exact",
        geonamesId: Number.isSafeInteger(id) && id > 0 ? id : null,
      },
    ];
  });
  if (sites.length > MOST_LINES) reading.tell("too_many", nodes[MOST_LINES]!, { maximum: MOST_LINES });
  return sites.slice(0, MOST_LINES);
}

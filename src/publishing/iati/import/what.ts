import { attributeOf, childrenOf, type XmlNode } from "./node.ts";
import { type Share, sharesOf } from "./shares.ts";
import type { Reading } from "./values.ts";

/** DAC code of what is attributed to no sector: it says nothing. */
const NO_SECTOR = "99810";

/** Purpose codes of the DAC (vocabulary 1, or none said). Other vocabularies stay in the XML, and are told. */
export function sectorsOf(activity: XmlNode, reading: Reading): Share[] {
  const { known, tell } = reading;
  const purposes = (nodes: XmlNode[]) =>
    nodes.flatMap((node) => {
      const vocabulary = attributeOf(node, "vocabulary") ?? "1";
      const code = attributeOf(node, "code") ?? "";
      if (vocabulary !== "1") {
        if (!SDG.has(vocabulary)) tell("vocabulary", node, { vocabulary });
        return [];
      }
      if (code === NO_SECTOR) return [];
      if (known.terms.get("dac-sector")?.has(code)) return [{ code, node }];
      tell("code_unknown", node, { value: code });
      return [];
    });
  const own = childrenOf(activity, "sector");
  if (own.length > 0) {
    const found = purposes(own);
    return found.length === 0 ? [] : sharesOf(found, tell);
  }
  const found = new Set(
    purposes(childrenOf(activity, "transaction").flatMap((node) => childrenOf(node, "sector"))).map(({ code }) => code),
  );
  if (found.size > 0) tell("sectors_of_transactions", activity, { count: found.size });
  return [...found].map((code) => ({ code, percentage: null }));
}

/** SectorVocabulary 7, 8, 9: goals, targets and indicators of the United Nations. */
const SDG = new Set(["7", "8", "9"]);

/** Goals and targets, whether an activity gives them as tags (vocabularies 2 and 3) or as sectors (7 and 8). */
export function goalsOf(activity: XmlNode, { known, tell }: Reading): { goals: string[]; targets: string[] } {
  const found = { goals: new Set<string>(), targets: new Set<string>() };
  for (const name of ["tag", "sector"] as const) {
    for (const node of childrenOf(activity, name)) {
      const vocabulary = attributeOf(node, "vocabulary");
      const into =
        vocabulary === (name === "tag" ? "2" : "7") ? "goals" : vocabulary === (name === "tag" ? "3" : "8") ? "targets" : undefined;
      const code = attributeOf(node, "code") ?? "";
      if (!into) continue;
      if (known.terms.get(into === "goals" ? "sdg-goal" : "sdg-target")?.has(code)) found[into].add(code);
      else tell("code_unknown", node, { value: code });
    }
  }
  return { goals: [...found.goals], targets: [...found.targets] };
}

/** Codes that a city gave as tags of its own (vocabulary 99): the address of the list, the code. */
export function ownTagsOf(activity: XmlNode): { list: string; code: string }[] {
  return childrenOf(activity, "tag").flatMap((node) => {
    const [list, code] = [attributeOf(node, "vocabulary-uri"), attributeOf(node, "code")];
    return attributeOf(node, "vocabulary") === "99" && list && code ? [{ list, code }] : [];
  });
}

/** OECD DAC policy markers of the register: 1 gender, 6 mitigation, 7 adaptation; 3 and 4 also say that it is the principal aim. */
export function markersOf(
  activity: XmlNode,
  { tell }: Reading,
): { gender: number | null; mitigation: number | null; adaptation: number | null } {
  const markers: Record<string, number | null> = { "1": null, "6": null, "7": null };
  for (const node of childrenOf(activity, "policy-marker")) {
    const code = attributeOf(node, "code") ?? "";
    if ((attributeOf(node, "vocabulary") ?? "1") !== "1" || !Object.hasOwn(markers, code)) continue;
    const significance = attributeOf(node, "significance") ?? "";
    if (/^[0-4]$/.test(significance)) markers[code] ??= Math.min(2, Number(significance));
    else tell("code_unknown", node, { value: significance });
  }
  return { gender: markers["1"]!, mitigation: markers["6"]!, adaptation: markers["7"]! };
}

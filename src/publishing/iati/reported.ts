import { type Attributes, element } from "../xml.ts";

/** An activity as it is written: its attributes, and its elements of each name in the order of the schema. */
export interface Written {
  attributes: Attributes;
  parts: [name: string, xml: string][];
}

export function activityXml({ attributes, parts }: Written): string {
  return element("iati-activity", attributes, ...parts.map(([, xml]) => xml));
}

export interface Element {
  name: string;
  /** As it stands between the name and the end of the tag. */
  attributes: string;
  xml: string;
}

const TAG = /<(\/?)([^\s<>/]+)((?:[\s/][^<>]*)?)>/g;

/** The attributes and the elements of an element in canonical form, which holds no comment and no ">" but those of its tags. */
export function split(xml: string): { attributes: string; children: Element[] } {
  const children: Element[] = [];
  let [depth, attributes, start] = [0, "", 0];
  let open: Pick<Element, "name" | "attributes"> = { name: "", attributes: "" };
  for (const { 0: tag, 1: end, 2: name, 3: rest = "", index } of xml.matchAll(TAG)) {
    const alone = rest.endsWith("/");
    const own = alone ? rest.slice(0, -1) : rest;
    if (end) depth--;
    else if (depth === 0) attributes = own;
    else if (depth === 1) [open, start] = [{ name: name!, attributes: own }, index];
    if (!end && !alone) depth++;
    // A child has ended: it closed itself, or its end tag came.
    if (depth === 1 && (end || (alone && index > 0))) children.push({ ...open, xml: xml.slice(start, index + tag.length) });
  }
  return { attributes, children };
}

const attributeOf = (attributes: string, name: string) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];

/** The fields of a project or a programme that an element says. What no field says is always as it was reported. */
const says: Record<string, readonly string[]> = {
  title: ["name"],
  description: ["description"],
  "participating-org": ["partners", "funders", "channel"],
  "other-identifier": ["reference"],
  "activity-status": ["state", "startedOn", "endedOn"],
  "activity-date": ["plannedStart", "plannedEnd", "actualStart", "actualEnd", "startedOn", "endedOn"],
  "recipient-country": ["countries"],
  "recipient-region": ["countries"],
  location: ["places", "sites"],
  sector: ["sectors"],
  tag: ["goals", "targets", "themes", "programme"],
  "policy-marker": ["genderMarker", "mitigationMarker", "adaptationMarker"],
  "collaboration-type": ["collaboration"],
  "default-aid-type": ["aidType"],
  budget: ["budgetCents", "currency"],
  "document-link": ["documents", "website", "agreement"],
  "related-activity": ["programme", "parent"],
  result: ["results"],
};

/** What may be added to as it was reported, and by which attribute what is there already is known. */
const additions: Record<string, string> = { transaction: "ref", "planned-disbursement": "", "related-activity": "ref" };

/**
 * An activity that came from a file, once its record says something else: the elements of the fields that were changed
 * since as the record says them, all others as they were reported; the money of awards made since, added. Its
 * identifier and its reporter stay for ever.
 */
export function merged(xml: string, made: Written, changed: readonly string[]): string {
  const { attributes, children } = split(xml);
  const isChanged = (name: string) => says[name]?.some((field) => changed.includes(field)) ?? false;
  const order = new Map(made.parts.map(([name], i) => [name, i]));
  const own = new Map<number, string>();
  const put = (name: string, part: string) => {
    // Elements of other standards come last.
    const at = order.get(name) ?? made.parts.length;
    own.set(at, (own.get(at) ?? "") + part);
  };
  const there = new Set<string>();
  for (const child of children) {
    // Activities related in another way than as whole and part are told by no field.
    const kind = child.name === "related-activity" && !["1", "2"].includes(attributeOf(child.attributes, "type") ?? "");
    if (isChanged(child.name) && !kind) continue;
    put(child.name, child.xml);
    there.add(`${child.name} ${attributeOf(child.attributes, additions[child.name] || "-")}`);
  }
  for (const [name, part] of made.parts) {
    if (isChanged(name)) put(name, part);
    else if (name in additions)
      for (const one of split(`<x>${part}</x>`).children)
        if (!there.has(`${name} ${attributeOf(one.attributes, additions[name] || "-")}`) || !additions[name]) put(name, one.xml);
  }
  const content = [...own]
    .sort(([a], [b]) => a - b)
    .map(([, part]) => part)
    .join("");
  return `<iati-activity${rootAttributes(attributes, made.attributes, changed)}>${content}</iati-activity>`;
}

/** The date moves; the flag only when it was changed. The currency and the language are those of what is left as it was. */
function rootAttributes(reported: string, made: Attributes, changed: readonly string[]): string {
  const set = (all: string, name: string, value: string | number | null | undefined) => {
    const rest = all.replace(new RegExp(`\\s${name}="[^"]*"`), "");
    return value === null || value === undefined ? rest : `${rest} ${name}="${value}"`;
  };
  const dated = set(reported, "last-updated-datetime", made["last-updated-datetime"]);
  return changed.includes("humanitarian") ? set(dated, "humanitarian", made.humanitarian) : dated;
}

import type { Localised } from "../../../platform/localised.ts";
import type { projectRoles } from "../../../register/project/rules.ts";
import { attributeOf, childrenOf, type XmlNode } from "./node.ts";
import { cut, inOneLine, narrativesOf, type Reading } from "./values.ts";

/** An organisation as a file names it: by a reference, by names, by both. */
export interface Party {
  ref: string | null;
  name: Localised;
  type: string | null;
  line: number;
}
export interface Participant extends Party {
  role: (typeof projectRoles)[number];
  channel: string | null;
}

// IATI OrganisationRole: 1 funding, 2 accountable, 3 extending (it leads on behalf of the funder), 4 implementing.
const roles: Record<string, Participant["role"]> = { "1": "funder", "2": "accountable", "3": "lead", "4": "implementer" };

export function partyOf(node: XmlNode, reading: Reading): Party | undefined {
  const ref = attributeOf(node, "ref")?.slice(0, 200) ?? null;
  const name = cut(inOneLine(narrativesOf(node, reading)), 300, node, reading.tell);
  if (!ref && Object.keys(name).length === 0) return undefined;
  const type = attributeOf(node, "type");
  const known = type !== undefined && reading.known.terms.get("organisation-type")?.has(type);
  return { ref, name, type: known ? type : null, line: node.line };
}

export function participantsOf(activity: XmlNode, reading: Reading): Participant[] {
  return childrenOf(activity, "participating-org").flatMap((node) => {
    const role = roles[attributeOf(node, "role") ?? ""];
    const party = partyOf(node, reading);
    if (!role)
      reading.tell(attributeOf(node, "role") ? "code_unknown" : "code_missing", node, { value: attributeOf(node, "role") ?? "role" });
    if (!party) reading.tell("party_unnamed", node);
    const channel = attributeOf(node, "crs-channel-code");
    return role && party ? [{ ...party, role, channel: channel && reading.known.terms.get("channel")?.has(channel) ? channel : null }] : [];
  });
}

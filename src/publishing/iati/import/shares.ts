import { attributeOf, type XmlNode } from "./node.ts";
import type { Tell } from "./told.ts";
import { decimalOf } from "./values.ts";

export interface Share {
  code: string;
  percentage: number | null;
}
/** In ten-thousandths of a per cent, as the register keeps them. */
const parts = (percentage: number | null) => Math.round((percentage ?? 0) * 10_000);

/**
 * Countries or sectors with their shares: the same code once, and all shares or none: those that do not add up to 100
 * (rule of the standard, and of the register) are left to the XML.
 */
export function sharesOf(found: { code: string; node: XmlNode }[], tell: Tell): Share[] {
  const shares = new Map<string, Share>();
  let torn = false;
  for (const { code, node } of found) {
    const text = attributeOf(node, "percentage");
    const percentage = decimalOf(text, node, tell) ?? null;
    torn ||= text !== undefined && (percentage === null || percentage < 0 || percentage > 100);
    const known = shares.get(code);
    if (known) {
      tell("twice", node, { value: code });
      known.percentage = percentage === null && known.percentage === null ? null : (known.percentage ?? 0) + (percentage ?? 0);
    } else shares.set(code, { code, percentage });
  }
  const all = [...shares.values()].map((share) => ({ ...share, percentage: parts(share.percentage) === 0 ? null : share.percentage }));
  if (all.every((share) => share.percentage === null) && !torn) return all;
  const total = all.reduce((sum, share) => sum + parts(share.percentage), 0);
  if (!torn && total === 1_000_000)
    return all.map((share) => ({ ...share, percentage: share.percentage && parts(share.percentage) / 10_000 }));
  tell("shares", found[0]!.node, { total: total / 10_000 });
  return all.map(({ code }) => ({ code, percentage: null }));
}

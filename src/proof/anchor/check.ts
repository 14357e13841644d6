import { fingerprintOf, isSigned } from "../../publishing/publication/keys.ts";
import { anchorText, digestOf, readLine, type SignedAnchor } from "./rules.ts";

/**
 * unreadable: no anchor. signature: not that key's. other_key: not the key that was expected. order: it does not follow
 * the one before, which was altered or taken away. entry_gone: the log no longer has the entry that it names: its end was
 * cut off. entry_differs: the entry is another than it was: it or one before it was rewritten. unknown: the database has
 * not, or no longer, this anchor. differs: it has another of that number.
 */
export type AnchorFault = "unreadable" | "signature" | "other_key" | "order" | "entry_gone" | "entry_differs" | "unknown" | "differs";
export interface AnchorProblem {
  /** Of the line, from 1. */
  line: number;
  number?: number;
  fault: AnchorFault;
  /** Where in the log it must lie: after the first number, up to the second. */
  between?: [after: number, upTo: number];
}
export interface AnchorReport {
  anchors: number;
  problems: AnchorProblem[];
  /** The last entry that an anchor vouches for and that is what it was; 0: none. */
  sureUpTo: number;
  /** Keys that signed, by their fingerprint: more than one where it was replaced. */
  keys: string[];
  times: Date[];
}

/**
 * Holds anchors (JSON lines, in their order) against the log. `hashesOf` gives the digests of entries by their numbers;
 * `publicKey`: the only one believed, in PEM. `known`: the digests of the anchors of the database, by number, where they
 * are to be compared.
 */
export async function checkAnchors(
  lines: readonly string[],
  hashesOf: (ids: number[]) => Promise<ReadonlyMap<number, string>>,
  { publicKey, known }: { publicKey?: string | undefined; known?: ReadonlyMap<number, string> } = {},
): Promise<AnchorReport> {
  const read = lines.map(readLine);
  const entries = await hashesOf(read.flatMap((one) => (one ? [one.anchor.head.id] : [])));
  const trusted = publicKey === undefined ? undefined : fingerprintOf(publicKey);
  const report: AnchorReport = { anchors: 0, problems: [], sureUpTo: 0, keys: [], times: [] };
  let before: { number: number; sha256: string } | undefined;
  for (const [i, one] of read.entries()) {
    const line = i + 1;
    if (!one) {
      report.problems.push({ line, fault: "unreadable" });
      continue;
    }
    const { number, head, made_at, key } = one.anchor;
    const sha256 = digestOf(anchorText(one.anchor));
    const tell = (fault: AnchorFault) => report.problems.push({ line, number, fault });
    report.anchors++;
    report.times.push(new Date(made_at));
    if (!report.keys.includes(key.sha256)) report.keys.push(key.sha256);
    const fault = faultOf(one, trusted);
    if (fault) tell(fault);
    // A copy may begin anywhere; from there on none is left out.
    if (before && (one.anchor.previous?.number !== before.number || one.anchor.previous.sha256 !== before.sha256)) tell("order");
    before = { number, sha256 };
    if (known && known.get(number) !== sha256) tell(known.has(number) ? "differs" : "unknown");
    const hash = entries.get(head.id);
    if (hash === head.sha256) {
      if (!fault) report.sureUpTo = Math.max(report.sureUpTo, head.id);
    } else
      report.problems.push({
        ...{ line, number, fault: hash === undefined ? "entry_gone" : "entry_differs" },
        between: [report.sureUpTo, head.id],
      });
  }
  return report;
}

function faultOf(one: SignedAnchor, trusted: string | undefined): AnchorFault | undefined {
  const { sha256 } = one.anchor.key;
  if (fingerprintOf(one.publicKey) !== sha256 || !isSigned(anchorText(one.anchor), one.signature, one.publicKey)) return "signature";
  return trusted !== undefined && trusted !== sha256 ? "other_key" : undefined;
}

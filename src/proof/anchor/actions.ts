import { type ChainReport, verifyChain } from "../../platform/audit/store.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { SigningKey } from "../../publishing/publication/keys.ts";
import { keepLines, keptLines } from "./file.ts";
import { type Anchor, anchorText, digestOf, lineOf, readLine, type SignedAnchor } from "./rules.ts";
import { anchorsAfter, entryInfo, insertAnchor, lastAnchor, signedOf, takeTurn } from "./store.ts";

export interface AnchorServices {
  db: Database;
  baseUrl: string;
  dataDir: string;
  key: SigningKey;
}
export type MadeAnchor =
  | { ok: true; signed: SignedAnchor; line: string }
  /** Nothing was written yet: there is no head to sign. */
  | { ok: false; reason: "empty" }
  /** The log does not hold from the last anchor on: what does not hold is not signed. */
  | { ok: false; reason: "broken"; report: ChainReport };

const BATCH = 1_000;

/**
 * Signs the head of the log, once what was written since the last anchor holds. `unless` may say that none is needed,
 * seeing the last under the lock. `also` is part of the transaction: a mail that carries the line exists if the anchor does.
 */
export async function makeAnchor(
  { db, baseUrl, dataDir, key }: AnchorServices,
  options: { unless?: (last: SignedAnchor | undefined) => boolean; also?: (trx: Database, line: string) => Promise<void> } = {},
): Promise<MadeAnchor | { ok: false; reason: "not_needed" }> {
  const made = await db.transaction().execute(async (trx) => {
    await takeTurn(trx);
    const kept = await lastAnchor(trx);
    const last = kept && signedOf(kept);
    if (options.unless?.(last)) return { ok: false, reason: "not_needed" } as const;
    const from = last && { id: last.anchor.head.id, hash: last.anchor.head.sha256 };
    const report = await verifyChain(trx, from ? { from } : {});
    if (report.broken) return { ok: false, reason: "broken", report } as const;
    const { head } = report;
    const info = await entryInfo(trx, head.id);
    if (!info) return { ok: false, reason: "empty" } as const;
    const anchor: Anchor = {
      format: "ville-monde-anchor/1",
      number: (last?.anchor.number ?? 0) + 1,
      made_at: new Date().toISOString(),
      site: baseUrl,
      entries: info.entries,
      head: { id: head.id, at: info.at.toISOString(), sha256: head.hash },
      previous: last ? { number: last.anchor.number, sha256: digestOf(anchorText(last.anchor)) } : null,
      key: { algorithm: "Ed25519", sha256: key.fingerprint },
    };
    const signed: SignedAnchor = { anchor, signature: key.sign(anchorText(anchor)), publicKey: key.publicKey };
    await insertAnchor(trx, signed);
    await options.also?.(trx, lineOf(signed));
    return { ok: true, signed, line: lineOf(signed) } as const;
  });
  if (made.ok) await completeFile(db, dataDir);
  return made;
}

/** Adds to the file of this machine the anchors that it lacks: those of other nodes, and of a moment when the disk was full. */
async function completeFile(db: Database, dataDir: string): Promise<void> {
  const lines = await keptLines(dataDir);
  let after = Math.max(0, ...lines.map((line) => readLine(line)?.anchor.number ?? 0));
  for (;;) {
    const rows = await anchorsAfter(db, after, BATCH);
    await keepLines(
      dataDir,
      rows.map((row) => lineOf(signedOf(row))),
    );
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.number;
  }
}

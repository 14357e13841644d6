import { createHash } from "node:crypto";
import type { Actor } from "../accounts/rights.ts";
import type { Database } from "../database/connect.ts";
import type { Files } from "../files.ts";
import { keepFile } from "../files-store.ts";
import { enqueue } from "../jobs/jobs.ts";
import type { Admitted } from "./gate.ts";
import { type FileRefusal, notTaken, rulesOf, type Use } from "./rules.ts";
import { scanner } from "./scanner.ts";
import { hasSent, insertArrival, insertCheck, lockSender, sentToday } from "./store.ts";

export const SCAN_TASK = "scan_files";
export const SIZES_TASK = "picture_sizes";

/** From whom a file comes, and of what it will be a part. */
export interface ArrivesFrom {
  by: Pick<Actor, "id"> | null;
  about?: { kind: string; id: string };
}

/**
 * Keeps a file that has passed the gate: its bytes by their content, its arrival, and the jobs that scan it and make its
 * sizes, in one transaction. "file_quota": this person has sent enough for a day; "file_infected": these very bytes are
 * known to be.
 */
export async function keepAdmitted(
  db: Database,
  files: Files,
  file: Admitted,
  { by, about }: ArrivesFrom,
): Promise<{ ok: true; sha256: string } | FileRefusal> {
  const work = async (trx: Database): Promise<{ ok: true; sha256: string } | FileRefusal> => {
    const { use, name, mediaType, bytes, width, height, found } = file;
    if (by) {
      await lockSender(trx, by.id);
      const [sent, { daily }] = [await sentToday(trx, by.id, use), rulesOf(use)];
      if (sent.files >= daily.files || sent.bytes + bytes.length > daily.bytes) return notTaken("file_quota");
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    await keepFile(trx, { sha256, name, mediaType, bytes: bytes.length, width, height });
    const state = await insertCheck(trx, sha256, scanner() ? "waiting" : "unscanned", found);
    if (state === "infected" || state === "deleted") return notTaken("file_infected");
    await files.put(bytes);
    await insertArrival(trx, {
      file: sha256,
      use,
      name,
      bytes: bytes.length,
      sentBy: by?.id ?? null,
      aboutKind: about?.kind ?? null,
      aboutId: about?.id ?? null,
    });
    if (state === "waiting") await enqueue(trx, SCAN_TASK, {}, { key: SCAN_TASK, queue: SCAN_TASK, maxAttempts: 1 });
    if (use === "picture" || use === "portrait") await enqueue(trx, SIZES_TASK, { file: sha256 }, { key: `sizes ${sha256}`, later: true });
    return { ok: true, sha256 };
  };
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/** The bytes of a file that this person has sent for this use, by its digest; undefined for any other. */
export async function sentBefore(
  db: Database,
  files: Files,
  use: Use,
  sha256: string,
  by: Pick<Actor, "id">,
): Promise<Uint8Array | undefined> {
  return (await hasSent(db, by.id, use, sha256)) ? files.get(sha256) : undefined;
}

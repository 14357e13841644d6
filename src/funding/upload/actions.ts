import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import { safeName } from "../../platform/intake/name.ts";
import { act, type Outcome, type Refusal, refuse } from "../acts.ts";
import type { Person } from "../applicant/actions.ts";
import { attachFile, type FileFor, maySend } from "../application/files.ts";
import { addPiece, countUploads, deleteUpload, findUpload, insertUpload, lockUpload, markKept, wholeUpload } from "./store.ts";
import { MAX_FILE_BYTES } from "./types.ts";

/** How many one person may have under way. */
const MOST = 40;

/** Announces a file of `bytes` bytes; its pieces follow. */
export async function beginUpload(
  db: Database,
  application: string,
  sentFor: FileFor,
  file: { name: string; bytes: number },
  by: Person,
): Promise<Outcome<{ id: string }>> {
  if (!Number.isSafeInteger(file.bytes) || file.bytes <= 0) return refuse("file_empty");
  if (file.bytes > MAX_FILE_BYTES) return refuse("file_size");
  return act(db, async (trx) => {
    const allowed = await maySend(trx, application, sentFor, by);
    if (allowed !== "ok") return refuse(allowed);
    if ((await countUploads(trx, by.id)) >= MOST) return refuse("too_many_uploads");
    const id = await insertUpload(trx, { userId: by.id, application, ...sentFor, name: safeName(file.name), bytes: file.bytes });
    return { ok: true, id };
  });
}

/** How far an upload has come; undefined when there is none of this person. */
export async function uploadProgress(db: Database, id: string, by: Person): Promise<{ received: number; bytes: number } | undefined> {
  return findUpload(db, id, by.id);
}

/**
 * Takes the piece that starts at `offset`. The last one makes the file: refused, it is forgotten. "offset": the piece
 * starts elsewhere than where the upload stands (`received`): the sender asks where, and goes on from there.
 */
export async function takePiece(
  db: Database,
  files: Files,
  baseUrl: string,
  id: string,
  offset: number,
  data: Uint8Array,
  by: Person,
): Promise<Outcome<{ received: number; file: string | null }>> {
  let refused: Refusal | undefined;
  const taken = await act(db, async (trx) => {
    const upload = await lockUpload(trx, id, by.id);
    if (!upload) return refuse("not_found");
    if (upload.received !== offset) return refuse("offset", { received: upload.received });
    if (offset + data.length > upload.bytes) return refuse("file_size");
    if (data.length > 0) await addPiece(trx, id, offset, data);
    const received = offset + data.length;
    if (received < upload.bytes || upload.kept) return { ok: true as const, received, file: upload.kept };
    const { requirement, piece, name, application } = upload;
    const kept = await attachFile(
      trx,
      files,
      baseUrl,
      application,
      { requirement, piece },
      { name, bytes: await wholeUpload(trx, id) },
      by,
    );
    if (!kept.ok) {
      // What was refused is not tried again.
      refused = kept;
      await deleteUpload(trx, id, by.id);
      return { ok: true as const, received, file: null };
    }
    await markKept(trx, id, kept.id);
    return { ok: true as const, received, file: kept.id };
  });
  return refused ?? taken;
}

export async function cancelUpload(db: Database, id: string, by: Person): Promise<boolean> {
  return deleteUpload(db, id, by.id);
}

import type { Database } from "../database/connect.ts";
import type { Files } from "../files.ts";
import { keepFile } from "../files-store.ts";

/** Keeps a PDF by its content: the same bytes are kept once. Returns their SHA-256, by which the record names it. */
export async function keepPdf(trx: Database, files: Files, bytes: Uint8Array, name: string): Promise<string> {
  const sha256 = await files.put(bytes);
  await keepFile(trx, { sha256, name, mediaType: "application/pdf", bytes: bytes.length, width: null, height: null });
  return sha256;
}

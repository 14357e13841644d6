import { apart } from "./apart.ts";
import type { PdfTold } from "./pdf-read.ts";
import { type FileRefusal, type Find, notTaken } from "./rules.ts";

const END = Buffer.from("%%EOF");
/** How far from the end readers look for its mark, in bytes. */
const END_WITHIN = 2_048;

/**
 * What a PDF holds beside its pages: by the objects themselves, those in compressed streams and those whose names are
 * written in code included. Read in a process of its own.
 */
export async function inspectPdf(bytes: Uint8Array): Promise<{ ok: true; found: Set<Find> } | FileRefusal> {
  const tail = Buffer.from(bytes.subarray(-END_WITHIN));
  const end = tail.lastIndexOf(END);
  if (end < 0) return notTaken("file_truncated");
  // A PDF that is a ZIP too, by what follows its end.
  if (tail.includes("PK\x05\x06", end, "latin1")) return notTaken("file_mismatch");
  const told = await apart<PdfTold>({ do: "pdf", bytes });
  if (told?.state === "read") return { ok: true, found: new Set(told.found as Find[]) };
  return notTaken(told?.state === "password" ? "file_password" : "file_damaged");
}

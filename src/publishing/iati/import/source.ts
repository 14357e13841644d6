import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { SourceFile } from "./actions.ts";

/** A file of this machine: read once for its digest, then as often as it is opened. Throws what reading it throws. */
export async function fileOnDisk(path: string, name = basename(path)): Promise<SourceFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
  }
  return { name, sha256: hash.digest("hex"), bytes, open: () => createReadStream(path) };
}

export function fileOfBytes(content: Uint8Array, name: string): SourceFile {
  return {
    name,
    sha256: createHash("sha256").update(content).digest("hex"),
    bytes: content.length,
    async *open() {
      yield content;
    },
  };
}

import { createHash } from "node:crypto";
import { type Blobs, blobsInFolder } from "./blobs.ts";

/** Keeps bytes by their content. The database says which file is public (published.file); this only stores. */
export interface Files {
  /** Stores the bytes, once, and returns their SHA-256 in hexadecimal. */
  put(bytes: Uint8Array): Promise<string>;
  get(sha256: string): Promise<Uint8Array | undefined>;
  /** Takes the bytes away. Nothing of the database may name them any longer. */
  remove(sha256: string): Promise<void>;
}

/** The name under which the bytes of a digest are kept. */
export const fileName = (sha256: string): string => `files/${sha256.slice(0, 2)}/${sha256}`;

export function filesIn(blobs: Blobs): Files {
  return {
    async put(bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      // One of another size is what a fault of the disk left of it.
      if ((await blobs.size(fileName(sha256))) !== bytes.length) await blobs.put(fileName(sha256), bytes);
      return sha256;
    },
    remove: (sha256) => blobs.remove(fileName(sha256)),
    get: (sha256) => blobs.get(fileName(sha256)),
  };
}

export const filesOnDisk = (dataDir: string): Files => filesIn(blobsInFolder(dataDir));

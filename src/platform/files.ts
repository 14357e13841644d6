import { createHash } from "node:crypto";
import { join } from "node:path";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";

/** Keeps bytes by their content. The database says which file is public (published.file); this only stores. */
export interface Files {
  /** Stores the bytes, once, and returns their SHA-256 in hexadecimal. */
  put(bytes: Uint8Array): Promise<string>;
  get(sha256: string): Promise<Uint8Array | undefined>;
  /** Takes the bytes away. Nothing of the database may name them any longer. */
  remove(sha256: string): Promise<void>;
}

export function filesOnDisk(dataDir: string): Files {
  const disk = new Disk(new FSDriver({ location: join(dataDir, "files"), visibility: "private" }));
  const key = (sha256: string) => `${sha256.slice(0, 2)}/${sha256}`;
  return {
    async put(bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      if (!(await disk.exists(key(sha256)))) await disk.put(key(sha256), bytes);
      return sha256;
    },
    async remove(sha256) {
      if (await disk.exists(key(sha256))) await disk.delete(key(sha256));
    },
    async get(sha256) {
      return (await disk.exists(key(sha256))) ? disk.getBytes(key(sha256)) : undefined;
    },
  };
}

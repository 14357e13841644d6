import { statfs } from "node:fs/promises";

/** Of the disk that holds a folder, in bytes; undefined when it cannot be asked. */
export interface Disk {
  free: number;
  size: number;
}

/** Less than this is too little for uploads, the log of the database and its checkpoints. */
export const LOW_BYTES = 1024 ** 3;
const LOW_SHARE = 0.05;

export async function diskOf(folder: string): Promise<Disk | undefined> {
  const found = await statfs(folder).catch(() => undefined);
  return found && { free: found.bavail * found.bsize, size: found.blocks * found.bsize };
}

/** True when what is left is less than 1 GiB, or than a twentieth of a small disk. */
export const isLow = ({ free, size }: Disk): boolean => free < Math.min(LOW_BYTES, size * LOW_SHARE);

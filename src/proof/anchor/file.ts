import { open, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The anchors as this machine keeps them, apart from the database: JSON lines, only ever added to. */
export const anchorFile = (dataDir: string): string => join(dataDir, "audit-anchors.jsonl");

export const linesOf = (text: string): string[] => text.split("\n").filter((one) => one.trim() !== "");

/** Its lines; none while there is no file. */
export async function keptLines(dataDir: string): Promise<string[]> {
  const text = await readFile(anchorFile(dataDir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return linesOf(text);
}

/** Adds lines and waits until the disk has them. A line that a crash cut is ended first, so that no other joins it. */
export async function keepLines(dataDir: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  const file = await open(anchorFile(dataDir), "a+", 0o644);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    await file.appendFile(`${size > 0 && last.toString() !== "\n" ? "\n" : ""}${lines.join("\n")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

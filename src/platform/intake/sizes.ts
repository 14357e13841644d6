import type { Database } from "../database/connect.ts";
import type { Files } from "../files.ts";
import type { Task } from "../jobs/jobs.ts";
import { sizesOf } from "./picture.ts";
import { WIDTHS } from "./rules.ts";
import { insertSizes, type KeptSize, picturesWithoutSizes } from "./sizes-store.ts";

/** In one go, of those that were kept before: the next night goes on. */
const MOST = 100;

/** Makes the sizes that pages offer of one picture. What is no picture has none. */
export async function makeSizes(db: Database, files: Files, file: string): Promise<void> {
  const bytes = await files.get(file);
  const made = (bytes && (await sizesOf(bytes))) ?? [];
  const kept: KeptSize[] = [];
  for (const { bytes: size, ...row } of made) kept.push({ ...row, sha256: await files.put(size) });
  await insertSizes(db, file, kept);
}

/** One picture that has come; without one, those that have no sizes yet. */
export const sizesTask =
  ({ db, files }: { db: Database; files: Files }): Task =>
  async ({ file }: { file?: string }) => {
    for (const one of file ? [file] : await picturesWithoutSizes(db, WIDTHS[0], MOST)) await makeSizes(db, files, one);
  };

import { createHash, randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../platform/config.ts";
import { StartupError } from "../../platform/startup-error.ts";
import { KEY_BYTES } from "./seal.ts";

/** A key of the program, known by the start of its digest, which tells nothing of it. */
export interface MasterKey {
  id: string;
  bytes: Buffer;
}
export type KeySettings = Pick<Config, "dataDir" | "protectedKeys">;

export const keyFile = ({ dataDir }: KeySettings) => join(dataDir, "protected-key");
const written = () => randomBytes(KEY_BYTES).toString("base64url");

function masterKey(text: string, where: string): MasterKey {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length !== KEY_BYTES) throw new StartupError(`${where} holds no key of 32 bytes in base64url: put the right one back.`);
  return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 12), bytes };
}

/**
 * The keys that seal the keys of persons, the one in use first: those of the settings, else those of a file that is made
 * once in the data folder, for its owner alone. None of them is ever in the database. Throws a StartupError.
 */
export async function masterKeys(config: KeySettings): Promise<MasterKey[]> {
  if (config.protectedKeys) return config.protectedKeys.map((one) => masterKey(one, "VILLE_MONDE_PROTECTED_KEY"));
  const path = keyFile(config);
  let kept = await readFile(path, "utf8").catch(() => undefined);
  if (kept === undefined) {
    await mkdir(config.dataDir, { recursive: true });
    // Whole or not there: of two processes that start at once, the first wins.
    await whole(path, `${written()}\n`, (draft) =>
      link(draft, path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      }),
    );
    kept = await readFile(path, "utf8");
  }
  return kept
    .trim()
    .split(/\s+/)
    .map((line) => masterKey(line, path));
}

/** The names of the keys that are at hand, none made: what a restored site can open. */
export async function presentKeys(config: KeySettings): Promise<string[]> {
  const kept = config.protectedKeys ?? (await readFile(keyFile(config), "utf8").catch(() => "")).trim().split(/\s+/).filter(Boolean);
  return kept.map((text) => masterKey(text, keyFile(config)).id);
}

/** Puts a new key before those of the file. */
export async function addKey(config: KeySettings): Promise<MasterKey[]> {
  const known = await masterKeys(config);
  await writeKeys(config, [masterKey(written(), keyFile(config)), ...known]);
  return masterKeys(config);
}

/** Leaves the first key of the file alone in it. */
export async function dropOldKeys(config: KeySettings): Promise<void> {
  await writeKeys(config, (await masterKeys(config)).slice(0, 1));
}

const writeKeys = (config: KeySettings, keys: MasterKey[]) =>
  whole(keyFile(config), `${keys.map(({ bytes }) => bytes.toString("base64url")).join("\n")}\n`, (draft) => rename(draft, keyFile(config)));

async function whole(path: string, text: string, put: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await put(draft);
  } finally {
    await rm(draft, { force: true });
  }
}

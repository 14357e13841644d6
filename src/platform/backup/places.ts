import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Blobs } from "../blobs.ts";
import { fileName } from "../files.ts";
import { StartupError } from "../startup-error.ts";

/** Where files and keys go. */
export interface Place {
  blobs: Blobs;
  dataDir: string;
  cityDir: string;
}

/** Where what is no row goes; nowhere, but compared, when nothing is to be written. */
export function placesOf({ path, into }: { path: string; into?: Place | undefined }) {
  const altered = (name: string) => new StartupError(`${path} holds a file that is not what its name says (${name}): take another backup.`);
  const city = new Map<string, Buffer>();
  return {
    /** Bytes that are known by their SHA-256, of any length. */
    async byDigest(room: "files" | "publications", sha256: string, content: AsyncIterable<Buffer>) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) throw altered(sha256);
      const digest = createHash("sha256");
      const hashed = async function* () {
        for await (const chunk of content) {
          digest.update(chunk);
          yield chunk;
        }
      };
      const spool = into && join(into.dataDir, `restoring-${randomUUID()}`);
      try {
        if (spool) await pipeline(hashed, createWriteStream(spool, { mode: 0o600 }));
        else for await (const _ of hashed());
        if (digest.digest("hex") !== sha256) throw altered(sha256);
        if (spool) await into.blobs.putFile(room === "files" ? fileName(sha256) : `${room}/${sha256}`, spool);
      } finally {
        if (spool) await rm(spool, { force: true });
      }
    },
    async key(name: string, bytes: Buffer) {
      if (!/^[a-z-]+(\.pem)?$/.test(name)) throw altered(name);
      if (!into) return;
      const target = join(into.dataDir, name);
      const there = await readFile(target).catch(() => undefined);
      if (there && !there.equals(bytes))
        throw new StartupError(`${target} is another key than the backup’s: restore into a data folder that has none, with --data.`);
      if (!there) await writeFile(target, bytes, { mode: 0o600, flag: "wx" });
    },
    city(name: string, bytes: Buffer) {
      if (name.split("/").includes("..") || name.startsWith("/")) throw altered(name);
      city.set(name, bytes);
    },
    /** Writes the settings of the city, where they are not those that the program has; says where. */
    async end(): Promise<string | undefined> {
      if (!into) return undefined;
      const same = await Promise.all(
        [...city].map(async ([name, bytes]) => (await readFile(join(into.cityDir, name)).catch(() => undefined))?.equals(bytes) ?? false),
      );
      if (same.every(Boolean)) return undefined;
      const target = join(into.dataDir, "city");
      for (const [name, bytes] of city) {
        await mkdir(dirname(join(target, name)), { recursive: true });
        await writeFile(join(target, name), bytes);
      }
      return target;
    },
  };
}

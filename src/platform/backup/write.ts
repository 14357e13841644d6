import { open, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createGzip } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { StartupError } from "../startup-error.ts";
import { version } from "../version.ts";
import { encrypterFor } from "./age.ts";
import { beginSnapshot, cut, listTables, lockTables, openClient, readFacts } from "./dump-store.ts";
import { type Entry, entriesOf, type Source } from "./entries.ts";
import { FORMAT, type Foot, type Head, nameOf } from "./format.ts";

export interface BackupDesk extends Pick<Source, "blobs" | "dataDir" | "cityDir" | "sign" | "onProgress"> {
  databaseUrl: string;
  city: string;
  /** PEM of the key that signs. */
  publicKey: string;
  /** Names of the settings that hold a key. */
  fromSettings: string[];
}

/** A backup that was made. */
export interface Backup {
  head: Head;
  foot: Foot;
  rows: number;
  bytes: number;
}

/**
 * Copies one moment of the site to `out`, for `recipients` alone, in constant memory: the database by one snapshot, then
 * the files that its rows name, which never change. Throws a StartupError for what the operator can put right.
 */
export async function writeBackup(desk: BackupDesk, recipients: readonly string[], out: Writable): Promise<Backup> {
  const encrypter = encrypterFor(recipients);
  const client = await openClient(desk.databaseUrl);
  try {
    await beginSnapshot(client);
    const tables = await listTables(client);
    const hidden = tables.filter((table) => table.copied && table.hidden).map(nameOf);
    if (hidden.length > 0)
      throw new StartupError(`${hidden.join(", ")}: under row security without a policy for app.backup, so that rows would be missing.`);
    await lockTables(client, tables).catch((error: { code?: string }) => {
      if (error.code !== "55P03") throw error;
      throw new StartupError("The database is being migrated: back it up once that is done.");
    });
    const facts = await readFacts(client);
    const head: Head = {
      format: FORMAT,
      madeAt: new Date().toISOString(),
      program: version(),
      ...{ postgres: facts.postgres, city: desk.city, migrations: facts.migrations },
      tables: tables.filter(({ copied }) => copied).map(({ schema, name, columns }) => ({ schema, name, columns })),
      leftOut: tables.filter(({ copied }) => !copied).map(nameOf),
      ...{ fromSettings: desk.fromSettings, protectedKeys: facts.sealedBy, publicKey: desk.publicKey },
    };
    const archive = pack();
    let foot: Foot | undefined;
    const broken = Promise.withResolvers<never>();
    broken.promise.catch(() => {});
    const fill = async () => {
      const entries = entriesOf(head, { client, tables, ...desk });
      for (let next = await entries.next(); ; next = await entries.next()) {
        if (next.done) {
          foot = next.value;
          break;
        }
        await Promise.race([add(archive, next.value, new Date(head.madeAt)), broken.promise]);
      }
      archive.finalize();
    };
    let bytes = 0;
    const counted = async function* (source: AsyncIterable<Uint8Array>) {
      for await (const chunk of source) {
        bytes += chunk.length;
        yield chunk;
      }
    };
    const packed = createGzip({ level: 4 });
    // What breaks is told by the steps below; an event of the same that comes after they have ended brings nothing down.
    archive.on("error", () => {});
    packed.on("error", () => {});
    const sealed = await encrypter.encrypt(Readable.toWeb(packed) as globalThis.ReadableStream<Uint8Array>);
    let fault: Error | undefined;
    const steps = [
      fill().catch((error: Error) => {
        archive.destroy(error);
        throw error;
      }),
      pipeline(Readable.from(archive, { objectMode: false }), packed),
      pipeline(Readable.fromWeb(sealed as unknown as ReadableStream), counted, out),
    ];
    // The first that fails brings the others down: its own reason is the one to be told.
    await Promise.all(
      steps.map((step) =>
        step.catch((error: Error) => {
          fault ??= error;
          broken.reject(error);
        }),
      ),
    );
    if (fault) throw fault;
    if (!foot) throw new Error("a backup ends with its foot");
    return { head, foot, rows: Object.values(foot.tables).reduce((sum, { rows }) => sum + rows, 0), bytes };
  } catch (error) {
    // A copy that nobody reads to its end holds the connection: it is cut.
    cut(client);
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

type Archive = ReturnType<typeof pack>;

async function add(archive: Archive, entry: Entry, mtime: Date): Promise<void> {
  const header: Pick<Header, "name" | "mode" | "mtime"> = { name: entry.name, mode: 0o600, mtime };
  if ("bytes" in entry)
    return new Promise((done, failed) => {
      // An archive that is broken off breaks its entry too, which says so twice.
      archive.entry(header, Buffer.from(entry.bytes), (error) => (error ? failed(error) : done())).on("error", failed);
    });
  const sink = archive.entry({ ...header, size: entry.size });
  await pipeline(entry.stream, sink as unknown as Writable);
}

/**
 * The same to a file, readable by its owner alone: under another name until it is whole and on the disk, so that no half
 * file is ever taken for a backup. `check` is given the path of what was written before it gets its name.
 */
export async function writeBackupFile<T>(
  desk: BackupDesk,
  recipients: readonly string[],
  path: string,
  check: (written: string, backup: Backup) => Promise<T>,
): Promise<Backup & { checked: T }> {
  const target = resolve(path);
  const draft = `${target}.${process.pid}.partial`;
  try {
    const file = await open(draft, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
      throw cannotWrite(target, error);
    });
    let backup: Backup;
    try {
      // writeFile goes on where the last one ended, and writes all of it.
      const out = new Writable({ write: (chunk, _encoding, done) => void file.writeFile(chunk).then(() => done(), done) });
      // The pipeline tells the first error; one that comes after it has ended is the same.
      out.on("error", () => {});
      backup = await writeBackup(desk, recipients, out);
      await file.sync();
    } finally {
      await file.close();
    }
    const checked = await check(draft, backup);
    await rename(draft, target);
    await syncFolder(dirname(target));
    return { ...backup, checked };
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    const { code, syscall } = error as NodeJS.ErrnoException;
    throw syscall && ["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS"].includes(code ?? "")
      ? cannotWrite(target, error as NodeJS.ErrnoException)
      : error;
  }
}

function cannotWrite(path: string, { code }: NodeJS.ErrnoException): StartupError {
  if (code === "ENOSPC" || code === "EDQUOT")
    return new StartupError(`The disk that holds ${path} is full: nothing was kept. Free some of it.`);
  return new StartupError(`${path} cannot be written (${code}): nothing was kept. Give another place.`);
}

/** A new name is on the disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** Takes away what killed processes left half written, of the names in a folder of backups. Call it when no other backup is under way. */
export async function sweepPartial(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names.filter((one) => /^ville-monde-.*\.\d+\.partial$/.test(one))) await rm(join(folder, name), { force: true });
}

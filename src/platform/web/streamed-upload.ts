import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import type { Blobs } from "../blobs.ts";

/** What a form of one large file sends: its texts, and the file, on the disk under its digest. */
export interface StreamedForm {
  values: Record<string, string>;
  file: { name: string; sha256: string; bytes: number } | undefined;
}
export type Received = ({ ok: true } & StreamedForm) | { ok: false; reason: "too_large" | "not_a_form" };

/** What nobody came back for goes after this. */
const KEPT_MS = 48 * 3_600_000;
const SHA256 = /^[0-9a-f]{64}$/;

/** In the place that the nodes share: the day it came, and its digest. */
const WAITING = "waiting/";
const dayOfMs = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/**
 * A folder of files that were sent and are not yet decided upon. `shared`: a place where another node, to which the
 * decision is sent, finds them too.
 */
export function waitingFiles(folder: string, shared?: Blobs) {
  const namesOf = async (sha256: string) => {
    const names: string[] = [];
    for await (const name of shared?.list(WAITING) ?? []) if (name.endsWith(`/${sha256}`)) names.push(name);
    return names;
  };
  return {
    /** Reads a multipart form as it comes, its one file to the disk: the memory of a chunk, whatever its size. */
    async receive(request: Request, maxBytes: number): Promise<Received> {
      if (!/^multipart\/form-data/.test(request.headers.get("content-type") ?? "") || !request.body)
        return { ok: false, reason: "not_a_form" };
      await mkdir(folder, { recursive: true });
      await sweep(folder);
      for await (const name of shared?.list(WAITING) ?? [])
        if (name.slice(WAITING.length) < dayOfMs(Date.now() - KEPT_MS)) await shared!.remove(name);
      const draft = join(folder, `${randomUUID()}.part`);
      try {
        const form = await read(request, draft, maxBytes);
        if (!form) return { ok: false, reason: "too_large" };
        if (form.file) {
          await shared?.putFile(`${WAITING}${dayOfMs(Date.now())}/${form.file.sha256}`, draft);
          await rename(draft, join(folder, form.file.sha256));
        }
        return { ok: true, ...form };
      } catch {
        return { ok: false, reason: "not_a_form" }; // cut short, or not in parts as it says
      } finally {
        await rm(draft, { force: true });
      }
    },
    /** Where a file that was sent is; undefined when it is there no longer. */
    async find(sha256: string): Promise<string | undefined> {
      if (!SHA256.test(sha256)) return undefined;
      const path = join(folder, sha256);
      if (await stat(path).catch(() => undefined)) return path;
      const [name] = await namesOf(sha256);
      const source = name && (await shared!.stream(name));
      if (!source) return undefined;
      await mkdir(folder, { recursive: true });
      const draft = join(folder, `${randomUUID()}.part`);
      await pipeline(source, createWriteStream(draft));
      await rename(draft, path);
      return path;
    },
    async forget(sha256: string): Promise<void> {
      if (!SHA256.test(sha256)) return;
      await rm(join(folder, sha256), { force: true });
      for (const name of await namesOf(sha256)) await shared!.remove(name);
    },
  };
}

async function read(request: Request, draft: string, maxBytes: number): Promise<StreamedForm | undefined> {
  const values: Record<string, string> = {};
  const type = request.headers.get("content-type")!;
  const parts = new Busboy({
    headers: { "content-type": type },
    limits: { fields: 50, files: 1, fileSize: maxBytes, fieldSize: 10_000, parts: 60 },
  });
  let file: StreamedForm["file"];
  let large = false;
  let writing: Promise<void> | undefined;
  parts.on("field", (name, value) => {
    values[name] = value;
  });
  parts.on("file", (_, stream, name) => {
    const hash = createHash("sha256");
    let bytes = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    stream.on("limit", () => {
      large = true;
    });
    writing = pipeline(stream, measure, createWriteStream(draft)).then(() => {
      if (bytes > 0) file = { name: (name ?? "").slice(0, 200) || "file", sha256: hash.digest("hex"), bytes };
    });
    writing.catch(() => {});
  });
  await pipeline(Readable.fromWeb(request.body as never), parts);
  await writing;
  return large ? undefined : { values, file };
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > KEPT_MS) await rm(path, { force: true });
  }
}

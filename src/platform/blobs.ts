import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import type { Config } from "./config.ts";
import { StartupError } from "./startup-error.ts";

/**
 * Named bytes, in a folder or in a bucket: what the nodes of a site share beside the database. A name is a path with
 * slashes (letters, digits, `.`, `_` and `-`), such as `files/ab/abcd…`. What is written is whole under its name, or not there. Faults of the disk or of the
 * network are thrown.
 */
export interface Blobs {
  /** Where it is, in a few words: for messages. */
  readonly place: string;
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Writes a file of this machine's disk, as it is read. */
  putFile(name: string, path: string): Promise<void>;
  get(name: string): Promise<Uint8Array | undefined>;
  /** Undefined when there is none of that name. */
  stream(name: string): Promise<Readable | undefined>;
  /** In bytes; undefined when there is none of that name. */
  size(name: string): Promise<number | undefined>;
  remove(name: string): Promise<void>;
  /** The names that begin with a folder and a slash, in no order, a batch at a time. */
  list(folder: string): AsyncIterable<string>;
}

const DRAFT = ".draft-";

/** In a folder: of one node, or one that all nodes mount. */
export function blobsInFolder(folder: string): Blobs {
  const disk = new Disk(new FSDriver({ location: folder, visibility: "private" }));
  /** Under another name until it is whole: a node that is killed leaves no half file under the digest of the whole. */
  const whole = async (name: string, write: (draft: string) => Promise<void>) => {
    const draft = `${name}${DRAFT}${randomUUID()}`;
    try {
      await write(draft);
      await disk.move(draft, name);
    } catch (error) {
      await disk.delete(draft).catch(() => {});
      throw error;
    }
  };
  return {
    place: folder,
    put: (name, bytes) => whole(name, (draft) => disk.put(draft, bytes)),
    putFile: (name, path) => whole(name, (draft) => disk.putStream(draft, createReadStream(path))),
    get: async (name) => ((await disk.exists(name)) ? disk.getBytes(name) : undefined),
    stream: async (name) => ((await disk.exists(name)) ? disk.getStream(name) : undefined),
    size: async (name) => ((await disk.exists(name)) ? (await disk.getMetaData(name)).contentLength : undefined),
    remove: async (name) => {
      if (await disk.exists(name)) await disk.delete(name);
    },
    async *list(prefix) {
      const listed = await disk.listAll(prefix, { recursive: true }).catch((error: { cause?: NodeJS.ErrnoException }) => {
        if (error.cause?.code === "ENOENT") return { objects: [] };
        throw error;
      });
      for (const one of listed.objects) if (one.isFile && !one.key.includes(DRAFT)) yield one.key;
    },
  };
}

/** What a bucket's address says: `s3://bucket/prefix?endpoint=https://…&region=…&path-style=0`. */
export interface BucketAddress {
  bucket: string;
  /** "" or with a slash at its end. */
  prefix: string;
  endpoint: string | undefined;
  region: string;
  pathStyle: boolean;
}

/** Reads the address of a bucket. Throws a StartupError that says what is wrong with it. */
export function bucketAddress(address: string): BucketAddress {
  const url = new URL(address);
  const endpoint = url.searchParams.get("endpoint") ?? undefined;
  for (const name of url.searchParams.keys())
    if (!["endpoint", "region", "path-style"].includes(name))
      throw new StartupError(`VILLE_MONDE_FILES says ${name}, which is not known: it may say endpoint, region and path-style.`);
  if (url.username || url.password)
    throw new StartupError("VILLE_MONDE_FILES holds a key: give it in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead.");
  if (endpoint !== undefined && !/^https?:\/\/[^/]+\/?$/.test(endpoint))
    throw new StartupError("The endpoint of VILLE_MONDE_FILES is not usable: give an address such as https://s3.example.org.");
  // bounded: a setting.
  const folder = url.pathname.replace(/^\/+|\/+$/g, "");
  return {
    bucket: url.hostname,
    prefix: folder && `${folder}/`,
    endpoint,
    region: url.searchParams.get("region") ?? "us-east-1",
    // Servers of one's own rarely have a name for each bucket.
    pathStyle: url.searchParams.get("path-style") === null ? endpoint !== undefined : url.searchParams.get("path-style") === "1",
  };
}

/** In a bucket of a server that speaks S3. Its client is read from the disk by those who use it alone. The keys: see the AWS SDK. */
async function blobsInBucket(address: string): Promise<Blobs> {
  const { bucket, prefix, endpoint, region, pathStyle } = bucketAddress(address);
  const { S3Driver } = await import("flydrive/drivers/s3");
  const disk = new Disk(
    new S3Driver({
      bucket,
      region,
      ...(endpoint ? { endpoint } : {}),
      forcePathStyle: pathStyle,
      supportsACL: false,
      visibility: "private",
      maxAttempts: 4,
      // Servers other than Amazon's do not all know the newer checksums; over TLS the digest of a file says it anyway.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
    }),
  );
  /** Undefined when it is not there; any other fault is thrown. */
  const ifThere = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      const cause = (error as { cause?: { $metadata?: { httpStatusCode?: number }; name?: string } }).cause;
      if (cause?.$metadata?.httpStatusCode === 404 && cause.name !== "NoSuchBucket") return undefined;
      throw error;
    }
  };
  return {
    // bounded: a setting.
    place: address.replace(/\?.*$/, ""),
    put: (name, bytes) => disk.put(prefix + name, bytes, { contentLength: bytes.length }),
    putFile: async (name, path) => disk.putStream(prefix + name, createReadStream(path), { contentLength: (await stat(path)).size }),
    get: (name) => ifThere(() => disk.getBytes(prefix + name)),
    stream: (name) => ifThere(() => disk.getStream(prefix + name)),
    size: (name) => ifThere(async () => (await disk.getMetaData(prefix + name)).contentLength),
    remove: (name) => disk.delete(prefix + name),
    async *list(folder) {
      let paginationToken: string | undefined;
      do {
        const page = await disk.listAll(prefix + folder, { recursive: true, ...(paginationToken ? { paginationToken } : {}) });
        // The slash at the end is lost on the way: another folder may begin alike.
        for (const one of page.objects) if (one.isFile && one.key.startsWith(prefix + folder)) yield one.key.slice(prefix.length);
        paginationToken = page.paginationToken;
      } while (paginationToken);
    },
  };
}

/** Where this configuration keeps its files: the bucket of VILLE_MONDE_FILES, else the data folder. */
export async function openBlobs({ filesUrl, dataDir }: Pick<Config, "filesUrl" | "dataDir">): Promise<Blobs> {
  return filesUrl ? blobsInBucket(filesUrl) : blobsInFolder(dataDir);
}

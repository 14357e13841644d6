import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys, startS3 } from "../../test/support/s3.ts";
import { type Blobs, blobsInFolder, bucketAddress, openBlobs } from "./blobs.ts";
import { fileName, filesIn } from "./files.ts";
import { copyBlobs } from "./nodes/move.ts";

const folder = mkdtempSync(join(tmpdir(), "ville-monde-blobs-"));
let s3: Awaited<ReturnType<typeof startS3>>;
let inBucket: Blobs;
const before = { ...process.env };
beforeAll(async () => {
  Object.assign(process.env, keys);
  s3 = await startS3("city-files");
  inBucket = await openBlobs({ filesUrl: `s3://city-files/paris?endpoint=${s3.endpoint}&region=fr-par`, dataDir: folder });
});
afterAll(async () => {
  await s3.stop();
  for (const name of Object.keys(keys)) if (before[name] === undefined) delete process.env[name];
  rmSync(folder, { recursive: true, force: true });
});

const all = async (names: AsyncIterable<string>) => {
  const found: string[] = [];
  for await (const name of names) found.push(name);
  return found.sort();
};

describe.each([
  ["a folder", () => blobsInFolder(join(folder, "store"))],
  ["a bucket", () => inBucket],
])("files in %s", (_, open) => {
  it("are kept by their content, once, and given back byte for byte", async () => {
    const files = filesIn(open());
    const bytes = randomBytes(70_000);
    const sha256 = await files.put(bytes);
    expect(sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(await files.put(bytes)).toBe(sha256);
    expect(Buffer.from((await files.get(sha256))!).equals(bytes)).toBe(true);
    await files.remove(sha256);
    await files.remove(sha256);
    expect(await files.get(sha256)).toBeUndefined();
  });

  it("that were left short by a fault are written anew", async () => {
    const blobs = open();
    const bytes = randomBytes(500);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    await blobs.put(fileName(sha256), bytes.subarray(0, 100));
    await filesIn(blobs).put(bytes);
    expect(await blobs.size(fileName(sha256))).toBe(500);
    await blobs.remove(fileName(sha256));
  });

  it("stream in and out, are measured, and are listed by folder", async () => {
    const blobs = open();
    const path = join(folder, "large");
    const bytes = randomBytes(300_000);
    writeFileSync(path, bytes);
    await blobs.putFile("publications/large", path);
    for (const name of ["a", "b", "c", "d", "e"]) await blobs.put(`publications/${name}.file`, Buffer.from(name));
    await blobs.put("publications-of-others/x", Buffer.from("x"));
    expect((await buffer((await blobs.stream("publications/large"))!)).equals(bytes)).toBe(true);
    expect([
      await blobs.size("publications/large"),
      await blobs.size("publications/none"),
      await blobs.stream("publications/none"),
    ]).toEqual([300_000, undefined, undefined]);
    const listed = await all(blobs.list("publications/"));
    expect(listed).toEqual([...["a", "b", "c", "d", "e"].map((name) => `publications/${name}.file`), "publications/large"].sort());
    expect(await all(blobs.list("nothing/"))).toEqual([]);
    for (const name of listed) await blobs.remove(name);
    expect(await all(blobs.list("publications/"))).toEqual([]);
  });
});

it("signs each request, puts all below its prefix, and says what is wrong", async () => {
  await inBucket.put("site-id", Buffer.from("x"));
  expect([s3.refused, [...s3.objects.keys()].every((key) => key.startsWith("paris/"))]).toEqual([[], true]);
  process.env.AWS_SECRET_ACCESS_KEY = "another";
  const stranger = await openBlobs({ filesUrl: `s3://city-files?endpoint=${s3.endpoint}`, dataDir: folder });
  await expect(stranger.get("paris/site-id")).rejects.toThrow();
  await expect(stranger.size("paris/site-id")).rejects.toThrow();
  process.env.AWS_SECRET_ACCESS_KEY = keys.AWS_SECRET_ACCESS_KEY;
  expect(s3.refused.length).toBeGreaterThan(0);
  const elsewhere = await openBlobs({ filesUrl: `s3://no-such-bucket?endpoint=${s3.endpoint}`, dataDir: folder });
  // A bucket that is not there is a fault, not an empty place.
  await expect(elsewhere.get("x")).rejects.toThrow();
});

it("reads the address of a bucket, and refuses one that holds a key or says what is not known", () => {
  expect(bucketAddress("s3://b/one/two/?endpoint=https://s3.example.org&region=r")).toEqual({
    bucket: "b",
    prefix: "one/two/",
    endpoint: "https://s3.example.org",
    region: "r",
    pathStyle: true,
  });
  expect(bucketAddress("s3://b")).toMatchObject({ prefix: "", endpoint: undefined, pathStyle: false });
  for (const [address, said] of [
    ["s3://key:secret@b", /AWS_ACCESS_KEY_ID/],
    ["s3://b?endpont=x", /endpont/],
    ["s3://b?endpoint=nowhere", /endpoint/],
  ] as const)
    expect(() => bucketAddress(address)).toThrow(said);
});

it("moves all files to a bucket, each read back; goes on where it was stopped; tells one that was altered", async () => {
  const from = blobsInFolder(join(folder, "old"));
  const digests = [];
  for (let i = 0; i < 5; i++) digests.push(await filesIn(from).put(randomBytes(1_000 + i)));
  const bad = digests[4]!;
  await from.put(fileName(bad), Buffer.from("other"));
  await from.put("publications/draft-x/file", Buffer.from("in the making"));
  const first = await copyBlobs(from, inBucket);
  expect(first).toMatchObject({ copied: 4, kept: 0, faults: [{ name: fileName(bad), fault: "altered" }] });
  expect(await copyBlobs(from, inBucket)).toMatchObject({ copied: 0, kept: 4 });
  // One that was damaged there is mended.
  await inBucket.put(fileName(digests[0]!), randomBytes(1_000));
  expect(await copyBlobs(from, inBucket)).toMatchObject({ copied: 1, kept: 3 });
  for (const sha256 of digests.slice(0, 4)) expect(await filesIn(inBucket).get(sha256)).toBeDefined();
});

import { createHash } from "node:crypto";
import { copyName, type Entry, readManifest } from "./manifest.ts";
import { type Fault, faultsOfManifest, type Verified } from "./verify.ts";

/** A manifest, a signature and a key are small. In bytes. */
const MOST = 5_000_000;
const PATIENCE_MS = 60_000;

/**
 * A site's publication from outside: its manifest, its signature and every copy that it names. Without `publicKey`, the
 * site's own key is believed: that finds what was altered on the way, not a site that lies.
 */
export async function verifySite(
  address: string,
  publicKey: string | undefined,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Verified> {
  const manifestUrl = new URL(address);
  const beside = (ending: string) => new URL(`${manifestUrl.pathname.replace(/\.json$/, ending)}`, manifestUrl);
  const text = Buffer.from(await small(manifestUrl)).toString("utf8");
  const signature = await small(beside(".json.sig"));
  const key = publicKey ?? Buffer.from(await small(beside(".pub"))).toString("utf8");
  const result: Verified = { manifests: 1, files: 0, absent: 0, faults: faultsOfManifest(text, signature, key) };
  const files = readManifest(text)?.files ?? [];
  for (const [i, entry] of files.entries()) {
    const fault = await faultOfCopy(entry, manifestUrl);
    if (fault === "missing") result.absent++;
    else result.files++;
    if (fault && fault !== "missing") result.faults.push({ about: copyName(entry), fault });
    onProgress(i + 1, files.length);
  }
  return result;
}

/** The copy is asked of the site that gave the manifest, whatever host the manifest names. */
async function faultOfCopy({ copy, bytes, sha256 }: Entry, manifestUrl: URL): Promise<Fault["fault"] | undefined> {
  const url = new URL(new URL(copy).pathname, manifestUrl);
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok || !response.body) return "missing";
  const hash = createHash("sha256");
  let read = 0;
  for await (const chunk of response.body) {
    read += chunk.length;
    if (read > bytes) return "size";
    hash.update(chunk);
  }
  return read !== bytes ? "size" : hash.digest("hex") === sha256 ? undefined : "content";
}

/** Throws an Error that names the address when it cannot be had. */
async function small(url: URL): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch((error: Error) => {
    throw new Error(`${url}: ${(error.cause as Error | undefined)?.message ?? error.message}`);
  });
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status}`);
  const parts: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of response.body) {
    read += chunk.length;
    if (read > MOST) throw new Error(`${url}: more than ${MOST} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

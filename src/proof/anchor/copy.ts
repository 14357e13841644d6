import { StartupError } from "../../platform/startup-error.ts";
import { linesOf } from "./file.ts";

const MAX_BYTES = 20 * 1024 * 1024;
const PATIENCE_MS = 30_000;

/** The lines of a copy that stands at an address, this site's own /data/audit-anchors or another's. Throws a StartupError. */
export async function readCopy(url: string): Promise<string[]> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new StartupError(`${url} answers ${response.status}: give the address of a copy of /data/audit-anchors.`);
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of response.body ?? []) {
      bytes += part.length;
      if (bytes > MAX_BYTES) throw new StartupError(`${url} is larger than ${MAX_BYTES} bytes: it is no list of anchors.`);
      parts.push(part);
    }
    return linesOf(Buffer.concat(parts).toString("utf8"));
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { cause, message } = error as Error & { cause?: { code?: string } };
    throw new StartupError(`${url} cannot be read (${cause?.code ?? message}).`);
  }
}

import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { MiddlewareHandler } from "hono";
import { LRUCache } from "lru-cache";
import type { AppEnv } from "./env.ts";

interface Copy {
  version: number;
  /** Of a page that speaks of the time: given until then (milliseconds since 1970). */
  until: number;
  type: string;
  etag: string;
  plain: Uint8Array<ArrayBuffer>;
  gzip: Uint8Array<ArrayBuffer>;
  br: Uint8Array<ArrayBuffer>;
  /** How often it was given from memory. */
  given: number;
}

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);
const MAX_BYTES = 48 * 1024 * 1024;
const MAX_PAGE_BYTES = 4 * 1024 * 1024;
/** A page asked for so often is worth a tenth of a second of one processor: some 15 % less on every wire. */
const OFTEN = 3;
const MOST_WAITING = 20;

/**
 * Answers public pages from memory until anything is published, withdrawn or edited, or until the time of which the
 * page speaks is over (`goodUntil`). A copy is keyed by the whole address; it holds nothing of who asks. Browsers keep theirs too, and ask again with If-None-Match.
 */
export function pageCache(): MiddlewareHandler<AppEnv> {
  const copies = new LRUCache<string, Copy>({
    maxSize: MAX_BYTES,
    sizeCalculation: (copy) => copy.plain.length + copy.gzip.length + copy.br.length + 500,
  });
  const pending = new Map<string, Promise<unknown>>();
  return async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
    const { content } = c.get("services");
    const url = new URL(c.req.url);
    const key = url.pathname + url.search;
    const respond = (copy: Copy, cacheControl = "no-cache") => {
      const headers: Record<string, string> = {
        "Content-Type": copy.type,
        ETag: copy.etag,
        "Cache-Control": cacheControl,
        Vary: "Accept-Encoding",
      };
      const asked = c.req.header("if-none-match");
      if (asked?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === copy.etag)) return c.body(null, 304, headers);
      const accepted = c.req.header("accept-encoding") ?? "";
      if (/\bbr\b/.test(accepted)) return c.body(copy.br, 200, { ...headers, "Content-Encoding": "br" });
      if (/\bgzip\b/.test(accepted)) return c.body(copy.gzip, 200, { ...headers, "Content-Encoding": "gzip" });
      return c.body(copy.plain, 200, headers);
    };
    const usable = () => {
      const copy = copies.get(key);
      return content.fresh && copy?.version === content.version && Date.now() < copy.until ? copy : undefined;
    };
    // A page that many ask for at once after a change is made once.
    if (!usable() && pending.has(key)) await pending.get(key);
    const copy = usable();
    if (copy) {
      if (++copy.given === OFTEN) pressHarder(copy);
      return respond(copy);
    }

    const version = content.version;
    let done = () => {};
    pending.set(
      key,
      new Promise<void>((resolve) => {
        done = resolve;
      }),
    );
    try {
      await next();
      const response = c.res;
      const length = Number(response.headers.get("content-length") ?? 0);
      if (response.status !== 200 || response.headers.has("set-cookie") || length > MAX_PAGE_BYTES) return;
      // What is not to be kept is compressed all the same.
      const passing = response.headers.get("cache-control") === "no-store";
      const plain = new Uint8Array(await response.arrayBuffer());
      const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
      const [gz, br] = await Promise.all([
        compressGzip(plain, { level: 6 }),
        compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
      ]);
      const made: Copy = {
        version,
        until: c.get("goodUntil")?.getTime() ?? Number.POSITIVE_INFINITY,
        type: response.headers.get("content-type") ?? "text/html; charset=UTF-8",
        etag,
        plain,
        gzip: new Uint8Array(gz),
        br: new Uint8Array(br),
        given: 0,
      };
      if (content.fresh && !passing) copies.set(key, made);
      // Headers set around the page (security, request id) stay; only the body is replaced.
      c.res = undefined;
      c.res = respond(made, passing ? "no-store" : undefined);
    } finally {
      pending.delete(key);
      done();
    }
  };
}

let waiting = 0;
let turn: Promise<void> = Promise.resolve();

/** Compresses a copy as well as can be, one at a time and beside the requests; not at all when many wait for it. */
function pressHarder(copy: Copy): void {
  if (waiting >= MOST_WAITING) return;
  waiting++;
  turn = turn
    .then(async () => {
      copy.br = new Uint8Array(await compressBrotli(copy.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
    })
    .catch(() => {})
    .finally(() => {
      waiting--;
    });
}

import { createHash } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { promisify } from "node:util";
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  constants,
  createBrotliCompress,
  createGzip,
  gunzip,
  gzip,
  gzipSync,
} from "node:zlib";
import type { MiddlewareHandler } from "hono";
import { LRUCache } from "lru-cache";
import type { AppEnv } from "./env.ts";

type Encoding = "br" | "gzip" | "identity";

interface Copy {
  version: number;
  /** Of a page that speaks of the time: given until then (milliseconds since 1970). */
  until: number;
  type: string;
  etag: string;
  /** The header Link. */
  link: string | null;
  /** The page in the encodings that were asked for: one, most often. It is made from that one in another. */
  bodies: Partial<Record<Encoding, Bytes>>;
  /** How often it was given from memory. */
  given: number;
}
type Bytes = Uint8Array<ArrayBuffer>;

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);
const unpack: Record<Encoding, (body: Bytes) => Promise<Uint8Array>> = {
  br: promisify(brotliDecompress),
  gzip: promisify(gunzip),
  identity: async (body) => body,
};
const MAX_BYTES = 32 * 1024 * 1024;
/** What a copy weighs beside its bodies. */
const COPY_BYTES = 700;
const MAX_PAGE_BYTES = 12 * 1024 * 1024;
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
    sizeCalculation: ({ bodies }) => Object.values(bodies).reduce((sum, body) => sum + body.length, COPY_BYTES),
  });
  const pending = new Map<string, Promise<unknown>>();
  return async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
    const { content } = c.get("services");
    const url = new URL(c.req.url);
    const key = url.pathname + url.search;
    const encoding = encodingFor(c.req.header("accept-encoding") ?? "");
    const respond = async (copy: Copy, cacheControl = "no-cache") => {
      const headers: Record<string, string> = {
        "Content-Type": copy.type,
        ETag: copy.etag,
        "Cache-Control": cacheControl,
        Vary: "Accept-Encoding",
        ...(copy.link ? { Link: copy.link } : {}),
      };
      const asked = c.req.header("if-none-match");
      if (asked?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === copy.etag)) return c.body(null, 304, headers);
      let body = copy.bodies[encoding];
      if (!body) {
        body = await inOther(copy, encoding);
        // It weighs more now.
        if (copies.peek(key) === copy) copies.set(key, copy);
      }
      return c.body(body, 200, encoding === "identity" ? headers : { ...headers, "Content-Encoding": encoding });
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
      const { whole, stream } = await upTo(response, MAX_PAGE_BYTES);
      if (!whole) {
        c.res = new Response(packed(stream, encoding), response);
        c.res.headers.set("Vary", "Accept-Encoding");
        if (encoding !== "identity") c.res.headers.set("Content-Encoding", encoding);
        return;
      }
      const plain = whole;
      const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
      const made: Copy = {
        version,
        until: c.get("goodUntil")?.getTime() ?? Number.POSITIVE_INFINITY,
        type: response.headers.get("content-type") ?? "text/html; charset=UTF-8",
        etag,
        link: response.headers.get("link"),
        bodies: { [encoding]: await pack(plain, encoding) },
        given: 0,
      };
      if (content.fresh && !passing) copies.set(key, made);
      // Headers set around the page (security, request id) stay; only the body is replaced.
      c.res = undefined;
      c.res = await respond(made, passing ? "no-store" : undefined);
    } finally {
      pending.delete(key);
      done();
    }
  };
}

function encodingFor(accepted: string): Encoding {
  return /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : "identity";
}

/** Handing a page to another thread costs more than it takes to compress, up to this size. */
const SMALL_BYTES = 64 * 1024;

/** Fast rather than small: most addresses are asked for once. */
async function pack(plain: Bytes, encoding: Encoding): Promise<Bytes> {
  if (encoding === "identity") return plain;
  const small = plain.length <= SMALL_BYTES;
  if (encoding === "gzip") return new Uint8Array(small ? gzipSync(plain, { level: 5 }) : await compressGzip(plain, { level: 5 }));
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const options = { params: { [BROTLI_PARAM_QUALITY]: 4, [BROTLI_PARAM_SIZE_HINT]: plain.length } };
  return new Uint8Array(small ? brotliCompressSync(plain, options) : await compressBrotli(plain, options));
}

/** A body that is not longer than `most`, whole; a longer one as a stream, from its start. */
async function upTo(response: Response, most: number): Promise<{ whole: Bytes; stream?: never } | { whole?: never; stream: Readable }> {
  const parts: Uint8Array[] = [];
  const rest = (response.body ?? new Blob().stream()).values();
  for (let size = 0, part = await rest.next(); !part.done; part = await rest.next()) {
    parts.push(part.value);
    size += part.value.length;
    if (size <= most) continue;
    const all = async function* () {
      yield* parts.splice(0);
      yield* { [Symbol.asyncIterator]: () => rest };
    };
    return { stream: Readable.from(all(), { objectMode: false }) };
  }
  return { whole: new Uint8Array(Buffer.concat(parts)) };
}

/** What is too long to be kept goes out as it is made. An error of the source breaks it off: half a page must not look whole. */
function packed(source: Readable, encoding: Encoding): ReadableStream<Uint8Array> {
  const { BROTLI_PARAM_QUALITY } = constants;
  const out =
    encoding === "identity"
      ? source
      : pipeline(
          source,
          encoding === "br" ? createBrotliCompress({ params: { [BROTLI_PARAM_QUALITY]: 4 } }) : createGzip({ level: 5 }),
          () => {},
        );
  return Readable.toWeb(out) as ReadableStream<Uint8Array>;
}

/** The page in an encoding that nobody asked for yet: made from one that is there, and kept beside it. */
async function inOther(copy: Copy, encoding: Encoding): Promise<Bytes> {
  const [known, body] = Object.entries(copy.bodies)[0] as [Encoding, Bytes];
  const plain = new Uint8Array(await unpack[known](body));
  return (copy.bodies[encoding] = await pack(plain, encoding));
}

let waiting = 0;
let turn: Promise<void> = Promise.resolve();

/** Compresses a copy as well as can be, one at a time and beside the requests; not at all when many wait for it. */
function pressHarder(copy: Copy): void {
  if (waiting >= MOST_WAITING || !copy.bodies.br) return;
  waiting++;
  turn = turn
    .then(async () => {
      const plain = await unpack.br(copy.bodies.br!);
      copy.bodies.br = new Uint8Array(await compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
    })
    .catch(() => {})
    .finally(() => {
      waiting--;
    });
}

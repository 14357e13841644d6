import { createHash, type Hash } from "node:crypto";
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
import { mayGive } from "../content.ts";
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
  /** Whether it loads a script, which its policy then allows. */
  scripts: boolean;
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
/** Of this process, since it began. */
export const pageCacheCounts = { given: 0, made: 0 };
const MAX_BYTES = 32 * 1024 * 1024;
/** What a copy weighs beside its bodies. */
const COPY_BYTES = 700;
/** A longer one is not kept, in the encoding that it goes out in. */
const MAX_PACKED_BYTES = 2 * 1024 * 1024;
/** A page asked for so often is worth a tenth of a second of one processor: some 15 % less on every wire. */
const OFTEN = 3;
const MOST_WAITING = 20;
/** What is larger would take seconds, and a hundred megabytes. */
const MOST_PRESSED = 128 * 1024;

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
      c.set("scripts", copy.scripts);
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
      return mayGive(content) && copy?.version === content.version && Date.now() < copy.until ? copy : undefined;
    };
    // A page that many ask for at once after a change is made once.
    if (!usable() && pending.has(key)) await pending.get(key);
    const copy = usable();
    if (copy) {
      pageCacheCounts.given++;
      if (++copy.given === OFTEN) pressHarder(copy);
      return respond(copy);
    }

    pageCacheCounts.made++;
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
      if (response.status !== 200 || response.headers.has("set-cookie")) return;
      // What is not to be kept is compressed all the same.
      const passing = response.headers.get("cache-control") === "no-store";
      const hash = createHash("sha256");
      const { whole, rest } = await packed(response, hash, encoding);
      if (!whole) {
        c.res = new Response(Readable.toWeb(Readable.from(rest, { objectMode: false })) as ReadableStream<Uint8Array>, response);
        c.res.headers.delete("Content-Length");
        c.res.headers.set("Vary", "Accept-Encoding");
        if (encoding !== "identity") c.res.headers.set("Content-Encoding", encoding);
        return;
      }
      const etag = `"${hash.digest("base64url").slice(0, 22)}"`;
      const made: Copy = {
        version,
        until: c.get("goodUntil")?.getTime() ?? Number.POSITIVE_INFINITY,
        type: response.headers.get("content-type") ?? "text/html; charset=UTF-8",
        etag,
        link: response.headers.get("link"),
        scripts: c.get("scripts") ?? false,
        bodies: { [encoding]: whole },
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

/** Fast rather than small: most addresses are asked for once. The steps above cost several times the time, for one per cent. */
const BROTLI_AT_ONCE = 5;

function pack(plain: Bytes, encoding: Encoding): Bytes {
  if (encoding === "identity") return plain;
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_AT_ONCE, [BROTLI_PARAM_SIZE_HINT]: plain.length };
  return new Uint8Array(encoding === "gzip" ? gzipSync(plain, { level: 5 }) : brotliCompressSync(plain, { params }));
}

/** Bytes, whole, or as they come when they are too many to be kept. */
type Read = { whole: Bytes; rest?: never } | { whole?: never; rest: AsyncIterable<Uint8Array> };

/**
 * The body of an answer in an encoding. `hash` is given it as it was before. A long one is compressed as it comes: it
 * is never in memory as it was.
 */
async function packed(response: Response, hash: Hash, encoding: Encoding): Promise<Read> {
  const hashed = async function* () {
    for await (const part of response.body ?? []) {
      hash.update(part);
      yield part;
    }
  };
  const start = await upTo(hashed(), SMALL_BYTES);
  if (start.whole) return { whole: pack(start.whole, encoding) };
  if (encoding === "identity") return upTo(start.rest, MAX_PACKED_BYTES);
  const encoder =
    encoding === "gzip" ? createGzip({ level: 5 }) : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_AT_ONCE } });
  // An error of the source breaks it off: half a page must not look whole.
  const out = pipeline(Readable.from(start.rest, { objectMode: false }), encoder, () => {});
  return upTo(out, MAX_PACKED_BYTES);
}

/** What a source gives when it is not more than `most`; else the same, from its start. */
async function upTo(source: AsyncIterable<Uint8Array>, most: number): Promise<Read> {
  const parts: Uint8Array[] = [];
  const left = source[Symbol.asyncIterator]();
  for (let size = 0, part = await left.next(); !part.done; part = await left.next()) {
    parts.push(part.value);
    size += part.value.length;
    if (size <= most) continue;
    const rest = async function* () {
      yield* parts.splice(0);
      yield* { [Symbol.asyncIterator]: () => left };
    };
    return { rest: rest() };
  }
  return { whole: new Uint8Array(Buffer.concat(parts)) };
}

/** The page in an encoding that nobody asked for yet: made from one that is there, and kept beside it. */
async function inOther(copy: Copy, encoding: Encoding): Promise<Bytes> {
  const [known, body] = Object.entries(copy.bodies)[0] as [Encoding, Bytes];
  const plain = new Uint8Array(await unpack[known](body));
  return (copy.bodies[encoding] = plain.length <= SMALL_BYTES ? pack(plain, encoding) : await packBeside(plain, encoding));
}

/** The same on another thread, so that others are answered meanwhile. */
async function packBeside(plain: Bytes, encoding: Encoding): Promise<Bytes> {
  if (encoding === "identity") return plain;
  const body = await (encoding === "gzip"
    ? compressGzip(plain, { level: 5 })
    : compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_AT_ONCE } }));
  return new Uint8Array(body);
}

let waiting = 0;
let turn: Promise<void> = Promise.resolve();

/** Compresses a copy as well as can be, one at a time and beside the requests; not at all when many wait for it. */
function pressHarder(copy: Copy): void {
  if (waiting >= MOST_WAITING || !copy.bodies.br || copy.bodies.br.length > MOST_PRESSED) return;
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

import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { constants, createBrotliCompress, createGzip } from "node:zlib";
import type { Context } from "hono";
import { isLocale, type Locale, mainLanguage } from "../platform/i18n/languages.ts";
import { textIn } from "../platform/localised.ts";
import { soon } from "../platform/soon.ts";
import type { AppEnv } from "../platform/web/env.ts";
import { type ProjectFilter, readProjectFilter } from "../register/project/filters.ts";
import { slugOf } from "../register/record/slug.ts";
import { deskOf } from "./desk.ts";
import type { PublicFile } from "./files.ts";
import type { Encoding, Kept } from "./kept-files.ts";
import { NotFit } from "./public-file.ts";
import type { PublicState } from "./public-state-store.ts";

/** How long a reader waits for a file that is being made, before its rows are sent as they are read. */
const PATIENCE_MS = 1_500;

/**
 * Answers with a file: the whole of it from the disk, a part of it, or a large one that is still being made, as its
 * rows are read. Reads ?lang= and the filters of the list of projects.
 */
export async function respondWith(c: Context<AppEnv>, file: PublicFile): Promise<Response> {
  const desk = deskOf(c.get("services"));
  const lang = c.req.query("lang") ?? "";
  const locale: Locale = isLocale(lang) ? lang : mainLanguage();
  const filter = file.filtered ? readProjectFilter(c.req.queries()) : undefined;
  const selection = filter && narrows(filter) ? { filter, locale } : undefined;
  const encodings = encodingsFor(c.req.header("accept-encoding") ?? "", file.packed);
  const now = await desk.state();
  // What the reader already has is known before anything is made.
  const headers = headersFor(c, file, now, desk.markOf(now), selection !== undefined);
  if (!desk.held(file, now) && unchanged(c, headers, now)) return c.body(null, 304, headers);
  const withoutBody = c.req.method === "HEAD";

  // What must be fit to go out is never sent before it is known to be: until then, the last one that was.
  const kept = selection
    ? undefined
    : ((await keptSoon(c, desk.whole(file, locale))) ?? (file.guard ? await desk.last(file, locale) : undefined));
  if (kept) {
    const own = headersFor(c, file, kept.state, kept.mark, false);
    if (kept.mark !== desk.markOf(now) && unchanged(c, own, kept.state)) return c.body(null, 304, own);
    const encoding = encodings.find((one) => kept.copies[one])!;
    const { path, bytes } = kept.copies[encoding]!;
    return send(c, withoutBody ? null : createReadStream(path), { ...own, "Content-Length": String(bytes) }, encoding);
  }
  if (desk.held(file, now))
    return c.json({ error: "this file is being mended, and there is no earlier one" }, 503, { "Retry-After": "3600" });
  const [encoding] = encodings as [Encoding];
  return send(
    c,
    withoutBody ? null : encode(Readable.from(bytesOf(desk.rows(file, locale, now, selection)), { objectMode: false }), encoding),
    headers,
    encoding,
  );
}

/** The kept file, if it comes soon. A folder that cannot be written keeps nobody from reading. */
function keptSoon(c: Context<AppEnv>, file: Promise<Kept & { state: PublicState }>) {
  const kept = file.catch((error: unknown) => {
    // Told by the desk, once.
    if (error instanceof NotFit) return undefined;
    c.get("services").log.warn({ error: String(error) }, "a file of the open data could not be kept");
    return undefined;
  });
  return soon(kept, PATIENCE_MS);
}

/** True when the filters hold other projects than the city's own, all of them: the order and the page do not matter. */
function narrows({ sort: _sort, page: _page, reporter, ...rest }: ProjectFilter): boolean {
  return reporter !== "city" || Object.values(rest).some((value) => (Array.isArray(value) ? value.length > 0 : value !== undefined));
}

function headersFor(c: Context<AppEnv>, file: PublicFile, state: PublicState, mark: string, isPart: boolean): Record<string, string> {
  const { city } = c.get("services");
  const name = `${slugOf(textIn(city.name, "fr")?.text ?? "")}-${file.path.replace(/\.(?=[^.]+$)/, `${isPart ? "-selection" : ""}-${state.at.toISOString().slice(0, 10)}.`)}`;
  return {
    "Content-Type": file.type,
    "Content-Disposition": `${["csv", "xlsx", "scdl", "aides"].includes(file.format) ? "attachment" : "inline"}; filename="${name}"`,
    // Weak: the encodings of one state share it.
    ETag: `W/"${mark}"`,
    "Last-Modified": state.at.toUTCString(),
    "Cache-Control": "public, no-cache",
    Vary: "Accept-Encoding",
  };
}

/** RFC 9110: If-None-Match decides alone when it is there. */
function unchanged(c: Context<AppEnv>, headers: Record<string, string>, state: PublicState): boolean {
  const tags = c.req.header("if-none-match");
  if (tags !== undefined)
    return tags.trim() === "*" || tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === headers.ETag!.slice(2));
  const since = Date.parse(c.req.header("if-modified-since") ?? "");
  return since >= Math.floor(state.at.getTime() / 1000) * 1000;
}

/** The encodings that the reader takes, the shortest first. */
export function encodingsFor(header: string, packed: boolean): Encoding[] {
  const refused = (name: string) => new RegExp(`\\b${name}\\s*;\\s*q=0(\\.0*)?(,|$)`).test(header);
  const takes = (name: string) => new RegExp(`\\b${name}\\b`).test(header) && !refused(name);
  return packed ? ["identity"] : [...(["br", "gzip"] as const).filter(takes), "identity"];
}

export async function* bytesOf(content: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of content) yield Buffer.from(part as string);
}

export function encode(source: Readable, encoding: Encoding): Readable {
  if (encoding === "identity") return source;
  const encoder = encoding === "br" ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) : createGzip({ level: 6 });
  // An error of the source breaks the answer off: half a file must not look whole.
  return pipeline(source, encoder, () => {});
}

function send(c: Context<AppEnv>, body: Readable | null, headers: Record<string, string>, encoding: Encoding): Response {
  if (encoding !== "identity") headers["Content-Encoding"] = encoding;
  return body ? c.body(Readable.toWeb(body) as ReadableStream<Uint8Array>, 200, headers) : c.body(null, 200, headers);
}

import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { constants, createBrotliCompress, createGzip } from "node:zlib";
import type { Context } from "hono";
import { isLocale, languages, type Locale } from "../platform/i18n/languages.ts";
import { textIn } from "../platform/localised.ts";
import type { AppEnv } from "../platform/web/env.ts";
import { type ProjectFilter, readProjectFilter } from "../register/project/filters.ts";
import { slugOf } from "../register/record/slug.ts";
import { deskOf } from "./desk.ts";
import type { PublicFile } from "./files.ts";
import type { Encoding } from "./kept-files.ts";
import type { PublicState } from "./public-state-store.ts";

/** Answers with a file: the whole of it from the disk, a part of it as it is read. Reads ?lang= and the filters of the list of projects. */
export async function respondWith(c: Context<AppEnv>, file: PublicFile): Promise<Response> {
  const desk = deskOf(c.get("services"));
  const lang = c.req.query("lang") ?? "";
  const locale: Locale = isLocale(lang) ? lang : languages[0];
  const filter = file.filtered ? readProjectFilter(c.req.queries()) : undefined;
  const accepted = encodingsFor(c.req.header("accept-encoding") ?? "", file.packed);

  if (filter && narrows(filter)) {
    const state = await desk.state();
    const headers = headersFor(c, file, state, desk.markOf(state), true);
    if (unchanged(c, headers, state)) return c.body(null, 304, headers);
    if (c.req.method === "HEAD") return c.body(null, 200, headers);
    const [encoding] = accepted;
    const source = Readable.from(bytesOf(desk.part(file, locale, state, { filter, locale })), { objectMode: false });
    return send(c, encode(source, encoding!), headers, encoding!);
  }

  // What the reader already has is known before anything is made.
  const now = await desk.state();
  const early = headersFor(c, file, now, desk.markOf(now), false);
  if (unchanged(c, early, now)) return c.body(null, 304, early);
  const { state, mark, copies } = await desk.whole(file, locale);
  const headers = headersFor(c, file, state, mark, false);
  const encoding = accepted.find((one) => copies[one])!;
  const { path, bytes } = copies[encoding]!;
  headers["Content-Length"] = String(bytes);
  if (c.req.method === "HEAD") return send(c, null, headers, encoding);
  return send(c, createReadStream(path), headers, encoding);
}

/** True when the filters leave any project out: the order and the page do not. */
function narrows({ sort: _sort, page: _page, ...rest }: ProjectFilter): boolean {
  return Object.values(rest).some((value) => (Array.isArray(value) ? value.length > 0 : value !== undefined));
}

function headersFor(c: Context<AppEnv>, file: PublicFile, state: PublicState, mark: string, isPart: boolean): Record<string, string> {
  const { city } = c.get("services");
  const name = `${slugOf(textIn(city.name, "fr")?.text ?? "")}-${file.path.replace(/\.(?=[^.]+$)/, `${isPart ? "-selection" : ""}-${state.at.toISOString().slice(0, 10)}.`)}`;
  return {
    "Content-Type": file.type,
    "Content-Disposition": `${file.format === "csv" || file.format === "xlsx" ? "attachment" : "inline"}; filename="${name}"`,
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
  if (tags !== undefined) return tags.trim() === "*" || tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === headers.ETag!.slice(2));
  const since = Date.parse(c.req.header("if-modified-since") ?? "");
  return since >= Math.floor(state.at.getTime() / 1000) * 1000;
}

/** The encodings that the reader takes, the shortest first. */
function encodingsFor(header: string, packed: boolean): Encoding[] {
  const refused = (name: string) => new RegExp(`\\b${name}\\s*;\\s*q=0(\\.0*)?(,|$)`).test(header);
  const takes = (name: string) => new RegExp(`\\b${name}\\b`).test(header) && !refused(name);
  return packed ? ["identity"] : [...(["br", "gzip"] as const).filter(takes), "identity"];
}

async function* bytesOf(content: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of content) yield Buffer.from(part as string);
}

function encode(source: Readable, encoding: Encoding): Readable {
  if (encoding === "identity") return source;
  const encoder = encoding === "br" ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) : createGzip({ level: 6 });
  // An error of the source breaks the answer off: half a file must not look whole.
  return pipeline(source, encoder, () => {});
}

function send(c: Context<AppEnv>, body: Readable | null, headers: Record<string, string>, encoding: Encoding): Response {
  if (encoding !== "identity") headers["Content-Encoding"] = encoding;
  return body ? c.body(Readable.toWeb(body) as ReadableStream<Uint8Array>, 200, headers) : c.body(null, 200, headers);
}

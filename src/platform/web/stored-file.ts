import { create } from "content-disposition";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { parse } from "range-parser";
import type { Database } from "../database/connect.ts";
import type { Files } from "../files.ts";
import { safeName } from "../intake/name.ts";
import { findSize } from "../intake/sizes-store.ts";
import { isClosed } from "../intake/store.ts";

/** A file that was put in by someone: what it is called, and what it was found to be by its content. */
export interface KeptFile {
  sha256: string;
  name: string;
  mediaType: string;
}

export const SIZES = "/:width{[0-9]+}/:format{webp|jpeg}";
/** A size of a picture, at `SIZES` after the picture's own address. `db`: where the picture is public, `published(db)`. */
export async function giveSize(c: Context<any>, files: Files, file: KeptFile, cache: string, db: Database): Promise<Response> {
  const format = c.req.param("format") ?? "";
  const size = await findSize(db, file.sha256, Number(c.req.param("width")), format);
  const named = { ...file, mediaType: `image/${format}`, name: safeName(file.name, format === "jpeg" ? "jpg" : format) };
  return size ? giveFile(c, files, named, cache, size) : c.notFound();
}

// What a browser may show on its own; anything else, and whatever can hold a script (SVG, HTML, PDF), is taken away.
const shown = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);

/**
 * Gives a file out so that nothing in it can act on the site, whole or in part (RFC 9110, section 14). Asked each time
 * whether it may be opened: 423 while it is in quarantine. `cache`: its Cache-Control. `size`: the bytes that are given
 * in its place, by their digest. 404 when its bytes are gone.
 */
export async function giveFile(c: Context<any>, files: Files, file: KeptFile, cache: string, size?: string): Promise<Response> {
  if (await isClosed(c.get("services").db, file.sha256)) throw new HTTPException(423);
  const digest = size ?? file.sha256;
  const etag = `"${digest}"`;
  const headers = { ETag: etag, "Cache-Control": cache };
  const asked = c.req.header("if-none-match")?.split(",");
  if (asked?.some((tag) => tag.trim().replace(/^W\//, "") === etag)) return c.body(null, 304, headers);
  const bytes = await files.get(digest);
  if (!bytes) return c.notFound();
  const all = { ...headers, ...safeHeaders(file), "Accept-Ranges": "bytes" };
  const wanted = c.req.header("range");
  // A part of what it was before is no part of this.
  const same = [undefined, etag].includes(c.req.header("if-range"));
  const part = wanted && same && c.req.method === "GET" ? partOf(bytes.length, wanted) : undefined;
  if (part === "none") return c.body(null, 416, { ...all, "Content-Range": `bytes */${bytes.length}` });
  if (!part) return c.body(new Uint8Array(bytes), 200, all);
  const range = `bytes ${part.start}-${part.end}/${bytes.length}`;
  return c.body(new Uint8Array(bytes.subarray(part.start, part.end + 1)), 206, { ...all, "Content-Range": range });
}

/** What keeps a file from acting: it is no page, of no other site, and its name is a name (RFC 6266). */
export const safeHeaders = ({ name, mediaType }: Pick<KeptFile, "name" | "mediaType">) => ({
  "Content-Type": mediaType,
  "Content-Disposition": create(name, {
    type: shown.has(mediaType) ? "inline" : "attachment",
    fallback: name
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[^\w.-]+/g, "_"),
  }),
  "Content-Security-Policy": "sandbox; default-src 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
});

const MALFORMED = 1;
/** The one part that is asked for; undefined: the whole, as where several are asked for; "none": there is no such part. */
function partOf(length: number, asked: string): { start: number; end: number } | "none" | undefined {
  const { code, type, ranges } = parse(length, asked);
  if (type !== "bytes" || (code & MALFORMED) !== 0) return undefined;
  return ranges.length === 0 ? "none" : ranges.length === 1 ? ranges[0] : undefined;
}

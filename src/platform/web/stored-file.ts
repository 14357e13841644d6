import type { Context } from "hono";
import type { Files } from "../files.ts";

/** A file that was put in by someone: what it is called, and what it was found to be by its first bytes. */
export interface KeptFile {
  sha256: string;
  name: string;
  mediaType: string;
}

// What a browser may show on its own; anything else, and whatever can hold a script (SVG, HTML, PDF), is taken away.
const shown = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);

/** Gives a file out so that nothing in it can act on the site. `cache`: its Cache-Control. 404 when its bytes are gone. */
export async function giveFile(c: Context<any>, files: Files, file: KeptFile, cache: string): Promise<Response> {
  const etag = `"${file.sha256}"`;
  const headers = { ETag: etag, "Cache-Control": cache };
  const asked = c.req.header("if-none-match")?.split(",");
  if (asked?.some((tag) => tag.trim().replace(/^W\//, "") === etag)) return c.body(null, 304, headers);
  const bytes = await files.get(file.sha256);
  if (!bytes) return c.notFound();
  const encoded = encodeURIComponent(file.name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return c.body(new Uint8Array(bytes), 200, {
    ...headers,
    "Content-Type": file.mediaType,
    "Content-Disposition": `${shown.has(file.mediaType) ? "inline" : "attachment"}; filename="${file.name.replace(/[^\w.-]+/g, "_")}"; filename*=UTF-8''${encoded}`,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
  });
}

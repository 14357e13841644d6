import { findFile } from "../../register/document/store.ts";
import type { PageContext } from "../../ui/page.ts";

// What a browser may show on its own; anything else, and whatever can hold a script (SVG, HTML, PDF), is taken away.
const shown = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);

/** A file that a published document or picture shows; 404 as soon as none does. */
export async function publicFile(c: PageContext) {
  const sha256 = c.req.param("sha256") ?? "";
  const { published, files } = c.get("services");
  const file = /^[0-9a-f]{64}$/.test(sha256) ? await findFile(published, sha256) : undefined;
  if (!file) return c.notFound();
  const etag = `"${sha256}"`;
  // Asked again each time: a file withdrawn is gone at once.
  const headers = { ETag: etag, "Cache-Control": "no-cache" };
  if (
    c.req
      .header("if-none-match")
      ?.split(",")
      .some((tag) => tag.trim().replace(/^W\//, "") === etag)
  )
    return c.body(null, 304, headers);
  const bytes = await files.get(sha256);
  if (!bytes) return c.notFound();
  const inline = shown.has(file.mediaType);
  return c.body(new Uint8Array(bytes), 200, {
    ...headers,
    "Content-Type": file.mediaType,
    "Content-Disposition": `${inline ? "inline" : "attachment"}; filename="${file.name.replace(/[^\w.-]+/g, "_")}"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
  });
}

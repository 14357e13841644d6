import { Readable } from "node:stream";
import type { Context, Hono } from "hono";
import type { AppEnv } from "../../platform/web/env.ts";
import { Copies } from "./copies.ts";
import { copyName, readManifest } from "./manifest.ts";
import { findPublication, type Publication } from "./store.ts";

type Part = "manifest" | "signature" | "key";

/** The signed list of the files, those before it, and the files as they were. */
export function manifestRoutes(app: Hono<AppEnv>): void {
  for (const [ending, part] of [
    [".json", "manifest"],
    [".json.sig", "signature"],
    [".pub", "key"],
  ] as const) {
    app.get(`/data/manifest${ending}`, (c) => give(c, part));
    app.get(`/data/manifests/:number{[0-9]{1,9}\\${ending.replaceAll(".", "\\.").slice(1)}}`, (c) =>
      give(c, part, Number.parseInt(c.req.param("number"), 10)),
    );
  }
  app.get("/data/manifests/:number{[0-9]{1,9}}/:name{[a-z0-9][a-z0-9._-]*}", giveCopy);
}

async function give(c: Context<AppEnv>, part: Part, number?: number): Promise<Response> {
  const publication = await findPublication(c.get("services").published, number);
  if (!publication) return c.json({ error: "there is no such publication" }, 404);
  const headers = {
    ETag: `"${publication.sha256}${part === "manifest" ? "" : `-${part}`}"`,
    "Last-Modified": publication.at.toUTCString(),
    // One of the past never changes.
    "Cache-Control": number === undefined ? "public, no-cache" : "public, max-age=31536000, immutable",
  };
  if (
    c.req
      .header("if-none-match")
      ?.split(",")
      .some((tag) => tag.trim().replace(/^W\//, "") === headers.ETag)
  )
    return c.body(null, 304, headers);
  const [type, body] = contentOf(publication, part);
  return c.body(body, 200, { ...headers, "Content-Type": type });
}

function contentOf({ manifest, signature, publicKey }: Publication, part: Part): [type: string, body: string | Uint8Array<ArrayBuffer>] {
  if (part === "manifest") return ["application/json", manifest];
  return part === "key" ? ["application/x-pem-file", publicKey] : ["application/octet-stream", new Uint8Array(signature)];
}

/** A file as it went out in a publication. Those of old publications are gone: 410. */
async function giveCopy(c: Context<AppEnv>): Promise<Response> {
  const { published, config, blobs } = c.get("services");
  const publication = await findPublication(published, Number(c.req.param("number")));
  const entry = publication && readManifest(publication.manifest)?.files.find((file) => copyName(file) === c.req.param("name"));
  if (!entry) return c.json({ error: "there is no such file" }, 404);
  const copies = new Copies(config.dataDir, blobs);
  const bytes = await copies.size(entry.sha256);
  if (bytes === undefined) return c.json({ error: "this copy is no longer kept", sha256: entry.sha256, now: entry.url }, 410);
  const headers = {
    "Content-Type": entry.media_type,
    "Content-Length": String(bytes),
    "Content-Disposition": `attachment; filename="${copyName(entry)}"`,
    "Cache-Control": "public, max-age=31536000, immutable",
    ETag: `"${entry.sha256}"`,
  };
  if (c.req.method === "HEAD") return c.body(null, 200, headers);
  return c.body(Readable.toWeb((await copies.stream(entry.sha256)) ?? Readable.from([])) as ReadableStream<Uint8Array>, 200, headers);
}

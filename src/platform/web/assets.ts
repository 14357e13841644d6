import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Hono } from "hono";
import { projectRoot } from "../project-root.ts";
import { StartupError } from "../startup-error.ts";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".geojson": "application/geo+json",
  ".pbf": "application/x-protobuf",
};

/** The browser's files, built by Vite: addresses carry a hash of the content and never change. */
export interface Assets {
  /** The address of a source file ("src/ui/styles/main.css", "islands/map.ts"). */
  url(source: string): string;
  /** The style sheets that an island brings. */
  styles(source: string): string[];
  routes: Hono;
}

interface Entry {
  file: string;
  css?: string[];
  isEntry?: boolean;
}

/** Reads dist/assets into memory, compressed once. Throws a StartupError when it has not been built. */
export function readAssets(folder = join(projectRoot, "dist/assets")): Assets {
  const manifestPath = join(folder, ".vite/manifest.json");
  if (!existsSync(manifestPath)) throw new StartupError("The browser's files are not built: run `npm run build`.");
  const manifest: Record<string, Entry> = JSON.parse(readFileSync(manifestPath, "utf8"));
  const routes = new Hono();
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const type = types[extname(name)];
    if (!type || name.startsWith(".vite")) continue;
    const bytes = readFileSync(join(folder, name));
    const small = [".woff2", ".png"].includes(extname(name)) || bytes.length < 500;
    // The last per cent of a large file costs more time at start than it saves on any line.
    const large = bytes.length > 500_000;
    const gzip = small ? undefined : gzipSync(bytes, { level: large ? 6 : 9 });
    const br = small ? undefined : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: large ? 7 : 11 } });
    routes.get(`/assets/${name}`, (c) => {
      const accepted = c.req.header("accept-encoding") ?? "";
      const [body, encoding] =
        br && /\bbr\b/.test(accepted) ? [br, "br"] : gzip && /\bgzip\b/.test(accepted) ? [gzip, "gzip"] : [bytes, undefined];
      c.header("Content-Type", type);
      c.header("Cache-Control", "public, max-age=31536000, immutable");
      c.header("Vary", "Accept-Encoding");
      if (encoding) c.header("Content-Encoding", encoding);
      return c.body(new Uint8Array(body));
    });
  }
  const entry = (source: string): Entry => {
    const found = manifest[source];
    if (!found) throw new Error(`no built asset for ${source}`);
    return found;
  };
  return {
    url: (source) => `/assets/${entry(source).file}`,
    styles: (source) => (entry(source).css ?? []).map((file) => `/assets/${file}`),
    routes,
  };
}

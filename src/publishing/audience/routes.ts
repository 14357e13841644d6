import { createHash } from "node:crypto";
import { stringify } from "csv-stringify/sync";
import type { Hono } from "hono";
import { audienceMonths } from "../../platform/audience/store.ts";
import type { AppEnv } from "../../platform/web/env.ts";

/** /data/audience.csv: the readings of each month by page, record and file, with the names that are too few left out. */
export function audienceFile(app: Hono<AppEnv>): void {
  app.get("/data/audience.csv", async (c) => {
    const rows = await audienceMonths(c.get("services").published);
    const body = stringify(rows, { header: true, columns: ["month", "page", "record", "views"], record_delimiter: "windows" });
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    const headers = { ETag: etag, "Cache-Control": "public, no-cache" };
    const held = c.req.header("if-none-match");
    if (held?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag)) return c.body(null, 304, headers);
    return c.body(body, 200, {
      ...headers,
      "Content-Type": "text/csv; charset=utf-8; header=present",
      "Content-Disposition": 'attachment; filename="audience.csv"',
    });
  });
}

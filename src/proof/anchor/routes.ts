import { createHash } from "node:crypto";
import type { Hono } from "hono";
import type { AppEnv } from "../../platform/web/env.ts";
import { lineOf } from "./rules.ts";
import { anchorsAfter, signedOf } from "./store.ts";

const BATCH = 1_000;

/** The anchors of the log, for anyone to keep: JSON lines, the oldest first. `?after=N` gives those after number N. */
export function anchorRoutes(app: Hono<AppEnv>): void {
  app.get("/data/audit-anchors", async (c) => {
    const { published } = c.get("services");
    const asked = Number(c.req.query("after") ?? 0);
    if (!Number.isInteger(asked) || asked < 0 || asked > 1_000_000_000)
      return c.json({ error: "after: give the number of an anchor" }, 400);
    const lines: string[] = [];
    for (let after = asked; ; ) {
      const rows = await anchorsAfter(published, after, BATCH);
      lines.push(...rows.map((row) => `${lineOf(signedOf(row))}\n`));
      if (rows.length < BATCH) break;
      after = rows.at(-1)!.number;
    }
    const body = lines.join("");
    const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
    const headers = { ETag: etag, "Cache-Control": "public, no-cache" };
    if (c.req.header("if-none-match") === etag) return c.body(null, 304, headers);
    return c.body(body, 200, { ...headers, "Content-Type": "application/jsonl; charset=utf-8" });
  });
}

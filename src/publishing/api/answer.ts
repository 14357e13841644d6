import { Readable } from "node:stream";
import type { Context } from "hono";
import type { AppEnv } from "../../platform/web/env.ts";
import { deskOf } from "../desk.ts";
import type { Encoding } from "../kept-files.ts";
import type { PublicState } from "../public-state-store.ts";
import { bytesOf, encode, encodingsFor } from "../respond.ts";

/** What every answer says of the state it was made from. */
export interface Mark {
  /** Without the quotes: the same on every node while what is public stays as it is. */
  tag: string;
  state: PublicState;
}

export async function markOf(c: Context<AppEnv>): Promise<Mark> {
  const desk = deskOf(c.get("services"));
  const state = await desk.state();
  return { tag: desk.markOf(state), state };
}

/** RFC 9110: a strong tag is that of one coding. */
const tagOf = ({ tag }: Mark, encoding: string | null) => `"${tag}${encoding && encoding !== "identity" ? `-${encoding}` : ""}"`;

export function stateHeaders(mark: Mark, encoding: string | null): Record<string, string> {
  return {
    ETag: tagOf(mark, encoding),
    "Last-Modified": mark.state.at.toUTCString(),
    "Cache-Control": "public, no-cache",
    Vary: "Accept, Accept-Encoding",
  };
}

/** True when the reader has this state already, in whichever coding. If-None-Match decides alone when it is there. */
export function isKnown(c: Context<AppEnv>, mark: Mark): boolean {
  const tags = c.req.header("if-none-match");
  if (tags !== undefined)
    return tags.trim() === "*" || tags.split(",").some((one) => one.trim().replace(/^W\/|-(br|gzip)(?="$)/g, "") === tagOf(mark, null));
  const since = Date.parse(c.req.header("if-modified-since") ?? "");
  return mark.state.at.getTime() > 0 && since >= Math.floor(mark.state.at.getTime() / 1000) * 1000;
}

/**
 * Sends rows as they are read: constant memory, and no connection is held while the reader is slow. A reader who goes
 * away ends the reading.
 */
export function stream(c: Context<AppEnv>, type: string, name: string, content: AsyncIterable<string>, mark: Mark): Response {
  const [encoding] = encodingsFor(c.req.header("accept-encoding") ?? "", false) as [Encoding];
  const headers: Record<string, string> = {
    ...stateHeaders(mark, encoding),
    "Content-Type": type,
    "Content-Disposition": `attachment; filename="${name}"`,
    ...(encoding === "identity" ? {} : { "Content-Encoding": encoding }),
  };
  if (c.req.method === "HEAD") return c.body(null, 200, headers);
  const body = encode(Readable.from(bytesOf(content), { objectMode: false }), encoding);
  return c.body(Readable.toWeb(body) as ReadableStream<Uint8Array>, 200, headers);
}

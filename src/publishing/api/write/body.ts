import type { Refused } from "./problem.ts";

/** The largest body, in bytes: five hundred payments, or the longest record. */
export const MAX_BODY = 1024 * 1024;
/** How deep lists and objects may stand in each other. */
const MAX_DEPTH = 20;

const JSON_TYPE = /^application\/(merge-patch\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i;

/** Reads a body as JSON: UTF-8, of a bounded size and depth, each name once in its object. */
export async function readJson(request: Request): Promise<{ ok: true; text: string; value: unknown } | Refused> {
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? "")) return { ok: false, code: "body_type" };
  const bytes = await bytesOf(request);
  if (!bytes) return { ok: false, code: "body_too_large", values: { maximum: MAX_BODY } };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value = JSON.parse(text) as unknown;
    if (depthOf(value) > MAX_DEPTH) return { ok: false, code: "body_json", values: { message: `> ${MAX_DEPTH}` } };
    const twice = repeatedName(text);
    if (twice !== undefined) return { ok: false, code: "body_json", values: { message: `"${twice.slice(0, 60)}" × 2` } };
    return { ok: true, text, value };
  } catch (error) {
    return { ok: false, code: "body_json", values: { message: (error as Error).message.slice(0, 120) } };
  }
}

/** The whole body, or undefined as soon as it is too large: what it says of its length is not believed. */
async function bytesOf(request: Request): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY) return undefined;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > MAX_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function depthOf(value: unknown): number {
  let depth = 0;
  let level = [value];
  while (level.length > 0 && depth <= MAX_DEPTH) {
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
    depth++;
  }
  return depth;
}

/**
 * The first name that stands twice in one object of a well-formed text (I-JSON, RFC 7493 §2.3): which of the two amounts
 * a sender meant is not for a parser to choose.
 */
export function repeatedName(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  // bounded: a text that JSON.parse has taken closes each string that it opens.
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;
  let previous = "";
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const [token] = match;
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token.startsWith('"')) {
      const names = open.at(-1);
      if (names && (previous === "{" || previous === ",")) {
        const name = JSON.parse(token) as string;
        if (names.has(name)) return name;
        names.add(name);
      }
    }
    previous = token;
  }
  return undefined;
}

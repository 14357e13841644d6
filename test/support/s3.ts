import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export const keys = { AWS_ACCESS_KEY_ID: "test-key", AWS_SECRET_ACCESS_KEY: "test-secret-of-the-bucket" };
const PAGE = 3;

/**
 * A server of one bucket that speaks as much of S3 as the program asks for: PUT, GET, HEAD, DELETE and listings in pages. Each
 * request's signature (AWS Signature Version 4) and the digest of its body are checked. `broken`: answers 503 to all.
 */
export async function startS3(
  bucket: string,
): Promise<{ endpoint: string; objects: Map<string, Buffer>; refused: string[]; broken: boolean; stop(): Promise<void> }> {
  const objects = new Map<string, Buffer>();
  const state = { objects, refused: [] as string[], broken: false, endpoint: "", stop: async () => {} };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.once("end", () => {
      const say = (status: number, body = "", headers: Record<string, string> = {}) => response.writeHead(status, headers).end(body);
      const fail = (status: number, code: string) =>
        say(status, `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`, {
          "content-type": "application/xml",
        });
      if (state.broken) return fail(503, "SlowDown");
      const body = bodyOf(request, Buffer.concat(parts));
      const fault = signatureFault(request, Buffer.concat(parts));
      if (fault) {
        state.refused.push(fault);
        return fail(403, "SignatureDoesNotMatch");
      }
      const url = new URL(request.url!, "http://s3");
      const [, name, ...rest] = url.pathname.split("/");
      if (name !== bucket) return fail(404, "NoSuchBucket");
      const key = decodeURIComponent(rest.join("/"));
      if (key === "") return say(200, listing(objects, url.searchParams), { "content-type": "application/xml" });
      const found = objects.get(key);
      if (request.method === "PUT") {
        objects.set(key, body);
        return say(200, "", { etag: etag(body) });
      }
      if (request.method === "DELETE") {
        objects.delete(key);
        return say(204);
      }
      if (!found) return request.method === "HEAD" ? say(404) : fail(404, "NoSuchKey");
      const headers = { "content-length": String(found.length), etag: etag(found), "last-modified": new Date().toUTCString() };
      response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : found);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return state;
}

const etag = (body: Buffer) => `"${createHash("md5").update(body).digest("hex")}"`;

function listing(objects: Map<string, Buffer>, query: URLSearchParams): string {
  const [prefix, after] = [query.get("prefix") ?? "", query.get("continuation-token") ?? ""];
  const all = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = all.slice(0, PAGE);
  const more = all.length > PAGE;
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ""}${page
    .map(
      (key) =>
        `<Contents><Key>${key}</Key><Size>${objects.get(key)!.length}</Size><LastModified>2026-01-01T00:00:00Z</LastModified><ETag>x</ETag></Contents>`,
    )
    .join("")}</ListBucketResult>`;
}

/** A body sent in signed or checked pieces (aws-chunked) without what is between them. */
function bodyOf(request: IncomingMessage, raw: Buffer): Buffer {
  if (!/^STREAMING-/.test(String(request.headers["x-amz-content-sha256"]))) return raw;
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = raw.indexOf("\r\n", at);
    const size = Number.parseInt(raw.subarray(at, end).toString().split(";")[0]!, 16);
    if (!size) return Buffer.concat(parts);
    parts.push(raw.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

/** Undefined when the request is signed with the key, and its body is the one it names. */
function signatureFault(request: IncomingMessage, body: Buffer): string | undefined {
  const [, credential, signed, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? "") ??
    [];
  if (!credential || !signed || !signature) return "not signed";
  const [key, date, region, service, end] = credential.split("/");
  if (key !== keys.AWS_ACCESS_KEY_ID || service !== "s3" || end !== "aws4_request") return "another key";
  const digest = String(request.headers["x-amz-content-sha256"]);
  if (/^[0-9a-f]{64}$/.test(digest) && createHash("sha256").update(body).digest("hex") !== digest) return "another body";
  const url = new URL(request.url!, "http://s3");
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const headers = signed.split(";").map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, " ")}\n`);
  const canonical = [request.method, url.pathname, query, headers.join(""), signed, digest].join("\n");
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const hmac = (secret: string | Buffer, what: string) => createHmac("sha256", secret).update(what).digest();
  const signing = hmac(hmac(hmac(hmac(`AWS4${keys.AWS_SECRET_ACCESS_KEY}`, date!), region!), "s3"), "aws4_request");
  const expected = createHmac("sha256", signing).update(text).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "hex")) ? undefined : "another signature";
}

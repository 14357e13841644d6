import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { isLocalName, isPublicAddress, literalAddress } from "./addresses.ts";
import { publicLookup } from "./public-lookup.ts";
import { urlProblem } from "./rules.ts";

const TIMEOUT_MS = 10_000;
/** Of what is answered, so much is read and so much is kept. */
const MOST_READ = 16_384;
const EXCERPT = 500;

export interface Posted {
  /** Of the answer; null when there was none. */
  status: number | null;
  /** Why it does not count as delivered; null when it does: any 2xx. */
  error: string | null;
  ms: number;
  excerpt: string;
}

/**
 * Posts a body once: to the public network alone, on a connection of its own, no redirection followed, all within ten
 * seconds. Never throws: what goes wrong is the answer.
 */
export async function post(
  address: string,
  headers: Record<string, string>,
  body: string,
  options: { local: boolean; timeoutMs?: number; lookup?: typeof publicLookup },
): Promise<Posted> {
  const started = performance.now();
  const since = () => Math.round(performance.now() - started);
  const failed = (error: string): Posted => ({ status: null, error: error.slice(0, 300), ms: since(), excerpt: "" });
  const problem = urlProblem(address, options.local);
  if (problem) return failed(problem);
  const url = new URL(address);
  const literal = literalAddress(url.hostname);
  // What this program may send to this machine is looked up as any name is; nothing else is.
  const here = options.local && (isLocalName(url.hostname) || (literal !== undefined && !isPublicAddress(literal)));
  const send = url.protocol === "https:" ? secureRequest : plainRequest;
  return new Promise<Posted>((resolve) => {
    const request = send(url, {
      method: "POST",
      agent: false,
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
      ...(here ? {} : { lookup: options.lookup ?? publicLookup }),
      headers: {
        ...headers,
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
        "User-Agent": "Ville-Monde-Webhooks/1",
        Connection: "close",
      },
    });
    request.on("error", (error: NodeJS.ErrnoException) =>
      resolve(failed(error.name === "TimeoutError" || error.name === "AbortError" ? "timeout" : (error.code ?? error.message))),
    );
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      const end = () => {
        const status = response.statusCode ?? 0;
        const error = status >= 200 && status < 300 ? null : status >= 300 && status < 400 ? "redirection" : `HTTP ${status}`;
        resolve({ status, error, ms: since(), excerpt: readable(Buffer.concat(parts)) });
        request.destroy();
      };
      response.on("data", (part: Buffer) => {
        parts.push(part.subarray(0, MOST_READ - size));
        size += part.length;
        if (size >= MOST_READ) end();
      });
      response.on("end", end);
      response.on("error", (error: Error) =>
        resolve(failed(error.name === "TimeoutError" || error.name === "AbortError" ? "timeout" : error.message)),
      );
    });
    request.end(body);
  });
}

const readable = (bytes: Buffer): string =>
  bytes
    .toString("utf8")
    .replace(/[\p{Cc}\uFFFD]+/gu, " ")
    .trim()
    .slice(0, EXCERPT);

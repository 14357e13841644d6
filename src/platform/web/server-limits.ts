import type { IncomingMessage, Server, ServerOptions, ServerResponse } from "node:http";

/**
 * How long a request may take to come: what drips is answered 408 and ended, so that nobody holds connections. A head comes
 * at once or not at all; a body of twenty megabytes, over the slowest line that a form is still sent by, at some 25 kB a second.
 * Heads are bounded by Node itself: 16 kB, two thousand names.
 */
export const serverLimits = {
  headersTimeout: 20_000,
  requestTimeout: 15 * 60_000,
  connectionsCheckingInterval: 10_000,
} satisfies ServerOptions;

/** A body that brings fewer bytes than this within so many milliseconds is none that somebody waits for. */
const drip = { bytes: 3_000, withinMs: 60_000 };

/** Ends requests whose body drips (slowloris), long before its time is over. One that the program is slow to take is not at fault. */
export function endDrips(server: Server, { bytes, withinMs } = drip): void {
  const coming = new Map<IncomingMessage, { response: ServerResponse; read: number; since: number }>();
  server.prependListener("request", (request, response) => {
    coming.set(request, { response, read: request.socket.bytesRead, since: Date.now() });
    request.once("close", () => coming.delete(request));
  });
  const look = () => {
    const now = Date.now();
    for (const [request, one] of coming) {
      if (request.complete || now - one.since < withinMs) continue;
      const read = request.socket.bytesRead;
      const waitsForUs = request.readableLength >= request.readableHighWaterMark;
      if (waitsForUs || read - one.read >= bytes) coming.set(request, { ...one, read, since: now });
      else end(request, one.response);
    }
  };
  const clock = setInterval(look, withinMs / 6).unref();
  server.once("close", () => clearInterval(clock));
}

function end(request: IncomingMessage, response: ServerResponse): void {
  if (!response.headersSent) request.socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
  request.socket.destroySoon();
}

import type { Server, ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import { connect as dial } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApp } from "../../../src/app.tsx";
import { endDrips, serverLimits } from "../../../src/platform/web/server-limits.ts";
import { type OfficeSite, openOffice } from "../office-site.ts";

let site: OfficeSite;
const servers: Server[] = [];
/** The port of a server with the limits that the program has, of one that loses patience at once, and of one that watches bodies. */
let [port, hurried, watchful] = [0, 0, 0];
beforeAll(async () => {
  site = await openOffice();
  const { fetch } = makeApp(site.services);
  const open = async (serverOptions: ServerOptions, drip?: Parameters<typeof endDrips>[1]) => {
    const server = createAdaptorServer({ fetch, serverOptions }) as Server;
    if (drip) endDrips(server, drip);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };
  port = await open(serverLimits);
  watchful = await open(serverLimits, { bytes: 100, withinMs: 400 });
  hurried = await open({ headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 });
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await site?.drop();
});

/** Sends bytes as they are, waits until the server has ended, and gives what it answered: statuses, one for each answer. */
const send = (...parts: string[]) => sendTo(port, ...parts);
function sendTo(port: number, ...parts: string[]): Promise<{ statuses: number[]; text: string }> {
  return new Promise((resolve) => {
    const socket = dial(port, "127.0.0.1");
    const got: Buffer[] = [];
    socket.on("data", (part: Buffer) => got.push(part));
    socket.on("error", () => {});
    socket.on("close", () => {
      const text = Buffer.concat(got).toString("latin1");
      resolve({ statuses: [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status)), text });
    });
    for (const part of parts) socket.write(part);
  });
}
const HEAD = "Host: monde.example.org\r\nConnection: close\r\n";
const FORM = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n";

describe("a connection", () => {
  it("with a head that is too long, or none of HTTP, is refused by the server", async () => {
    expect((await send(`GET /fr HTTP/1.1\r\n${HEAD}X: ${"a".repeat(40_000)}\r\n\r\n`)).statuses).toEqual([431]);
    expect(
      (await send(`GET /fr HTTP/1.1\r\n${Array.from({ length: 3_000 }, (_, i) => `X-${i}: a\r\n`).join("")}${HEAD}\r\n`)).statuses,
    ).toEqual([431]);
    for (const line of ["GET /fr\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET /fr HTTP/1.1\r\nX: a\u0000b\r\n\r\n", "\u0016\u0003\u0001\r\n\r\n"])
      expect([line.slice(0, 20), (await send(line)).statuses.every((status) => status >= 400 && status < 500)]).toEqual([
        line.slice(0, 20),
        true,
      ]);
  });

  it("that says two lengths, or a length and pieces, smuggles no second request", async () => {
    const inner = "GET /bureau HTTP/1.1\r\nHost: a\r\n\r\n";
    for (const lengths of [
      `Content-Length: 3\r\nContent-Length: ${inner.length}\r\n`,
      `Content-Length: ${inner.length}\r\nTransfer-Encoding: chunked\r\n`,
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
      "Transfer-Encoding : chunked\r\n",
      "Content-Length: -1\r\n",
      "Content-Length: 1e3\r\n",
    ]) {
      const { statuses } = await send(`POST /fr/suivre HTTP/1.1\r\n${HEAD}${FORM}${lengths}\r\n0\r\n\r\n${inner}`);
      expect([lengths, statuses.length <= 1, statuses.every((status) => status === 400)]).toEqual([lengths, true, true]);
    }
  });

  it("that sends its head or its body drop by drop is ended", async () => {
    expect((await sendTo(hurried, "GET /fr HTTP/1.1\r\nHost: a\r\nX: ")).statuses).toEqual([408]);
    const slow = await sendTo(hurried, `POST /bureau/connexion HTTP/1.1\r\n${HEAD}${FORM}Content-Length: 1000\r\n\r\nemail=`);
    expect(slow.statuses.every((status) => status === 408 || status === 400)).toBe(true);
  });

  it("whose body drips is ended long before its time is over, and one that is slow is not", async () => {
    const post = (length: number) => `POST /bureau/connexion HTTP/1.1\r\n${HEAD}${FORM}Content-Length: ${length}\r\n\r\nemail=`;
    const drop = (bytes: number, everyMs: number, most: number) =>
      new Promise<{ ended: number; statuses: string[] }>((resolve) => {
        const start = performance.now();
        const socket = dial(watchful, "127.0.0.1");
        let got = "";
        let sent = 0;
        socket.write(post(6 + bytes * most));
        const clock = setInterval(() => (sent++ < most ? socket.write("a".repeat(bytes)) : clearInterval(clock)), everyMs);
        socket.on("data", (part) => (got += part)).on("error", () => {});
        socket.on("close", () => {
          clearInterval(clock);
          resolve({ ended: performance.now() - start, statuses: [...got.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status!) });
        });
      });
    const [drips, slow] = await Promise.all([drop(1, 50, 1_000), drop(200, 50, 40)]);
    expect(drips.ended).toBeLessThan(20_000);
    expect(drips.statuses).toEqual(["408"]);
    expect(slow.statuses).toEqual(["401"]);
  });

  it("with a body beyond what the page takes is told so, whatever length it gave", async () => {
    const body = `email=${"a".repeat(6 * 1024 * 1024)}`;
    const told = await send(
      `POST /bureau/connexion HTTP/1.1\r\n${HEAD}${FORM}Content-Length: ${body.length}\r\n\r\n`,
      body.slice(0, 1_000),
    );
    expect(told.statuses).toEqual([413]);
    const pieces = await send(
      `POST /bureau/connexion HTTP/1.1\r\n${HEAD}${FORM}Transfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 6 }, () => `100000\r\n${"a".repeat(0x100000)}\r\n`),
      "0\r\n\r\n",
    );
    expect(pieces.statuses).toEqual([413]);
  });

  it("in the form of a proxy's, or of a method that nobody has, reaches nothing but this site", async () => {
    const proxied = await send(`GET http://evil.example/fr HTTP/1.1\r\n${HEAD}\r\n`);
    expect(proxied.text).not.toContain("evil.example");
    for (const method of ["TRACE", "PROPFIND", "DELETE", "PUT"]) {
      const { statuses, text } = await send(`${method} /fr HTTP/1.1\r\n${HEAD}Cookie: secret=zqx\r\nSec-Fetch-Site: same-origin\r\n\r\n`);
      expect([method, statuses[0]! >= 400 && statuses[0]! < 500, text.includes("zqx")]).toEqual([method, true, false]);
    }
    expect((await send(`CONNECT evil.example:443 HTTP/1.1\r\n${HEAD}\r\n`)).statuses.some((status) => status < 300)).toBe(false);
  });
});

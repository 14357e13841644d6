import { type ChildProcess, spawn } from "node:child_process";
import { Agent, createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../../src/platform/project-root.ts";

/** One node of a site: the built program as a process of its own. */
export interface Node {
  url: string;
  child: ChildProcess;
  /** What it said on its error stream. */
  said(): string;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** As an operator would: how it ended. */
  stop(): Promise<number | null>;
}

const PATIENCE_MS = 120_000;

/** Waits until something is so, however slow the machine. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false> | T | undefined | false, ms = 50): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found) return found as T;
    if (Date.now() > end) throw new Error(`not after two minutes: ${what}`);
    await sleep(ms);
  }
}

export async function startNode(env: Record<string, string>): Promise<Node> {
  const child = spawn(process.execPath, ["--enable-source-maps", "dist/server/main.js"], {
    cwd: projectRoot,
    env: { ...process.env, PORT: "0", HOST: "127.0.0.1", LOG_LEVEL: "warn", VILLE_MONDE_PUBLISH_HOUR: "off", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  let [out, errors] = ["", ""];
  child.stdout!.on("data", (data) => (out += data));
  child.stderr!.on("data", (data) => (errors += data));
  const url = await until("the node answers", async () => {
    if (child.exitCode !== null) throw new Error(`the node ended with ${child.exitCode}: ${errors}${out.slice(-2_000)}`);
    return (await fetch(`http://127.0.0.1:${env.PORT}/readyz`).catch(() => undefined))?.ok && env.PORT;
  });
  return {
    url: `http://127.0.0.1:${url}`,
    child,
    said: () => errors + out,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    stop: async () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/**
 * Shares requests out among nodes in turn, as a proxy in front of a site does: it asks each node whether it is ready,
 * passes over those that are not, and asks another when a connection is refused. A request that a node has begun to
 * answer is never sent twice.
 */
export async function startProxy(nodes: () => string[]): Promise<{ url: string; stop(): Promise<void> }> {
  const agent = new Agent({ keepAlive: true });
  const ready = new Map<string, boolean>();
  let turn = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      await Promise.all(nodes().map(async (node) => ready.set(node, (await fetch(`${node}/readyz`).catch(() => undefined))?.ok ?? false)));
      await sleep(50);
    }
  })();
  const server: Server = createServer((incoming, outgoing) => {
    const body: Buffer[] = [];
    incoming.on("data", (part) => body.push(part));
    incoming.once("end", () => {
      const candidates = nodes().filter((node) => ready.get(node) !== false);
      const all = candidates.length > 0 ? candidates : nodes();
      const start = turn++;
      const attempt = (i: number): void => {
        const to = new URL(all[(start + i) % all.length]!);
        const headers = { ...incoming.headers, "x-forwarded-for": incoming.socket.remoteAddress };
        const onward = request({ agent, host: to.hostname, port: to.port, path: incoming.url, method: incoming.method, headers });
        let answered = false;
        onward.once("response", (answer: IncomingMessage) => {
          answered = true;
          outgoing.writeHead(answer.statusCode!, { ...answer.headers, "x-node": to.port });
          answer.pipe(outgoing);
        });
        onward.once("error", (error: NodeJS.ErrnoException) => {
          if (answered) return void outgoing.destroy();
          ready.set(to.origin, false);
          if (error.code === "ECONNREFUSED" && i + 1 < all.length) return attempt(i + 1);
          outgoing.writeHead(502).end(error.code);
        });
        onward.end(Buffer.concat(body));
      };
      attempt(0);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      stopped = true;
      await watching;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

/** A browser without scripts: it keeps its cookies, goes where it is told, and sends forms as this site's pages do. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  async send(url: string, init: RequestInit = {}): Promise<{ status: number; text: string; headers: Headers }> {
    const headers = new Headers(init.headers);
    headers.set("accept-language", "fr");
    if (init.method === "POST" && !headers.has("sec-fetch-site")) headers.set("sec-fetch-site", "same-origin");
    if (this.cookies.size > 0) headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const [name = "", ...value] = pair.split("=");
      if (/max-age=0/i.test(cookie) || value.join("=") === "") this.cookies.delete(name);
      else this.cookies.set(name, value.join("="));
    }
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  }
  post(url: string, fields: Record<string, string>): Promise<{ status: number; text: string; headers: Headers }> {
    return this.send(url, { method: "POST", body: new URLSearchParams(fields) });
  }
}

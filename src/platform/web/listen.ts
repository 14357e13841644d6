import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "../config.ts";
import { StartupError } from "../startup-error.ts";

/** How long requests under way may take to end once the process is asked to stop. */
const DRAIN_MS = 10_000;

export async function listen(server: Server, config: Config): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const remedy =
        error.code === "EADDRINUSE"
          ? "is taken: stop what uses it, or set PORT to another"
          : `cannot be opened (${error.code}): set PORT, or HOST, to another`;
      reject(new StartupError(`Port ${config.port} ${remedy}.`));
    });
    server.listen(config.port, config.host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(deadline);
}

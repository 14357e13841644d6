import type { AddressInfo } from "node:net";
import { mkdir } from "node:fs/promises";
import { createAdaptorServer } from "@hono/node-server";
import { makeApp } from "./app.tsx";
import { readCity } from "./platform/city.ts";
import type { Config } from "./platform/config.ts";
import { watchContent } from "./platform/content.ts";
import { connect, published } from "./platform/database/connect.ts";
import { startEmbeddedPostgres } from "./platform/database/embedded.ts";
import { migrate } from "./platform/database/migrate.ts";
import { filesOnDisk } from "./platform/files.ts";
import type { Log } from "./platform/log.ts";
import { StartupError } from "./platform/startup-error.ts";
import { readAssets } from "./platform/web/assets.ts";
import { seedCity } from "./register/seed/seed.ts";

/** The database of this configuration: the one that DATABASE_URL names, or the program's own, started here. */
export async function openDatabase(config: Config, log?: (line: string) => void): Promise<{ url: string; stop(): Promise<void> }> {
  await mkdir(config.dataDir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(`The data folder ${config.dataDir} cannot be made (${error.code}): point VILLE_MONDE_DATA at a folder that can be written.`);
  });
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => {} };
  return startEmbeddedPostgres({ dataDir: config.dataDir, ...(log ? { log } : {}) });
}

export interface Running {
  port: number;
  url: string;
  stop(): Promise<void>;
}

/** Config → platform → web server. Resolves once the port listens and every page can be answered. */
export async function start(config: Config, log: Log): Promise<Running> {
  const city = await readCity(config.cityDir);
  const assets = readAssets();
  const database = await openDatabase(config, (line) => log.debug(line));
  try {
    await migrate(database.url);
    const { db, close } = connect(database.url);
    await seedCity(db, config);
    const content = watchContent(database.url, log);
    const services = { config, city, db, published: published(db), files: filesOnDisk(config.dataDir), content, assets, log, baseUrl: config.url ?? `http://localhost:${config.port}` };
    const server = createAdaptorServer({ fetch: makeApp(services).fetch });
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) =>
        reject(error.code === "EADDRINUSE" ? new StartupError(`Port ${config.port} is taken: stop what uses it, or set PORT to another.`) : new StartupError(`Port ${config.port} cannot be opened: ${error.message}.`)),
      );
      server.listen(config.port, config.host, resolve);
    });
    const { port } = server.address() as AddressInfo;
    services.baseUrl = config.url ?? `http://localhost:${port}`;
    const stop = async () => {
      // Requests under way are answered; idle connections are closed at once.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      await closed;
      await content.stop();
      await close();
      await database.stop();
    };
    return { port, url: services.baseUrl, stop };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

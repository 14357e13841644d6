import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { types } from "./connect.ts";
import { placesOf } from "./places.ts";
import { PreparingClient } from "./preparing-client.ts";

const CONNECT_MS = 5_000;
/** How long a server may take to answer when it is only asked how it is. In milliseconds. */
const ANSWER_MS = 5_000;

/** up: it takes writes. standby: it answers and takes none. away: it does not answer. */
export type Standing = "up" | "standby" | "away";

/** What hands out connections: a pool, or a choice between pools. */
export interface Connections {
  connect(): Promise<pg.PoolClient>;
  end(): Promise<void>;
}

/**
 * The server that takes the writes, among those that a connection URI names. Its pools follow it: once another is found,
 * new connections go there, and those to the one that was lost are cut.
 */
export class Primary {
  /** The address of the one that takes writes, or did last. */
  url: string;
  standing: Standing = "up";
  readonly #places: string[];
  readonly #clients = new Set<pg.PoolClient>();
  constructor(url: string) {
    this.#places = placesOf(url);
    this.url = this.#places[0]!;
  }

  get writable(): boolean {
    return this.standing === "up";
  }

  /** A pool of connections to it, wherever it is. `types`: how values are read, when not as the program does. */
  pool(settings: { max: number; types?: pg.CustomTypesConfig }): pg.Pool {
    const pool = new pg.Pool({ ...poolSettings, ...settings, Client: clientAt(() => this.url) });
    // A dropped idle connection is replaced by the next query; the pool must not bring the process down.
    pool.on("error", () => {});
    pool.on("connect", (client) => {
      // Nor one that is lost in the middle of a transaction: its query fails, and says so to who asked.
      client.on("error", () => {});
      this.#clients.add(client);
    });
    pool.on("remove", (client) => this.#clients.delete(client));
    return pool;
  }

  /** Asks all its places at once who takes writes now, and goes there. Gives what was found. */
  async find(): Promise<Standing> {
    const found = await Promise.all(this.#places.map(async (url) => ({ url, standing: await standingOf(url) })));
    const up = found.find(({ standing }) => standing === "up");
    if (up && up.url !== this.url) {
      this.url = up.url;
      this.#cut();
    }
    this.standing = up ? "up" : found.some(({ standing }) => standing === "standby") ? "standby" : "away";
    return this.standing;
  }

  /** It takes no writes: nobody waits on a connection to it for as long as the network takes to say so. */
  lost(standing: Standing): void {
    this.standing = standing;
    this.#cut();
  }

  #cut(): void {
    for (const client of this.#clients) cut(client);
  }
}

/** Breaks a connection off: what waits for an answer that will not come goes with it. */
export function cut(client: pg.Client | pg.PoolClient): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

export const poolSettings = { types, connectionTimeoutMillis: CONNECT_MS, keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** A client that goes where `url` says at the moment it is made. */
function clientAt(url: () => string): typeof pg.Client {
  return class extends PreparingClient {
    constructor(config?: pg.ClientConfig) {
      super({ ...config, connectionString: url() });
    }
  };
}

/** How one server stands. Never throws, and takes five seconds at most to connect, and five to answer. */
async function standingOf(url: string): Promise<Standing> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS, query_timeout: ANSWER_MS });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS standby");
    return rows[0].standby ? "standby" : "up";
  } catch {
    return "away";
  } finally {
    await Promise.race([client.end().catch(() => {}), sleep(ANSWER_MS, undefined, { ref: false })]);
  }
}

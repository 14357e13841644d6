import pg from "pg";
import type { Log } from "./log.ts";

/**
 * Tells when what is published may have changed, on any node: every event of the log notifies the channel
 * "content". While the connection that listens is down, `fresh` is false and nothing may be answered from memory.
 */
export interface ContentWatch {
  /** Goes up at each change; a copy made at another number is stale. */
  version: number;
  fresh: boolean;
  /** Called by the node that made the change, so that its own next page shows it without waiting for the channel. */
  touch(): void;
  stop(): Promise<void>;
}

const RETRY_MS = 1_000;

export function watchContent(url: string, log: Log): ContentWatch {
  let client: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const watch: ContentWatch = {
    version: 0,
    fresh: false,
    touch: () => void watch.version++,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
  const connect = async () => {
    const next = new pg.Client({ connectionString: url });
    const lost = () => {
      if (client === next) client = undefined;
      watch.fresh = false;
      if (!stopped) timer = setTimeout(() => void connect(), RETRY_MS);
    };
    next.on("notification", watch.touch);
    next.on("error", () => {});
    next.once("end", lost);
    try {
      await next.connect();
      await next.query("LISTEN content");
      client = next;
      watch.version++;
      watch.fresh = true;
    } catch (error) {
      log.warn({ reason: String(error) }, "the database cannot be listened to: pages are not kept in memory");
      await next.end().catch(() => {});
    }
  };
  void connect();
  return watch;
}

import pg from "pg";
import { cut, type Primary, type Standing } from "./database/primary.ts";
import type { Replica } from "./database/replica.ts";
import type { Log } from "./log.ts";

/**
 * Tells when what is published has changed, on any node: each change of it is numbered by the database and told on the
 * channel "content" (migration 0048); work on drafts is not. While the connection that listens is down, `fresh` is false
 * and nothing new is kept in memory. The same connection tells whether the database takes writes: a node has one ear, and hears both.
 */
export interface ContentWatch {
  /** Goes up at each change; a copy made at another number is stale. */
  version: number;
  fresh: boolean;
  /** Since when it has not been fresh (milliseconds since 1970); undefined while it is, or was never. */
  lostAt?: number | undefined;
  /** Asked by the node that may have made a change, before it answers: its own next page shows it. */
  touch(): Promise<void>;
  stop(): Promise<void>;
}

/** How long pages that were made before the database was lost are given. In milliseconds. */
const OLD_MS = 3_600_000;

/** Whether what was made at the present version may be given: nothing newer is known, or can be asked for. */
export const mayGive = ({ fresh, lostAt }: Pick<ContentWatch, "fresh" | "lostAt">): boolean =>
  fresh || (lostAt !== undefined && Date.now() - lostAt < OLD_MS);

const RETRY_MS = 1_000;
/** How often the connection is tried: a network that swallows all says nothing of it. */
const BEAT_MS = 2_000;
const ANSWER_MS = 5_000;

interface Position {
  standby: boolean;
  change: string | null;
  lsn: string | null;
}
const POSITION = `SELECT pg_is_in_recovery() AS standby, (SELECT number FROM content_change)::text AS change,
  CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END::text AS lsn`;

/**
 * Listens on the server that takes the writes, and looks for it again when it is lost. `direct`: where to listen, when it
 * is not where the rest asks (a pooler hands no notifications on).
 */
export function watchContent(primary: Primary, log: Log, options: { direct?: Primary; replica?: Replica | undefined } = {}): ContentWatch {
  const { direct = primary, replica } = options;
  let client: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  /** The number of the last change that this node has heard of. */
  let last: string | null | undefined;
  let asking: Promise<void> | undefined;
  let again = false;
  const heard = (number: string | null | undefined) => {
    if (number === last) return false;
    last = number;
    watch.version++;
    replica?.behind();
    return true;
  };
  const watch: ContentWatch = {
    version: 0,
    fresh: false,
    touch: () => locate(),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };

  /** Up to where the log goes now; one question at a time, and one more for all that came meanwhile. */
  const locate = (): Promise<void> => {
    again = true;
    asking ??= (async () => {
      while (again && client) {
        again = false;
        const asked = client;
        try {
          const { rows } = await asked.query<Position>(POSITION);
          const { standby, change, lsn } = rows[0]!;
          if (standby) throw new Error("it takes no writes any longer");
          // Also of what no notification told: it was lost on the way, or a pooler kept it.
          if (heard(change)) moved = true;
          if (!moved || !lsn || again) continue;
          replica?.wait(lsn);
          moved = false;
        } catch (error) {
          cut(asked);
          log.debug({ reason: String(error) }, "the connection that listens was given up");
        }
      }
    })().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  /** The replica has not been told yet up to where it must have come. */
  let moved = false;
  const beat = () => {
    timer = setTimeout(() => void locate().finally(() => void (client && !stopped && beat())), BEAT_MS);
    timer.unref();
  };

  const lose = (standing: Standing) => {
    const before = primary.standing;
    watch.fresh = false;
    primary.lost(standing);
    if (standing !== before) {
      if (before === "up") watch.lostAt = Date.now();
      log.error({ standing }, "the database takes no writes: only what is public is answered, until it does again");
    }
  };

  const connect = async () => {
    const standing = await primary.find();
    if (direct !== primary && standing === "up") await direct.find();
    if (stopped) return;
    if (standing !== "up") {
      lose(standing);
      return retry();
    }
    const next = new pg.Client({
      connectionString: direct.url,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    next.on("notification", ({ payload }) => {
      if (!heard(payload)) return;
      moved = true;
      void locate();
    });
    next.on("error", () => {});
    next.once("end", () => {
      if (client !== next) return;
      client = undefined;
      clearTimeout(timer);
      if (stopped) return;
      watch.fresh = false;
      watch.lostAt = Date.now();
      void connect();
    });
    try {
      await next.connect();
      await next.query("LISTEN content");
      if (stopped) return void (await next.end());
      client = next;
      last = undefined;
      moved = false;
      await locate();
      if (client !== next) return;
      if (watch.lostAt !== undefined) log.info("the database takes writes again");
      watch.lostAt = undefined;
      watch.fresh = true;
      beat();
    } catch (error) {
      log.warn({ reason: String(error) }, "the database cannot be listened to: pages are not kept in memory");
      await next.end().catch(() => {});
      retry();
    }
  };
  const retry = () => {
    timer = setTimeout(() => void connect(), RETRY_MS);
    timer.unref();
  };
  void connect();
  return watch;
}

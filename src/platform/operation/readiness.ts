import { knownMigrations } from "../database/migrate.ts";
import type { Services } from "../web/env.ts";
import { diskOf, isLow } from "./disk.ts";
import { appliedMigrations } from "./store.ts";

export interface Readiness {
  /** Requests may be sent here. */
  ready: boolean;
  status: "ok" | "read-only" | "degraded" | "stopping" | "migrations";
  /** up: it takes writes; standby: it can be read alone; away. */
  database: "up" | "standby" | "away";
  /** behind: the database lacks a migration that this program needs. newer: a later program has changed it, in a way that fits. */
  migrations: "head" | "newer" | "behind" | "unknown";
  jobs: "running" | "stopped";
  disk: "ok" | "low" | "unknown";
}

/**
 * How this node stands, for who shares the requests out. A node without its database still gives the pages that it has in
 * memory, and says so; one whose database lacks a migration, as after the restore of an older one, is passed over.
 */
export async function readiness({ db, primary, jobs, config }: Services): Promise<Readiness> {
  const database = primary?.standing ?? "up";
  const [known, applied, disk] = await Promise.all([
    knownMigrations(),
    database === "away" ? undefined : appliedMigrations(db).catch(() => undefined),
    diskOf(config.dataDir),
  ]);
  const migrations = !applied
    ? "unknown"
    : known.some((name) => !applied.includes(name))
      ? "behind"
      : applied.length > known.length
        ? "newer"
        : "head";
  const state = {
    database: applied || database !== "up" ? database : ("away" as const),
    migrations,
    jobs: jobs?.alive() ? ("running" as const) : ("stopped" as const),
    disk: !disk ? ("unknown" as const) : isLow(disk) ? ("low" as const) : ("ok" as const),
  } as const;
  const status =
    migrations === "behind"
      ? "migrations"
      : state.database !== "up"
        ? "read-only"
        : state.jobs === "stopped" || state.disk === "low"
          ? "degraded"
          : "ok";
  return { ready: migrations !== "behind", status, ...state };
}

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Migration, type MigrationProvider, Migrator, sql } from "kysely";
import { migrateJobs } from "../jobs/migrate.ts";
import { projectRoot } from "../project-root.ts";
import { StartupError } from "../startup-error.ts";
import { connect } from "./connect.ts";

/** Reads migrations/*.sql: plain files, applied in the order of their names, forward only. */
class SqlFiles implements MigrationProvider {
  async getMigrations(): Promise<Record<string, Migration>> {
    const folder = join(projectRoot, "migrations");
    const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
    const migrations: Record<string, Migration> = {};
    for (const name of names) {
      const text = await readFile(join(folder, name), "utf8");
      migrations[name.replace(/\.sql$/, "")] = {
        up: (db) =>
          sql
            .raw(text)
            .execute(db)
            .then(() => undefined),
      };
    }
    return migrations;
  }
}

/**
 * Brings the database at `url` to the newest schema; several processes may call it at once (one migrates, the
 * others wait). Returns the names of the migrations that were applied, none when it was up to date.
 * Throws a StartupError in one line when a migration fails: nothing of it is then applied.
 */
export async function migrate(url: string): Promise<string[]> {
  const { db, close } = connect(url, { max: 2 });
  try {
    const { error, results } = await new Migrator({ db, provider: new SqlFiles() }).migrateToLatest();
    if (error) {
      const failed = results?.find((result) => result.status === "Error")?.migrationName;
      const reason = error instanceof Error ? error.message || (error as { code?: string }).code : String(error);
      if (!failed)
        throw new StartupError(`The database at ${new URL(url).host} cannot be used (${reason}): start it, or correct DATABASE_URL.`);
      throw new StartupError(`Migration ${failed} failed (${reason}): nothing of it was applied.`);
    }
    await migrateJobs(url);
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await close();
  }
}

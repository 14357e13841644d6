import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Migration, Migrator, sql } from "kysely";
import { migrateJobs } from "../jobs/migrate.ts";
import { projectRoot } from "../project-root.ts";
import { StartupError } from "../startup-error.ts";
import { connect, type Database } from "./connect.ts";
import { RESTORE_MARK } from "./mark.ts";

/** A migration waits so long for what others hold of the tables, gives way to those who wait behind it, and tries again. */
const LOCK_TIMEOUT_MS = 3_000;
const ATTEMPTS = 20;
const PAUSE_MS = 1_500;
const LOCK_NOT_AVAILABLE = "55P03";

interface Step {
  name: string;
  text: string;
  /** The oldest program, by its newest migration, that runs on the schema that this one makes. */
  worksWith: string | undefined;
}

/** migrations/*.sql: plain files, applied in the order of their names, forward only. */
const readSteps = (): Promise<Step[]> => (read ??= readFiles());
let read: Promise<Step[]> | undefined;

async function readFiles(): Promise<Step[]> {
  const folder = join(projectRoot, "migrations");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), "utf8");
      return { name: name.replace(/\.sql$/, ""), text, worksWith: /^-- works-with: (\d{4})\b/m.exec(text)?.[1] };
    }),
  );
}

/** The names of the migrations that this program knows, in their order. */
export const knownMigrations = async (): Promise<string[]> => (await readSteps()).map(({ name }) => name);

/**
 * Brings the database at `url` to the newest schema; several processes may call it at once (one migrates, the
 * others wait). An empty database gets all migrations in one transaction; one in use gets each in its own, which holds up
 * nobody for longer than a few seconds. Returns the names of those that were applied, none when it was up to date.
 * Throws a StartupError in one line when a migration fails (nothing of it is then applied), when a newer program has
 * changed the database in a way that this one does not work with, and when a restore was not finished.
 * `to`: no further than that migration. `restoring`: by the restore itself.
 */
export async function migrate(url: string, options: { to?: string; restoring?: boolean } = {}): Promise<string[]> {
  const { db, close } = connect(url, { max: 2 });
  try {
    const steps = (await readSteps()).filter(({ name }) => options.to === undefined || name <= options.to);
    const applied = await appliedTo(db, url);
    if (!options.restoring && applied.marked)
      throw new StartupError(
        "A restore into this database was begun and did not end: run restore again, which empties it first, or give another DATABASE_URL.",
      );
    if (options.to === undefined && (await isNewer(db, applied.names, steps))) return [];
    const pending = steps.filter(({ name }) => !applied.names.includes(name));
    const done: string[] = [];
    // All at once where nobody waits; else one after the other, each for as short as can be.
    const rounds = applied.names.length === 0 ? [pending.at(-1)].filter((step) => step !== undefined) : pending;
    for (const { name } of rounds) done.push(...(await apply(db, steps, name, url)));
    await noteOldest(db, steps);
    await migrateJobs(url);
    return done;
  } finally {
    await close();
  }
}

async function appliedTo(db: Database, url: string): Promise<{ names: string[]; marked: boolean }> {
  try {
    const { rows } = await sql<{ marked: boolean; there: boolean }>`
      SELECT to_regclass(${RESTORE_MARK}) IS NOT NULL AS marked, to_regclass('public.kysely_migration') IS NOT NULL AS there`.execute(db);
    const { marked, there } = rows[0]!;
    const names = there ? (await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db)).rows : [];
    return { marked, names: names.map(({ name }) => name) };
  } catch (error) {
    throw unusable(url, error);
  }
}

/** True when a newer program has migrated this database, in a way with which this one works. Throws when it does not. */
async function isNewer(db: Database, applied: readonly string[], steps: readonly Step[]): Promise<boolean> {
  const unknown = applied.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length === 0) return false;
  const { rows } = await sql<{ there: boolean }>`SELECT to_regclass('public.migration_note') IS NOT NULL AS there`.execute(db);
  const notes = rows[0]!.there
    ? (await sql<{ name: string; worksWith: string }>`SELECT name, works_with FROM migration_note`.execute(db)).rows
    : [];
  const newest = steps.at(-1)!.name.slice(0, 4);
  const fits = (name: string) => notes.some((note) => note.name === name && note.worksWith <= newest);
  if (steps.every(({ name }) => applied.includes(name)) && unknown.every(fits)) return true;
  throw new StartupError(
    `A newer version of Ville-Monde has changed this database (${unknown.at(-1)}), and this one, which knows it up to ${steps.at(-1)!.name}, does not work with it: start the newer version, or restore the backup made before the upgrade.`,
  );
}

async function apply(db: Database, steps: readonly Step[], to: string, url: string): Promise<string[]> {
  const provider = { getMigrations: async () => Object.fromEntries(steps.map((step) => [step.name, migrationOf(step)])) };
  for (let attempt = 1; ; attempt++) {
    const { error, results } = await new Migrator({ db, provider }).migrateTo(to);
    if (!error) return (results ?? []).map((result) => result.migrationName);
    const failed = results?.find((result) => result.status === "Error")?.migrationName;
    const { code, message } = error as { code?: string; message?: string };
    if (code === LOCK_NOT_AVAILABLE && attempt < ATTEMPTS) {
      await sleep(PAUSE_MS);
      continue;
    }
    if (!failed) throw unusable(url, error);
    if (code === LOCK_NOT_AVAILABLE)
      throw new StartupError(
        `Migration ${failed} could not have the tables that it changes: something holds them (a backup, a long query). Nothing of it was applied; start again once that has ended.`,
      );
    throw new StartupError(`Migration ${failed} failed (${message || code || String(error)}): nothing of it was applied.`);
  }
}

const migrationOf = ({ text }: Step): Migration => ({
  up: async (db) => {
    await sql.raw(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS};\n${text}`).execute(db);
  },
});

/** For an older program that comes back to this database: see isNewer. */
async function noteOldest(db: Database, steps: readonly Step[]): Promise<void> {
  const notes = steps.flatMap(({ name, worksWith }) => (worksWith ? [{ name, worksWith }] : []));
  if (notes.length === 0 || !steps.some(({ name }) => name.startsWith("0044"))) return;
  await sql`INSERT INTO migration_note (name, works_with)
    SELECT name, "worksWith" FROM jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) AS n(name text, "worksWith" text)
    ON CONFLICT (name) DO NOTHING`.execute(db);
}

function unusable(url: string, error: unknown): StartupError {
  const reason = error instanceof Error ? error.message || (error as { code?: string }).code : String(error);
  return new StartupError(`The database at ${new URL(url).host} cannot be used (${reason}): start it, or correct DATABASE_URL.`);
}

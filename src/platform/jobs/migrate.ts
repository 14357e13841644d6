/** Brings the tables of the queue (schema graphile_worker) up to date; several processes may call it at once. */
export async function migrateJobs(url: string): Promise<void> {
  const { Logger, runMigrations } = await import("graphile-worker");
  await runMigrations({ connectionString: url, maxPoolSize: 1, logger: new Logger(() => () => {}) });
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { connect } from "../../../src/platform/database/connect.ts";
import { migrate } from "../../../src/platform/database/migrate.ts";
import { projectRoot } from "../../../src/platform/project-root.ts";
import { flagsOf } from "../../bench/program.ts";
import type { Scenario } from "../scenario.ts";

const shape = `SELECT md5(string_agg(line, chr(10) ORDER BY line)) AS digest FROM (
  SELECT concat_ws(' ', table_schema, table_name, column_name, data_type, is_nullable, column_default) AS line FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
  UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
  UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal) all_lines`;

/** Migrations are interrupted by kills, on a database of their own, and taken up again. */
export const migration: Scenario = {
  name: "migration",
  what: (quick) => `migrations from nothing killed ${quick ? 3 : 15} times on the way, taken up again each time`,
  files: 1,
  async run({ stand, quick, random }) {
    const urlOf = (name: string) => Object.assign(new URL(stand.databaseUrl), { pathname: `/${name}` }).href;
    for (const name of ["interrupted", "whole"]) await sql`CREATE DATABASE ${sql.id(name)}`.execute(stand.db);
    const command = () =>
      spawn(process.execPath, [...flagsOf("cli"), "dist/server/cli.js", "migrate"], {
        cwd: projectRoot,
        env: { ...process.env, DATABASE_URL: urlOf("interrupted"), VILLE_MONDE_DATA: join(stand.folder, "other") },
        stdio: "ignore",
      });
    let cut = 0;
    for (let n = 0; n < (quick ? 3 : 15); n++) {
      const child = command();
      const ended = once(child, "exit");
      await Promise.race([ended, sleep(400 + random() * 2_500)]);
      if (child.exitCode === null) cut++;
      child.kill("SIGKILL");
      await ended;
    }
    // Two at once, as two nodes that start together.
    const codes = await Promise.all([command(), command()].map(async (child) => (await once(child, "exit"))[0] as number));
    await migrate(urlOf("whole"));
    const digests = [];
    for (const name of ["interrupted", "whole"]) {
      const { db, close } = connect(urlOf(name), { max: 1 });
      digests.push((await sql<{ digest: string }>`${sql.raw(shape)}`.execute(db)).rows[0]!.digest);
      await close();
    }
    if (codes.some((code) => code !== 0)) throw new Error(`the last migrations ended with ${codes.join(" and ")}`);
    if (digests[0] !== digests[1]) throw new Error("the database that was interrupted is not like one that was not");
    return `${cut} were cut in the middle; then two at once; the database is like one made in one go`;
  },
};

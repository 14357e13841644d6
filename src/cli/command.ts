import { parseArgs } from "node:util";
import type { City } from "../platform/city.ts";
import { cityInForce } from "../platform/city-settings/in-force.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/database/connect.ts";
import { settle } from "../platform/settle.ts";
import { UsageError } from "./io.ts";

export interface CommandContext {
  config: Config;
  db: Database;
  databaseUrl: string;
  migrated: string[];
}
/** 0: done. 1: the input or the state is at fault. 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;
/** What a command does once the database is open and up to date. */
export type Work = (context: CommandContext) => Promise<ExitCode>;
/** What a command does that opens the database itself, or none: a copy must not migrate what it copies. */
export interface Unopened {
  unopened(config: Config): Promise<ExitCode>;
}
export interface Command {
  usage: string;
  /** Reads the arguments, before any database is opened; a number when there is nothing to do with one. Throws a UsageError. */
  parse(args: string[]): Work | Unopened | ExitCode;
}

/** The options of a command; anything unknown is wrong usage. */
export function options<const O extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(args: string[], known: O) {
  try {
    return parseArgs({ args, options: known, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The settings of the city, by which the command then speaks and reckons. */
export async function cityOf({ config, db }: Pick<CommandContext, "config" | "db">): Promise<City> {
  const city = await cityInForce(db, config.cityDir);
  settle(city);
  return city;
}

export const say = (line: string) => process.stdout.write(`${line}\n`);
export const complain = (line: string) => process.stderr.write(`${line}\n`);

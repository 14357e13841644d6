import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { SUPERUSER } from "./cluster.ts";

const NAME = "ville_monde";
const POLL_MS = 50;
const WAIT_MS = 10_000;

/** The program's own role and database have one name. */
export function urlOf(port: number, password: string, user = NAME, database = NAME): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * Opens the program's database on a server that is ready, making its role and itself the first time; `fresh` says
 * that neither can be there yet. Returns the server's version ("18.4"), or undefined when `password` is not this
 * server's. Throws the error of pg when nothing answers within 10 s.
 */
export async function openProgramDatabase(port: number, password: string, fresh = false): Promise<string | undefined> {
  // 28P01: no such role, or not this password. 3D000: no such database.
  const version = fresh ? undefined : await unless(["28P01", "3D000"], versionOf(urlOf(port, password)));
  return version ?? unless(["28P01"], prepare(urlOf(port, password, SUPERUSER, "postgres"), password));
}

async function unless<T>(codes: string[], result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (codes.includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** An ordinary role that owns its database: what a flaw in the program could do stays inside that database. */
async function prepare(url: string, password: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const secret = client.escapeLiteral(password);
    const { rowCount: role } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [NAME]);
    await client.query(`${role ? "ALTER" : "CREATE"} ROLE ${NAME} LOGIN CREATEDB PASSWORD ${secret}`);
    const { rowCount: database } = await client.query("SELECT FROM pg_database WHERE datname = $1", [NAME]);
    if (!database) await client.query(`CREATE DATABASE ${NAME} OWNER ${NAME}`);
    return (await client.query("SHOW server_version")).rows[0].server_version;
  } finally {
    await client.end();
  }
}

async function versionOf(url: string): Promise<string> {
  for (const until = Date.now() + WAIT_MS; ; await sleep(POLL_MS)) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: WAIT_MS });
    client.on("error", () => {});
    try {
      await client.connect();
      return (await client.query("SHOW server_version")).rows[0].server_version;
    } catch (error) {
      // 57P03: starting or stopping. 53300: every connection is taken.
      if (!["57P03", "53300", "ECONNREFUSED"].includes(codeOf(error)) || Date.now() > until) throw error;
    } finally {
      await client.end().catch(() => {});
    }
  }
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}

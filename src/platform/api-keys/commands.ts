import { parseArgs } from "node:util";
import type { CommandResult } from "../accounts/commands.ts";
import type { Actor } from "../accounts/rights.ts";
import type { Database } from "../database/connect.ts";
import { UUID } from "../uuid.ts";
import { createKey, revokeKey } from "./actions.ts";
import { MAX_DAYS, scopeNames } from "./rules.ts";
import { listKeys } from "./store.ts";

export const keyUsage = `key create --name X --scope ${scopeNames.join("|")} [--scope …] [--days 365] [--from CIDR …] | key list | key revoke ID`;

const by: Actor = { id: "cli", name: "Command line", role: "system" };
const wrong: Record<string, string> = {
  name: "--name gives 1 to 120 signs",
  scopes: `--scope is one or more of ${scopeNames.join(", ")}`,
  days: `--days is from 1 to ${MAX_DAYS}`,
  addresses: "--from is a network such as 10.1.0.0/16, or one address",
};

/** Reads the arguments of `key`: what is left to do with the database, or in words what is wrong with them. */
export function readKeyCommand(args: string[]): string | ((db: Database) => Promise<CommandResult>) {
  const [verb, ...rest] = args;
  if (verb === "list") return list;
  if (verb === "revoke") {
    const [id = ""] = rest;
    return UUID.test(id) ? (db) => end(db, id) : "key revoke which? `key list` gives the identifiers";
  }
  if (verb !== "create") return verb ? `unknown command: key ${verb}` : "key: what shall be done?";
  try {
    const { values } = parseArgs({
      args: rest,
      options: {
        name: { type: "string" },
        scope: { type: "string", multiple: true },
        days: { type: "string" },
        from: { type: "string", multiple: true },
      },
    });
    const input = { name: values.name ?? "", scopes: values.scope ?? [], days: values.days ?? "365", addresses: values.from ?? [] };
    return (db) => create(db, input);
  } catch (error) {
    return (error as Error).message;
  }
}

async function create(db: Database, input: unknown): Promise<CommandResult> {
  const made = await createKey(db, input, by);
  // The key alone on its line: it can be piped into where it is kept.
  if (made.ok) return { code: 0, lines: [made.token] };
  return made.reason === "invalid"
    ? { code: 2, lines: made.fields.map((field) => wrong[field] ?? field) }
    : { code: 1, lines: ["not allowed"] };
}

async function list(db: Database): Promise<CommandResult> {
  const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? "never";
  const lines = (await listKeys(db)).map((key) =>
    [
      key.id,
      `${key.prefix}…`,
      key.revokedAt ? "revoked" : `until ${day(key.expiresAt)}`,
      `used ${day(key.lastUsedAt)}`,
      key.scopes.join(","),
      key.name,
    ].join("\t"),
  );
  return { code: 0, lines };
}

async function end(db: Database, id: string): Promise<CommandResult> {
  const done = await revokeKey(db, id, by);
  return done.ok ? { code: 0, lines: [`${id} is revoked`] } : { code: 1, lines: [`there is no good key ${id}`] };
}

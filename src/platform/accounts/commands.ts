import { parseArgs } from "node:util";
import type { Database } from "../database/connect.ts";
import { createAccount } from "./actions.ts";
import type { Auth } from "./auth.ts";
import { inviteLink } from "./links.ts";
import { type Role, roles } from "./rights.ts";
import { listAccounts } from "./store.ts";

export const userUsage = `user create --role ${roles.join("|")} [--email x@example.org --name "A B" --password-stdin]\nuser list`;

const reasons: Record<string, string> = {
  email: "is no e-mail address",
  email_taken: "already has an account",
  name: "is empty or longer than 120 characters",
  password_short: "is shorter than 12 characters",
  password_long: "is longer than 128 characters",
  password_common: "is too common",
  password_email: "is the e-mail address",
  link: "is no longer good",
};

/** What a command says, and how it ends: 0 done, 1 the input or state is at fault, 2 wrong usage. */
export interface CommandResult {
  code: 0 | 1 | 2;
  lines: string[];
}
interface Given {
  db: Database;
  auth: Auth;
  baseUrl: string;
  readInput: () => Promise<string>;
}

/**
 * `user create`: with --password-stdin makes the account; without, prints a link by which the person chooses a name, an
 * address and a password. `user list` prints who may enter.
 */
export async function userCommand(args: string[], given: Given): Promise<CommandResult> {
  const usage = (problem: string): CommandResult => ({ code: 2, lines: [problem, ...userUsage.split("\n").map((line) => `  ${line}`)] });
  const [verb, ...rest] = args;
  if (verb === "list")
    return { code: 0, lines: (await listAccounts(given.db)).map(({ email, role, name }) => `${email}\t${role}\t${name}`) };
  if (verb !== "create") return usage(verb ? `unknown command: user ${verb}` : "user: what shall be done?");
  let values: { email?: string | undefined; name?: string | undefined; role?: string | undefined; "password-stdin"?: boolean | undefined };
  try {
    ({ values } = parseArgs({
      args: rest,
      options: { email: { type: "string" }, name: { type: "string" }, role: { type: "string" }, "password-stdin": { type: "boolean" } },
    }));
  } catch (error) {
    return usage((error as Error).message);
  }
  const role = values.role ?? "officer";
  if (!(roles as readonly string[]).includes(role)) return usage(`--role: ${role} is none of ${roles.join(", ")}`);
  if (!values["password-stdin"]) return { code: 0, lines: [await inviteLink(given.db, given.baseUrl, role as Role)] };
  if (!values.email || !values.name) return usage("--email and --name go with --password-stdin");
  const password = (await given.readInput()).replace(/\r?\n$/, "");
  const made = await createAccount(given.auth, role as Role, { email: values.email, name: values.name, password });
  if (made.ok) return { code: 0, lines: [`${values.email} is ${role}`] };
  return {
    code: 1,
    lines: [
      `${made.field === "password" ? "the password" : `--${made.field} ${made.field === "email" ? values.email : values.name}`} ${reasons[made.problem]}`,
    ],
  };
}

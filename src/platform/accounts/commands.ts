import { parseArgs } from "node:util";
import { addressOf, createAccount, logAccount } from "./actions.ts";
import type { AccountDesk } from "./desk.ts";
import { inviteLink } from "./links.ts";
import { type Role, roles } from "./rights.ts";
import { resetSecondFactor } from "./second-factor/actions.ts";
import { findOwner, listAccounts } from "./store.ts";

export const userUsage = `user create --role ${roles.join("|")} [--email x@example.org --name "A B" --password-stdin]\nuser list\nuser reset-second-factor --email x@example.org`;

const reasons: Record<string, string> = {
  email: "is no e-mail address",
  email_taken: "already has an account",
  name: "is empty or longer than 120 characters",
  password_short: "is shorter than 12 characters",
  password_long: "is longer than 256 characters",
  password_common: "is among the commonest, or nearly: choose several words that have nothing to do with each other",
  password_sequence: "is mostly a run of keys or a repetition: choose several words that have nothing to do with each other",
  password_context: "is mostly the name or address of the person, or of the city: choose other words",
  link: "is no longer good",
};

/** What a command says, and how it ends: 0 done, 1 the input or state is at fault, 2 wrong usage. */
export interface CommandResult {
  code: 0 | 1 | 2;
  lines: string[];
}
interface Given extends AccountDesk {
  baseUrl: string;
  readInput: () => Promise<string>;
}

/**
 * `user create`: with --password-stdin makes the account; without, prints a link by which the person chooses a name, an
 * address and a password. `user list` prints who may enter. `user reset-second-factor` takes the second factors of someone away, who
 * is told by mail: for the administrator who has lost theirs.
 */
export async function userCommand(args: string[], given: Given): Promise<CommandResult> {
  const usage = (problem: string): CommandResult => ({ code: 2, lines: [problem, ...userUsage.split("\n").map((line) => `  ${line}`)] });
  const [verb, ...rest] = args;
  if (verb === "list")
    return { code: 0, lines: (await listAccounts(given.db)).map(({ email, role, name }) => `${email}\t${role}\t${name}`) };
  if (verb === "reset-second-factor") return reset(rest, given, usage);
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
  if (made.ok) {
    await logAccount(given.db, made.id, role as Role, { id: "cli", name: "Command line", role: "system" });
    return { code: 0, lines: [`${values.email} is ${role}`] };
  }
  return {
    code: 1,
    lines: [
      `${made.field === "password" ? "the password" : `--${made.field} ${made.field === "email" ? values.email : values.name}`} ${reasons[made.problem]}`,
    ],
  };
}

async function reset(args: string[], given: Given, usage: (problem: string) => CommandResult): Promise<CommandResult> {
  let email: string | undefined;
  try {
    email = parseArgs({ args, options: { email: { type: "string" } } }).values.email;
  } catch (error) {
    return usage((error as Error).message);
  }
  if (!email) return usage("--email says whose");
  const owner = await findOwner(given.db, addressOf(email));
  const by = { id: "cli", name: "Command line", role: "system" } as const;
  if (!owner || !(await resetSecondFactor(given, owner.id, by)))
    return { code: 1, lines: [`--email ${email} has no account: see user list`] };
  return { code: 0, lines: [`${owner.email} has no second factor any more, and no open session`] };
}

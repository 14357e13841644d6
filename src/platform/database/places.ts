import { StartupError } from "../startup-error.ts";

// bounded: a setting.
const SHAPE = /^(postgres(?:ql)?:\/\/(?:[^@/?]*@)?)([^/?]+)([^?]*)(?:\?(.*))?$/;
/** What only says how to choose among several servers: this program always writes to the one that takes writes. */
const CHOICE = ["target_session_attrs", "load_balance_hosts"];

/**
 * The addresses of a connection URI of libpq, one for each of its hosts, in its order:
 * `postgres://user:password@one:5432,two:5432/name?target_session_attrs=read-write`. A URI of one host gives itself.
 * Throws a StartupError for one that asks to write to a server that takes no writes.
 */
export function placesOf(url: string): string[] {
  const [, head, hosts, path, query = ""] = SHAPE.exec(url) ?? [];
  if (!head || !hosts) return [url];
  const parameters = query.split("&").filter(Boolean);
  const wanted = parameters.find((one) => one.startsWith("target_session_attrs="))?.split("=")[1];
  if (wanted !== undefined && !["any", "read-write", "primary"].includes(wanted))
    throw new StartupError(
      `DATABASE_URL asks for a server with target_session_attrs=${wanted}: the program writes, so say read-write; a copy that is only read goes into VILLE_MONDE_REPLICA_URL.`,
    );
  const rest = parameters.filter((one) => !CHOICE.includes(one.split("=")[0]!)).join("&");
  return hosts.split(",").map((host) => `${head}${host}${path}${rest && `?${rest}`}`);
}

/** Where a connection URI leads, without who and with what: fit for a message. */
export function hostOf(url: string): string {
  return SHAPE.exec(url)?.[2] ?? "?";
}

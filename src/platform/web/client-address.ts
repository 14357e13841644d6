import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/** Behind a proxy that says so, the address that it adds last (those before it are what the client claims); else that of the connection. */
export function clientAddress(c: Context<any>): string {
  const { config } = (c as Context<AppEnv>).get("services");
  const forwarded = config.trustProxy ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  if (forwarded) return forwarded;
  try {
    return getConnInfo(c).remote.address ?? "unknown";
  } catch {
    return "unknown"; // a test that calls the app without a socket
  }
}

import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/** Behind a proxy that says so, the address that it adds last (those before it are what the client claims); else that of the connection. */
export function clientAddress(c: Context<any>): string {
  const { config } = (c as Context<AppEnv>).get("services");
  const forwarded = config.trustProxy ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  if (forwarded && isIP(forwarded)) return forwarded;
  try {
    return getConnInfo(c).remote.address ?? "unknown";
  } catch {
    return "unknown"; // a test that calls the app without a socket
  }
}

/**
 * Whom a limit counts: an address of IPv4; of IPv6 the network of 64 bits, as whoever has one of its addresses has them all
 * (RFC 6177, section 2).
 */
export function clientNetwork(c: Context<any>): string {
  return networkOf(clientAddress(c));
}

export function networkOf(address: string): string {
  const [plain = ""] = address.split("%");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped || isIP(plain) !== 6) return mapped ?? plain;
  const [head = "", tail] = plain.split("::");
  const first = head === "" ? [] : head.split(":");
  // What "::" stands for is zeros, as many as are missing; a dotted end counts for two groups and is never among the first four.
  const last = tail === undefined || tail === "" ? 0 : tail.split(":").length + (tail.includes(".") ? 1 : 0);
  const groups = tail === undefined ? first : [...first, ...Array(Math.max(0, 8 - first.length - last)).fill("0"), ...tail.split(":")];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group || "0", 16).toString(16))
    .join(":")}::/64`;
}

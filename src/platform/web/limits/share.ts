import type { Context } from "hono";
import { noteRefusal } from "../../refusals/counter.ts";
import type { AppEnv, Services } from "../env.ts";
import { Limiter } from "./limiter.ts";
import { type Limit, limitHeaders, type Share } from "./rules.ts";
import { keyOf, takeShare } from "./store.ts";

const limiters = new WeakMap<Services, Limiter>();

function limiterOf(services: Services): Limiter {
  const known = limiters.get(services);
  if (known) return known;
  const { db, mail } = services;
  const made = new Limiter((limit, name, want) => takeShare(db, keyOf(mail.secret, limit, name), limit, want));
  limiters.set(services, made);
  return made;
}

/** Takes one of what `name` has left of a limit, for all nodes; a refusal is counted. */
export async function takeOne(services: Services, limit: Limit, name: string): Promise<Share> {
  const share = await limiterOf(services).take(limit, name);
  if (!share.ok) noteRefusal(services.db, { sort: "limit", detail: limit.name });
  return share;
}

/** The same for a page: the headers of the answer say what is left. True when there was one. */
export async function within(c: Context<any>, limit: Limit, name: string): Promise<boolean> {
  const share = await takeOne((c as Context<AppEnv>).get("services"), limit, name);
  for (const [header, value] of Object.entries(limitHeaders(limit, share, limit.name))) c.header(header, value);
  return share.ok;
}

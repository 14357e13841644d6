import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { noteRefusal } from "../refusals/counter.ts";
import { clientNetwork } from "./client-address.ts";
import { REPORTS_PATH } from "./content-policy.ts";
import type { AppEnv } from "./env.ts";
import { limits } from "./limits/rules.ts";
import { within } from "./limits/share.ts";

const MOST_BYTES = 32 * 1024;
const MOST_REPORTS = 20;

/** The directives of a policy of ours: whatever else a report names is not from one. */
const directives = ["script-src", "style-src", "img-src", "font-src", "connect-src", "worker-src", "frame-src", "object-src"];
const others = ["base-uri", "form-action", "frame-ancestors", "require-trusted-types-for", "trusted-types", "default-src"];

/** Reporting API (W3C), a batch of reports; or what CSP level 2 sends of one. */
const batch = z.array(
  z.object({ type: z.string(), body: z.object({ effectiveDirective: z.string(), blockedURL: z.string().nullish() }).loose() }).loose(),
);
const single = z.object({
  "csp-report": z
    .object({
      "effective-directive": z.string().optional(),
      "violated-directive": z.string().optional(),
      "blocked-uri": z.string().nullish(),
    })
    .loose(),
});

interface Report {
  directive: string;
  blocked: string;
}

/** Takes what browsers say that a page's policy has stopped, and keeps how often: neither the page, nor the reader, nor what was stopped. */
export function policyReports(app: Hono<AppEnv>): void {
  app.post(REPORTS_PATH, bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.body(null, 413) }), async (c: Context<AppEnv>) => {
    if (!(await within(c, limits.report, clientNetwork(c)))) return c.body(null, 429);
    const found = read(await c.req.json().catch(() => undefined));
    if (!found) return c.body(null, 400);
    for (const { directive, blocked } of found) {
      const known = [...directives, ...others].find((one) => directive === one || directive.startsWith(`${one}-`));
      if (known) noteRefusal(c.get("services").db, { sort: "policy", detail: `${known} ${sortOf(blocked, c.get("services").baseUrl)}` });
    }
    return c.body(null, 204);
  });
}

function read(body: unknown): Report[] | undefined {
  const many = batch.safeParse(body);
  if (many.success)
    return many.data
      .filter(({ type }) => type === "csp-violation")
      .slice(0, MOST_REPORTS)
      .map(({ body: one }) => ({ directive: one.effectiveDirective, blocked: one.blockedURL ?? "" }));
  const one = single.safeParse(body);
  if (!one.success) return undefined;
  const report = one.data["csp-report"];
  return [{ directive: report["effective-directive"] ?? report["violated-directive"] ?? "", blocked: report["blocked-uri"] ?? "" }];
}

/** What was stopped, in a few fixed words: the addresses of other sites are what an attacker writes. */
function sortOf(blocked: string, baseUrl: string): string {
  if (["inline", "eval", "wasm-eval", "trusted-types-sink", "trusted-types-policy"].includes(blocked)) return blocked;
  if (/^(data|blob|about)\b/.test(blocked)) return "data";
  if (/^[a-z-]+-extension:/.test(blocked)) return "extension";
  return blocked === "self" || blocked === "" || blocked.startsWith(baseUrl) ? "own" : "elsewhere";
}

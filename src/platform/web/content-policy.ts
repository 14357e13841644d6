import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";

/** Where browsers say what a page's policy has stopped. */
export const REPORTS_PATH = "/signalements/politique";
/** The name of their reports in Reporting-Endpoints. */
const GROUP = "politique";

export interface PolicyOptions {
  /**
   * What scripts the page may run. "none": not one, as on all pages that are only read. "own": files of this site, on pages
   * that are kept in memory, where a nonce would be everybody's. A nonce: the scripts that bear it, on pages made for one answer.
   */
  scripts?: "none" | "own" | { nonce: string };
  framedBy?: "'none'" | "*";
  /** Hosts whose content a reader has asked to see in this page. */
  frames?: readonly string[];
  /** Whether the site is reached by https: what it loads then is too. */
  secure?: boolean;
}

/** What a page may load and run, and who may frame it, as the header Content-Security-Policy (CSP level 3, and Trusted Types). */
export function policyHeader({ scripts = "none", framedBy = "'none'", frames = [], secure = false }: PolicyOptions = {}): string {
  const runs = scripts !== "none";
  return [
    "default-src 'none'",
    `script-src ${scripts === "none" ? "'none'" : scripts === "own" ? "'self'" : `'nonce-${scripts.nonce}'`}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ...(runs ? ["connect-src 'self'", "worker-src 'self' blob:"] : []),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${framedBy}`,
    // No text becomes markup or the address of a script, but by the policy of islands/trusted.ts.
    "require-trusted-types-for 'script'",
    `trusted-types ${runs ? "default" : "'none'"}`,
    ...(secure ? ["upgrade-insecure-requests"] : []),
    `report-uri ${REPORTS_PATH}`,
    `report-to ${GROUP}`,
    ...(frames.length > 0 ? [`frame-src ${frames.map((host) => `https://${host}`).join(" ")}`] : []),
  ].join("; ");
}

/** Sets the policy of each answer that has none of its own yet: by what its page loads (`scripts`, said by the layout), and its nonce. */
export function contentPolicy(options: Pick<PolicyOptions, "framedBy">): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    if (c.res.headers.has("Content-Security-Policy")) return;
    const secure = c.get("services").baseUrl.startsWith("https:");
    const nonce = c.get("nonce");
    // A worker is under the policy of its own file, not of the page that starts it.
    const scripts = c.req.path.startsWith("/assets/") ? "own" : !c.get("scripts") ? "none" : nonce ? { nonce } : "own";
    c.res.headers.set("Content-Security-Policy", policyHeader({ ...options, scripts, secure }));
    if (secure) c.res.headers.set("Reporting-Endpoints", `${GROUP}="${REPORTS_PATH}"`);
  };
}

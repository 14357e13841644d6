import { isbot } from "isbot";
import { LRUCache } from "lru-cache";

export const referrers = ["none", "own", "search", "social", "other"] as const;
export type ReferrerClass = (typeof referrers)[number];
export const devices = ["mobile", "desktop", "unknown"] as const;
export type DeviceClass = (typeof devices)[number];

/** What was read: a page by its name, with the record that it shows; or "file", with its path. */
export interface Seen {
  page: string;
  record: string;
  language: string;
}

/** One reading: what, and its coarse circumstances. Nothing in it tells one reader from another. */
export interface View extends Seen {
  /** YYYY-MM-DD by the city's calendar. */
  day: string;
  referrer: ReferrerClass;
  device: DeviceClass;
}

/** RFC 1035, section 2.3.4; what a header says may be longer. */
const MOST_SIGNS = 253;
// By the name before the country's ending: google.fr, fr.search.yahoo.com.
const search =
  // bounded: MOST_SIGNS.
  /(^|\.)(google|bing|duckduckgo|qwant|ecosia|lilo|yahoo|yandex|baidu|startpage|brave|mojeek|kagi|swisscows|naver|seznam)\.[a-z.]+$/;
const social =
  // bounded: MOST_SIGNS.
  /(^|\.)(facebook\.com|fb\.com|instagram\.com|threads\.(net|com)|twitter\.com|x\.com|t\.co|linkedin\.com|lnkd\.in|youtube\.com|youtu\.be|tiktok\.com|reddit\.com|whatsapp\.com|wa\.me|t\.me|telegram\.org|bsky\.app|mastodon\.[a-z]+|mamot\.fr|piaille\.fr|pinterest\.[a-z.]+|snapchat\.com)$/;

/** Of where a reader comes from, the class alone is kept. `own`: the public address of the site. */
export function referrerClass(referer: string | undefined, own: string): ReferrerClass {
  if (!referer) return "none";
  try {
    const { hostname } = new URL(referer);
    if (hostname === new URL(own).hostname) return "own";
    if (hostname.length > MOST_SIGNS) return "other";
    if (search.test(hostname)) return "search";
    return social.test(hostname) ? "social" : "other";
  } catch {
    return "none";
  }
}

/** A phone or not, from the one coarse hint that browsers give unasked; others are not guessed at from their name. */
export function deviceClass(hint: string | undefined): DeviceClass {
  return hint === "?1" ? "mobile" : hint === "?0" ? "desktop" : "unknown";
}

/** A regular expression of some kilobytes: its answers are remembered, the names are not kept anywhere else. */
const robots = new LRUCache<string, boolean>({ max: 2_000 });
function isRobot(agent: string): boolean {
  const name = agent.slice(0, 500);
  const known = robots.get(name);
  if (known !== undefined) return known;
  const answer = isbot(name);
  robots.set(name, answer);
  return answer;
}

/**
 * Whether a request is a person's reading that may be counted: no program, nothing fetched ahead of time, and nobody who
 * asks not to be counted (Global Privacy Control, Do Not Track).
 */
export function counts(header: (name: string) => string | undefined): boolean {
  if (header("sec-gpc") === "1" || header("dnt") === "1") return false;
  if (/prefetch|prerender/i.test(`${header("sec-purpose") ?? ""} ${header("purpose") ?? ""} ${header("x-moz") ?? ""}`)) return false;
  const agent = header("user-agent");
  return agent !== undefined && agent !== "" && !isRobot(agent);
}

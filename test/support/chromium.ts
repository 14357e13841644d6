import { existsSync } from "node:fs";

// Without windows it is the same browser, and starts a page in half the time.
const places = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** The browser of this machine: CHROMIUM_PATH, else where Debian and others put it; undefined when there is none. */
export function chromiumPath(): string | undefined {
  return process.env.CHROMIUM_PATH || places.find((place) => existsSync(place));
}

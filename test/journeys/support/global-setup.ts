import { startSite } from "./site.ts";

/** Starts the built program once for all journeys, on data of its own; Playwright calls what is returned at the end. */
export default async function setup(): Promise<() => Promise<void>> {
  const site = await startSite({ VILLE_MONDE_WEBHOOKS_LOCAL: "1" });
  process.env.VILLE_MONDE_SITE = site.url;
  process.env.VILLE_MONDE_SITE_DATA = site.dataDir;
  return () => site.stop();
}

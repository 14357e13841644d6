import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./test/support/chromium.ts";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "test/journeys",
  globalSetup: "./test/journeys/support/global-setup.ts",
  workers: 2,
  fullyParallel: false,
  timeout: 180_000,
  retries: 1,
  forbidOnly: !!process.env.CI,
  reporter: process.env.VILLE_MONDE_JOURNEY_REPORT
    ? [["list"], ["json", { outputFile: process.env.VILLE_MONDE_JOURNEY_REPORT }]]
    : [["list"]],
  outputDir: "test-results",
  use: {
    launchOptions: { executablePath: chromiumPath(), args: quiet },
    locale: "fr-FR",
    actionTimeout: 30_000,
    // A page that still glides towards what is to be clicked takes the click elsewhere, the more so on a slow machine.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "off",
  },
  // The same journeys, wide and narrow, with and without JavaScript; once those that see to widths themselves, or need
  // scripts, and those of the office's tools, whose pages are held to narrow widths by office-pages.
  projects: [
    { name: "desktop", use: { viewport: { width: 1280, height: 900 } } },
    {
      name: "phone",
      testIgnore:
        /(tour|crawl|print|states|keyboard|outline|sobriety|grant-story|identity|policy|conflict|cooperation|exchange-in|exchange-out|import|officer|protected)\.spec/,
      use: { viewport: { width: 360, height: 740 }, hasTouch: true },
    },
    {
      name: "no-script",
      testIgnore: /(tour|print|keyboard|outline|sobriety|office-pages|grant-story|policy)\.spec/,
      use: { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
    },
  ],
});

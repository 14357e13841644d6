// What a first visit brings over the wire, and what it may bring: the bench prints it, a journey holds it.
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";

/** Kilobytes (1,000 bytes) over the wire, headers and letters included, and requests, of a first visit on a phone. */
export const visitBudgets = {
  /** A page that one reads: no script. */
  reading: { kB: 50, requests: 10, scripts: false },
  /** Words of many languages side by side: each of their letters is fetched where it is shown. */
  languages: { kB: 60, requests: 14, scripts: false },
  /** The map, before the interactive one is opened. */
  map: { kB: 100, requests: 12, scripts: true },
} as const;

/** The budget of a public page, by its address. */
export function visitBudget(path: string): (typeof visitBudgets)[keyof typeof visitBudgets] {
  if (/^\/(fr\/carte|en\/map)\b/.test(path)) return visitBudgets.map;
  return /^\/(fr\/recits|en\/stories)$/.test(path) ? visitBudgets.languages : visitBudgets.reading;
}

export const visitParts = ["Document", "Stylesheet", "Font", "Script", "Other"] as const;
export interface Visit {
  /** Bytes by what they are. */
  parts: Record<(typeof visitParts)[number], number>;
  bytes: number;
  requests: number;
}

/** Opens addresses as who has never been there: the browser keeps nothing from one to the next. */
export async function firstVisits(page: Page): Promise<(address: string) => Promise<Visit>> {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  const types = new Map<string, string>();
  const pending = new Set<string>();
  let visit: Visit;
  wire.on("Network.requestWillBeSent", ({ requestId }) => void pending.add(requestId));
  wire.on("Network.loadingFailed", ({ requestId }) => void pending.delete(requestId));
  wire.on("Network.responseReceived", ({ requestId, type }) => void types.set(requestId, type));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    pending.delete(requestId);
    const part = visitParts.find((one) => one === types.get(requestId)) ?? "Other";
    visit.parts[part] += encodedDataLength;
    visit.bytes += encodedDataLength;
    visit.requests++;
  });
  return async (address) => {
    visit = { parts: { Document: 0, Stylesheet: 0, Font: 0, Script: 0, Other: 0 }, bytes: 0, requests: 0 };
    await page.goto(address);
    // Letters are asked for once the page is laid out; what a script asks for may come after them.
    await page.evaluate(() => document.fonts.ready);
    while (pending.size > 0) await sleep(5);
    return visit;
  };
}

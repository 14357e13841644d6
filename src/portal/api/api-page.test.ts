import { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { operations } from "../../publishing/api/operations.ts";
import { makeAwkwardRows, openRegister, type Register } from "../../publishing/testing.ts";
import { apiPages } from "./routes.tsx";

let register: Register;
beforeAll(async () => {
  register = await openRegister();
  await makeAwkwardRows(register);
});
afterAll(() => register?.drop());

async function page(path: string): Promise<string> {
  const app = new Hono<AppEnv>();
  app.use((c, next) => {
    c.set("services", { ...register.services, assets: { url: () => "/assets/main.css", styles: () => [] } } as never);
    c.set("locale", "en");
    c.set("t", translator("en"));
    return next();
  });
  apiPages(app, (_c, next) => next());
  const answer = await app.request(path);
  expect(answer.status).toBe(200);
  return answer.text();
}

it.each(languages)("explains every operation in words, without a script (%s)", async (locale) => {
  const html = await page(`/api?lang=${locale}`);
  expect(html).toContain(`<html lang="${locale}"`);
  for (const { id, method, path } of operations) {
    expect(html).toContain(`id="${id}"`);
    expect(html).toContain(`${method.toUpperCase()} ${path}`);
  }
  expect(html).not.toMatch(/<script|<style|style="/);
  // No key without its message.
  expect(html).not.toMatch(/\bapi\.(op|param|tag|answer|problem|field)\./);
});

it("gives addresses to try, and each answers", async () => {
  const html = await page("/api?lang=en");
  const tried = [...new Set([...html.matchAll(/href="(\/api\/(?:v1|openapi)[^"]*)"/g)].map((match) => match[1]!.replaceAll("&amp;", "&")))];
  expect(tried.length).toBeGreaterThan(30);
  for (const address of tried) expect((await register.get(address)).status, address).toBe(200);
});

it("speaks the language of the reader where the address names none", async () => {
  expect(await page("/api")).toContain('<html lang="en"');
});

import { join } from "node:path";
import { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { readCity } from "../../platform/city.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { projectRoot } from "../../platform/project-root.ts";
import type { AppEnv, Services } from "../../platform/web/env.ts";
import { ErrorPage, statusOfError } from "../../ui/error-page.tsx";
import { href, pageNames, route } from "../../ui/paths.ts";
import { siteFiles } from "./files.ts";
import { staticPages } from "./routes.tsx";

// None of this may need a database: there is none here, and what asks for one is told that it is down.
const app = new Hono<AppEnv>();
let services: Services;

beforeAll(async () => {
  services = {
    city: await readCity(join(projectRoot, "data/paris")),
    assets: { url: (source: string) => `/assets/${source}`, styles: () => [], routes: new Hono() },
    published: {
      selectFrom: () => {
        throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
      },
    },
    baseUrl: "https://monde.example.org",
  } as unknown as Services;
  app.use(async (c, next) => {
    const locale = c.req.path.startsWith("/en") ? "en" : "fr";
    c.set("services", services);
    c.set("locale", locale);
    c.set("t", translator(locale));
    c.set("requestId", "request-1");
    await next();
  });
  siteFiles(app);
  staticPages(app, (_c, next) => next());
  for (const kind of Object.keys(statusOfError) as (keyof typeof statusOfError)[])
    for (const locale of languages)
      app.get(`/${locale}/error/${kind}`, (c) => c.html(<ErrorPage c={c} kind={kind} />, statusOfError[kind]));
});

const text = async (path: string, init?: RequestInit) => (await app.request(path, init)).text();
const pages = ["contact", "legal", "privacy", "accessibility", "accessibilityGrid", "sitemap"] as const;

describe.each(languages)("static pages (%s)", (locale) => {
  it.each(pages)("%s is whole, in its language, with its twin", async (page) => {
    const html = await text(href(locale, page));
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html.match(/<h1/g)).toHaveLength(1);
    for (const other of languages)
      expect(html).toContain(`<link rel="alternate" hreflang="${other}" href="https://monde.example.org${href(other, page)}"`);
    expect(html).toContain(`<link rel="canonical" href="https://monde.example.org${href(locale, page)}"`);
    // A key that no catalogue has would stand there as it is.
    expect(html).not.toMatch(/>(common|nav|contact|legal|privacy|accessibility|siteMap)\.[a-zA-Z.]+</);
  });

  it.each(pages)("%s has no address that a robot could take", async (page) => {
    const html = await text(href(locale, page));
    expect(html).not.toMatch(/@|&#64;|&#x40;|%40|mailto/i);
  });

  it("the contact page says the address in words, and gives it on request", async () => {
    const [local, domain] = services.city.email.split("@") as [string, string];
    const words = (await text(href(locale, "contact"))).replace(/<[^>]+>/g, "");
    expect(words).toContain(`${local} ${translator(locale)("contact.at")} ${domain}`);
    const answer = await app.request(href(locale, "contact"), { method: "POST" });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).toContain(`<a href="mailto:${services.city.email}">${services.city.email}</a>`);
  });

  it("the site map leads to every page that is not of one record", async () => {
    const html = await text(href(locale, "sitemap"));
    for (const page of pageNames.filter((name) => !route(locale, name).includes(":id") && name !== "mapEmbed"))
      expect(html).toContain(`href="${href(locale, page)}"`);
  });

  it.each(Object.entries(statusOfError))("error %s says what happened, and leads on", async (kind, status) => {
    const answer = await app.request(`/${locale}/error/${kind}`);
    expect(answer.status).toBe(status);
    const html = await answer.text();
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).toContain('<meta name="robots" content="noindex"/>');
    expect(html).toContain(`href="${href(locale, "contact")}"`);
    expect(html.includes("request-1")).toBe(kind !== "notFound");
  });
});

describe("the files that every site answers", () => {
  it("give the city's colours, under an address that changes with them", async () => {
    const html = await text("/fr/contact");
    const address = /href="(\/theme\.[\w-]+\.css)"/.exec(html)![1]!;
    const css = await app.request(address);
    expect(css.headers.get("cache-control")).toContain("immutable");
    expect(await css.text()).toContain(`--accent:${services.city.colours.light.accent}`);
    expect((await app.request("/theme.other.css")).status).toBe(404);
  });

  it("give a mark, and where robots may go", async () => {
    const mark = await app.request("/favicon.svg");
    expect(mark.headers.get("content-type")).toBe("image/svg+xml");
    expect((await app.request("/favicon.ico")).headers.get("location")).toBe("/favicon.svg");
    const robots = await text("/robots.txt");
    expect(robots).toContain("Disallow: /bureau");
    expect(robots).toContain("Sitemap: https://monde.example.org/sitemap.xml");
  });
});

import type { Hono } from "hono";
import { stream } from "hono/streaming";
import { languages } from "../../platform/i18n/languages.ts";
import type { AppEnv, Services } from "../../platform/web/env.ts";
import { publicIds } from "../../register/home/sitemap-store.ts";
import { href, hrefOfRecord, pageNames, route } from "../../ui/paths.ts";
import { themeCss, themeHref } from "../../ui/theme.ts";

const FOREVER = "public, max-age=31536000, immutable";
const DAY = "public, max-age=86400";

const SECURITY = "/.well-known/security.txt";
const GOOD_DAYS = 180;

/** To whom a fault of security is told (RFC 9116), of the city's settings. Good for half a year from the day it is asked for. */
export function securityText({ city, baseUrl }: Pick<Services, "city" | "baseUrl">, now: Date): string {
  const until = new Date(now.getTime() + GOOD_DAYS * 86_400_000);
  const fields = [
    ["Contact", `mailto:${city.security?.email ?? city.email}`],
    ["Expires", `${until.toISOString().slice(0, 10)}T00:00:00.000Z`],
    ["Preferred-Languages", city.languages.join(", ")],
    ["Canonical", baseUrl + SECURITY],
    ...(city.security?.policy ? [["Policy", city.security.policy]] : []),
  ];
  return fields.map(([name, value]) => `${name}: ${value}\n`).join("");
}

/** The small files that every site answers: colours of the city, its mark, what robots and search engines ask for. */
export function siteFiles(app: Hono<AppEnv>): void {
  app.get("/:file{theme\\.[\\w-]+\\.css}", (c) => {
    const { city } = c.get("services");
    if (c.req.path !== themeHref(city)) return c.notFound();
    return c.body(themeCss(city), 200, { "Content-Type": "text/css; charset=utf-8", "Cache-Control": FOREVER });
  });

  app.get("/favicon.svg", (c) => {
    const { drawing, colours } = c.get("services").city;
    const { accent, paper } = colours.light;
    const mark =
      drawing ??
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="${paper}"/><circle cx="16" cy="16" r="11" fill="none" stroke="${accent}" stroke-width="3"/><path d="M5 16h22M16 5c6 6 6 16 0 22M16 5c-6 6-6 16 0 22" fill="none" stroke="${accent}" stroke-width="2"/></svg>`;
    return c.body(mark, 200, { "Content-Type": "image/svg+xml", "Cache-Control": DAY });
  });
  app.get("/favicon.ico", (c) => c.redirect("/favicon.svg", 301));

  app.get("/robots.txt", (c) =>
    c.text(`User-agent: *\nDisallow: /bureau\nDisallow: /espace\nSitemap: ${c.get("services").baseUrl}/sitemap.xml\n`, 200, {
      "Cache-Control": DAY,
    }),
  );

  app.get(SECURITY, (c) => c.text(securityText(c.get("services"), new Date()), 200, { "Cache-Control": DAY }));
  app.get("/security.txt", (c) => c.redirect(SECURITY, 301));

  // The protocol allows 50,000 addresses a file, languages of one page counted once with their twins.
  app.get("/sitemap.xml", async (c) => {
    const { published, baseUrl } = c.get("services");
    const entry = (of: (locale: (typeof languages)[number]) => string) => {
      const links = languages.map((locale) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${baseUrl}${of(locale)}"/>`).join("");
      return languages.map((locale) => `<url><loc>${baseUrl}${of(locale)}</loc>${links}</url>\n`).join("");
    };
    // All identifiers first, a few bytes each: an error is answered as one, never as half a map.
    const records: { kind: string; id: string }[] = [];
    for await (const record of publicIds(published, 24_000)) records.push(record);
    c.header("Content-Type", "application/xml; charset=utf-8");
    return stream(c, async (out) => {
      await out.write(
        `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n`,
      );
      for (const page of pageNames.filter((name) => !route("fr", name).includes(":id") && name !== "mapEmbed"))
        await out.write(entry((locale) => href(locale, page)));
      for (const { kind, id } of records) await out.write(entry((locale) => hrefOfRecord(locale, kind, id) ?? href(locale, "home")));
      await out.write("</urlset>\n");
    });
  });
}

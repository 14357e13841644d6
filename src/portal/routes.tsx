import { Hono } from "hono";
import { languages } from "../platform/i18n/languages.ts";
import type { AppEnv } from "../platform/web/env.ts";
import { pageCache } from "../platform/web/page-cache.ts";
import { PublicLayout } from "../ui/layout.tsx";
import { route } from "../ui/paths.ts";

/** The public pages, each in every language, answered from memory until something is published. */
export function portal(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const cached = pageCache();
  for (const locale of languages) {
    app.get(route(locale, "home"), cached, (c) => c.html(<PublicLayout c={c} meta={{ title: "Ville-Monde" }}><h1>Ville-Monde</h1></PublicLayout>));
  }
  return app;
}

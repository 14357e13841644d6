import type { Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { languages } from "../../platform/i18n/languages.ts";
import { dayOf } from "../../platform/instants.ts";
import { policyHeader } from "../../platform/web/content-policy.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { readForm } from "../../platform/web/form-data.ts";
import { staleNext } from "../../register/page/stale.ts";
import { recordId } from "../../register/record/fields.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, route } from "../../ui/paths.ts";
import { providerOf } from "./embed.tsx";
import { hasChosen, remember, remembered, showOnce, sitesToShow } from "./embed-choice.ts";
import { EmbedsPage } from "./embeds-page.tsx";
import { loadPageWithMaps } from "./load.ts";
import { EditorialPage } from "./page.tsx";

const MOST_BYTES = 2_048;
const choice = z.object({
  host: z.string().max(200),
  choice: z.enum(["once", "remember", "revoke"]),
  page: recordId.optional(),
  block: z.coerce.number().int().min(0).max(500).optional(),
});

/**
 * The editorial pages, and what readers choose to see of other sites. A page that shows something of another site is made
 * for who asked for it and kept by nobody; all others are answered from memory like the rest of the portal. `fresh`: what
 * comes before a page that is not.
 */
export function editorialPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>, fresh: MiddlewareHandler<AppEnv>): void {
  const packed = compress();
  const unlessChosen: MiddlewareHandler<AppEnv> = (c, next) =>
    hasChosen(c) ? packed(c, async () => void (await fresh(c, next))) : cached(c, next);
  for (const locale of languages) {
    app.get(route(locale, "page"), unlessChosen, onePage);
    app.get(route(locale, "embeds"), unlessChosen, (c) => {
      if (hasChosen(c)) c.header("Cache-Control", "no-store");
      return c.html(<EmbedsPage c={c} shown={remembered(c)} />);
    });
    app.post(
      route(locale, "embeds"),
      bodyLimit({
        maxSize: MOST_BYTES,
        onError: () => {
          throw new HTTPException(413);
        },
      }),
      choose,
    );
  }
}

async function onePage(c: PageContext) {
  const id = recordId.safeParse(c.req.param("id"));
  const data = id.success ? await loadPageWithMaps(c.get("services").published, id.data, c.get("locale")) : undefined;
  if (!data) return c.notFound();
  const today = dayOf(new Date());
  const next = staleNext(data, today);
  if (next) c.set("goodUntil", new Date(`${next}T00:00:00Z`));
  if (!hasChosen(c)) return c.html(<EditorialPage c={c} data={data} today={today} shown={[]} live />);
  c.header("Cache-Control", "no-store");
  const here = data.blocks.flatMap((block) => (block.type === "embed" && block.url ? [providerOf(c, block.url)?.host] : []));
  const shown = sitesToShow(c, data.id).filter((host) => here.includes(host));
  if (shown.length > 0)
    c.header("Content-Security-Policy", policyHeader({ frames: shown, secure: c.get("services").baseUrl.startsWith("https:") }));
  return c.html(<EditorialPage c={c} data={data} today={today} shown={shown} live />);
}

/** Takes a choice in, and leads back to where it was made. */
async function choose(c: PageContext) {
  const parsed = choice.safeParse(Object.fromEntries(Object.entries((await readForm(c)).values).map(([name, [value]]) => [name, value])));
  const known = parsed.success && c.get("services").city.embeds.some(({ host }) => host === parsed.data.host);
  if (!known) throw new HTTPException(400);
  const { host, choice: what, page, block } = parsed.data;
  const others = remembered(c).filter((one) => one !== host);
  if (what === "once" && page) showOnce(c, host, page);
  else remember(c, what === "remember" ? [...others, host] : others);
  const locale = c.get("locale");
  return c.redirect(page ? href(locale, "page", { id: page, hash: `bloc-${block ?? 0}` }) : href(locale, "embeds"), 303);
}

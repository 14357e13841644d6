import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { isLocale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import type { PageContext } from "../../ui/page.ts";
import { Article } from "./article.tsx";

const PATH = "/desabonnement";

/**
 * Where the link under each reminder leads. Opening it changes nothing, as programs open links too; the button does it,
 * and so does the mail program's own (RFC 8058), which sends a form to the same address.
 */
export function unsubscribePages(app: Hono<AppEnv>): void {
  app.use(PATH, async (c, next) => {
    const asked = c.req.query("langue") ?? "";
    if (isLocale(asked)) {
      c.set("locale", asked);
      c.set("t", translator(asked));
    }
    await next();
    c.header("Cache-Control", "no-store");
    c.header("Referrer-Policy", "same-origin");
  });
  const linkOf = (c: PageContext) => [c.req.query("de") ?? "", c.req.query("cle") ?? ""] as const;
  app.get(PATH, (c) => {
    const good = c.get("services").mail.isUnsubscribeLink(...linkOf(c));
    return c.html(<Unsubscribe c={c} state={good ? "asked" : "wrong"} />, good ? 200 : 404);
  });
  app.post(PATH, async (c) => {
    const done = await c.get("services").mail.unsubscribe(...linkOf(c));
    return c.html(<Unsubscribe c={c} state={done ? "done" : "wrong"} />, done ? 200 : 404);
  });
}

const Unsubscribe: FC<{ c: PageContext; state: "asked" | "done" | "wrong" }> = ({ c, state }) => {
  const t = c.get("t");
  return (
    <Article c={c} title={t("unsubscribe.title")}>
      {state === "asked" ? (
        <>
          <p>{t("unsubscribe.text")}</p>
          <form method="post" action={PATH + new URL(c.req.url).search}>
            <p>
              <button type="submit">{t("unsubscribe.do")}</button>
            </p>
          </form>
        </>
      ) : (
        <p role="status">{t(`unsubscribe.${state}`)}</p>
      )}
    </Article>
  );
};

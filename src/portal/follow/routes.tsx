import type { Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { askToFollow, change, confirm, type FollowDesk, followerOf, requestOf, stop } from "../../follow/actions.ts";
import { isPersonalLink, type LinkUse, personalLink } from "../../follow/links.ts";
import { readTopics } from "../../follow/rules.ts";
import { namesOfTopics, offeredTopics } from "../../follow/topic-store.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { clientNetwork } from "../../platform/web/client-address.ts";
import type { AppEnv, Services } from "../../platform/web/env.ts";
import { type FormTexts, oneOf, readForm } from "../../platform/web/form-data.ts";
import { limits } from "../../platform/web/limits/rules.ts";
import { within } from "../../platform/web/limits/share.ts";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfFollow, route } from "../../ui/paths.ts";
import { type FollowValues, startValues } from "./form.tsx";
import { AskedPage, ConfirmPage, FollowPage, MinePage, StopPage, WrongLinkPage } from "./pages.tsx";

const MAX_BODY = 64 * 1024;

const deskOf = ({ db, published, mail }: Services): FollowDesk => ({ db, published, mail });
/** Personal pages are nobody else's: kept by no cache, named to no other site. */
const personal: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  c.header("Cache-Control", "no-store");
  c.header("Referrer-Policy", "same-origin");
};

export function followPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  const limit = bodyLimit({
    maxSize: MAX_BODY,
    onError: () => {
      throw new HTTPException(413);
    },
  });
  for (const locale of languages) {
    app.get(route(locale, "follow"), cached, (c) => followPage(c, startValues(locale, readTopics(c.req.queries()))));
    app.post(route(locale, "follow"), personal, limit, ask);
    app.get(hrefOfFollow(locale, "confirm"), personal, askToConfirm);
    app.post(hrefOfFollow(locale, "confirm"), personal, limit, confirmed);
    app.get(hrefOfFollow(locale, "mine"), personal, mine);
    app.post(hrefOfFollow(locale, "mine"), personal, limit, changed);
    app.get(hrefOfFollow(locale, "stop"), personal, askToStop);
    // From our own page, or from a mail program by itself (RFC 8058).
    app.post(hrefOfFollow(locale, "stop"), personal, limit, stopped);
  }
}

async function followPage(
  c: PageContext,
  values: FollowValues,
  rest: Partial<Parameters<typeof FollowPage>[0]> = {},
  status: 200 | 422 | 429 = 200,
) {
  const { published } = c.get("services");
  const [offered, names] = [await offeredTopics(published), await namesOfTopics(published, values.topics)];
  return c.html(<FollowPage c={c} values={values} offered={offered} names={names} {...rest} />, status);
}

const typed = (values: FormTexts): FollowValues => ({
  email: oneOf(values, "email"),
  topics: readTopics(values),
  rhythm: oneOf(values, "rhythm"),
  alerts: oneOf(values, "alerts") !== "",
  locale: oneOf(values, "locale"),
});

async function ask(c: PageContext) {
  const { values } = await readForm(c);
  if (!(await within(c, limits.follow, clientNetwork(c)))) return followPage(c, typed(values), { tooMany: true }, 429);
  const asked = await askToFollow(deskOf(c.get("services")), values, new Date());
  return asked.ok ? c.html(<AskedPage c={c} />) : followPage(c, typed(values), { problems: asked.problems }, 422);
}

const tokenOf = (c: PageContext) => (c.req.query("jeton") ?? "").slice(0, 100);

async function askToConfirm(c: PageContext) {
  const { db, published } = c.get("services");
  const request = await requestOf(db, tokenOf(c), new Date());
  if (!request) return c.html(<WrongLinkPage c={c} step="confirm" />, 404);
  return c.html(<ConfirmPage c={c} token={tokenOf(c)} topics={request.topics} names={await namesOfTopics(published, request.topics)} />);
}

async function confirmed(c: PageContext) {
  const services = c.get("services");
  const done = await confirm(deskOf(services), tokenOf(c), new Date());
  if (!done.ok) return c.html(<WrongLinkPage c={c} step="confirm" />, 404);
  const link = new URL(personalLink(services.mail, "mine", done.id, c.get("locale")));
  return c.redirect(`${link.pathname}${link.search}&fait=confirmed`, 303);
}

const keyOf = (c: PageContext) => [c.req.query("de") ?? "", c.req.query("cle") ?? ""] as const;
const queryOf = (c: PageContext) => {
  const [de, cle] = keyOf(c);
  return `?${new URLSearchParams({ de, cle })}`;
};

async function mine(c: PageContext) {
  const done = c.req.query("fait");
  return minePage(c, undefined, { done: done === "confirmed" || done === "changed" ? done : undefined });
}

async function minePage(
  c: PageContext,
  values?: FollowValues,
  rest: Partial<Parameters<typeof MinePage>[0]> = {},
  status: 200 | 422 = 200,
) {
  const services = c.get("services");
  const follower = await followerOf(deskOf(services), ...keyOf(c));
  if (!follower) return c.html(<WrongLinkPage c={c} step="mine" />, 404);
  const shown: FollowValues = values ?? follower;
  const names = await namesOfTopics(services.published, shown.topics);
  const offered = await offeredTopics(services.published);
  return c.html(<MinePage c={c} query={queryOf(c)} values={shown} offered={offered} names={names} {...rest} />, status);
}

async function changed(c: PageContext) {
  const { values } = await readForm(c);
  const done = await change(deskOf(c.get("services")), ...keyOf(c), values, new Date());
  if (done.ok) return c.redirect(`${hrefOfFollow(c.get("locale"), "mine")}${queryOf(c)}&fait=changed`, 303);
  if (done.reason === "link") return c.html(<WrongLinkPage c={c} step="mine" />, 404);
  return minePage(c, typed(values), { problems: done.problems }, 422);
}

const opens = (c: PageContext) =>
  (["stop", "mine"] satisfies LinkUse[]).some((use) => isPersonalLink(c.get("services").mail.secret, use, ...keyOf(c)));

async function askToStop(c: PageContext) {
  return opens(c) ? c.html(<StopPage c={c} query={queryOf(c)} done={false} />) : c.html(<WrongLinkPage c={c} step="stop" />, 404);
}

async function stopped(c: PageContext) {
  const done = await stop(deskOf(c.get("services")), ...keyOf(c));
  return done ? c.html(<StopPage c={c} query={queryOf(c)} done />) : c.html(<WrongLinkPage c={c} step="stop" />, 404);
}

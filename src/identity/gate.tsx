import type { MiddlewareHandler } from "hono";
import { isRecent, mustStepUp } from "../platform/accounts/standing.ts";
import { ErrorPage } from "../ui/error-page.tsx";
import { type Door, type IdentityContext, readSession, safeReturn } from "./door.ts";
import { sentBefore } from "./given-back.tsx";
import { askToSignIn } from "./sign-in.tsx";
import { showVerification } from "./verification.tsx";

/** What a half open session may reach: the page that opens it whole, and the way out. */
const halfOpen = (door: Door) => new Set(["/verification", "/second-facteur", "/deconnexion"].map((path) => door.root + path));

/**
 * Lets only those signed in through, and of those only who has shown a second factor where one is due; `enter` tells the door who it
 * is. Others are asked, and brought back.
 */
export function signedIn(
  door: Door,
  enter: (c: any, session: NonNullable<Awaited<ReturnType<typeof readSession>>>) => void,
): MiddlewareHandler<any> {
  const half = halfOpen(door);
  return async (c, next) => {
    const session = await readSession(c);
    if (!session) return askToSignIn(c, door);
    c.set("session", session);
    if (session.standing !== "whole" && !half.has(c.req.path)) return askForMore(c, door, session.standing);
    // On the page that asks for the second factor nobody has come in yet: the frame shows no menu.
    if (session.standing === "whole") {
      enter(c, session);
      c.set("door", door);
    }
    return next();
  };
}

/** Asks for the second factor again before what is most sensitive, when it was not shown in the last half hour. */
export function steppedUp(door: Door): MiddlewareHandler<any> {
  return async (c, next) => (mustStepUp(c.get("session").facts, new Date()) ? askForMore(c, door, "prove") : next());
}

/** Asks again to show who one is, by the second factor or by signing in, before one's own keys are changed. */
export function recently(door: Door): MiddlewareHandler<any> {
  return async (c, next) => {
    const { facts } = c.get("session");
    if (isRecent(facts, new Date())) return next();
    return facts.hasFactor ? askForMore(c, door, "prove") : c.html(<SignInAgain c={c} door={door} />, 403);
  };
}

async function askForMore(c: IdentityContext, door: Door, what: "prove" | "set_up"): Promise<Response> {
  const url = new URL(c.req.url);
  const asks = c.req.method === "GET" || c.req.method === "HEAD";
  if (!asks && !c.req.header("accept")?.includes("text/html") && c.req.header("content-type")?.includes("json"))
    return c.json({ ok: false, reason: "second_factor" }, 401);
  const page = what === "prove" ? "verification" : "second-facteur";
  if (asks) return c.redirect(`${door.root}/${page}?retour=${encodeURIComponent(safeReturn(door, url.pathname + url.search))}`, 302);
  if (what === "set_up") return c.redirect(`${door.root}/${page}`, 303);
  if (c.req.method !== "POST") return c.html(<ErrorPage c={c as never} kind="badRequest" />, 400);
  return showVerification(
    c,
    door,
    { back: safeReturn(door, url.pathname), kept: await sentBefore(c), problem: "identity.verify.again" },
    401,
  );
}

const SignInAgain = ({ c, door }: { c: IdentityContext; door: Door }) => {
  const t = c.get("t");
  return (
    <door.Frame c={c} title={t("identity.recent.title")}>
      <h1>{t("identity.recent.title")}</h1>
      <p>{t("identity.recent.text")}</p>
      <form method="post" action={`${door.root}/deconnexion`}>
        <input type="hidden" name="retour" value={`${door.root}/second-facteur`} />
        <button type="submit">{t("identity.recent.do")}</button>
      </form>
    </door.Frame>
  );
};

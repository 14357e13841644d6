import type { FC } from "hono/jsx";
import { PublicLayout } from "./layout.tsx";
import type { PageContext } from "./page.ts";
import { href, type PageName } from "./paths.ts";

export type ErrorKind = "notFound" | "failed" | "offline" | "quarantined" | "tooLarge" | "tooMany" | "foreign" | "badRequest";
export const statusOfError = {
  notFound: 404,
  failed: 500,
  offline: 503,
  quarantined: 423,
  tooLarge: 413,
  tooMany: 429,
  foreign: 403,
  badRequest: 400,
} as const satisfies Record<ErrorKind, number>;

const waysOn = ["home", "map", "partners", "projects", "figures", "sitemap", "contact"] as const satisfies PageName[];

/** What went wrong, in words, with ways on: behind a door, in its own frame. Needs no database. */
export const ErrorPage: FC<{ c: PageContext; kind: ErrorKind }> = ({ c, kind }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const url = new URL(c.req.url);
  const retriable = (kind === "failed" || kind === "offline") && c.req.method === "GET";
  const title = t.dynamic(`errors.${kind}.title`);
  const door = c.get("door");
  const retry = retriable && (
    <p>
      <a class="button" href={url.pathname + url.search}>
        {t("errors.retry")}
      </a>
    </p>
  );
  const reference = kind !== "notFound" && <p class="error-code">{t("errors.reference", { id: c.get("requestId") })}</p>;
  if (door)
    return (
      <door.Frame c={c} title={title}>
        <p class="kicker">{t("errors.code", { code: statusOfError[kind] })}</p>
        <h1>{title}</h1>
        <p class="lede">{kind === "notFound" ? t("errors.notFound.inside") : t.dynamic(`errors.${kind}.text`)}</p>
        {retry}
        <p>
          <a href={door.root}>{t(door.root === "/bureau" ? "office.refused.back" : "office.refused.toSpace")}</a>
        </p>
        {reference}
      </door.Frame>
    );
  return (
    <PublicLayout c={c} meta={{ title, noindex: true }}>
      <p class="kicker">{t("errors.code", { code: statusOfError[kind] })}</p>
      <h1>{title}</h1>
      <p class="lede">{t.dynamic(`errors.${kind}.text`)}</p>
      {kind === "notFound" && (
        <form class="inline-form" action={href(locale, "search")} role="search" aria-label={t("errors.search")}>
          <p class="field">
            <label for="error-search">{t("errors.search")}</label>
            <input id="error-search" type="search" name="q" />
          </p>
          <button type="submit">{t("nav.search")}</button>
        </form>
      )}
      {retry}
      <nav class="ways-on" aria-labelledby="ways-on">
        <h2 id="ways-on">{t("errors.ways")}</h2>
        <ul class="registers">
          {waysOn.map((page) => (
            <li>
              <a href={href(locale, page)}>{t.dynamic(`nav.${page}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {reference}
    </PublicLayout>
  );
};

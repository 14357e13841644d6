import type { FC } from "hono/jsx";
import { PublicLayout } from "./layout.tsx";
import type { PageContext } from "./page.ts";
import { href } from "./paths.ts";

export type ErrorKind = "notFound" | "failed" | "offline" | "tooLarge" | "badRequest";

/** What went wrong, in words, with ways on. Needs no database. */
export const ErrorPage: FC<{ c: PageContext; kind: ErrorKind }> = ({ c, kind }) => {
  const t = c.get("t");
  const locale = c.get("locale");
  return (
    <PublicLayout c={c} meta={{ title: t.dynamic(`errors.${kind}.title`), noindex: true }}>
      <h1>{t.dynamic(`errors.${kind}.title`)}</h1>
      <p>{t.dynamic(`errors.${kind}.text`)}</p>
      <p><a href={href(locale, "home")}>{t("common.home")}</a></p>
    </PublicLayout>
  );
};

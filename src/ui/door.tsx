import type { FC } from "hono/jsx";
import { languages } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import type { PageContext } from "./page.ts";
import { href } from "./paths.ts";
import { plain } from "./text.tsx";

/**
 * The head of a door behind which one signs in (`root`: "/bureau", "/espace"): its name, the way back to the public
 * pages, the other languages, who is signed in.
 */
export const DoorHeader: FC<{
  c: PageContext;
  root: string;
  title: string;
  toSite: string;
  signOut: string;
  person: string | undefined;
}> = ({ c, root, title, toSite, signOut, person }) => {
  const locale = c.get("locale");
  return (
    <>
      <header class="door-header">
        <p class="door-mark">
          <a href={root}>{title}</a> <span>{plain(c.get("services").city.title, locale)}</span>
        </p>
        <ul class="door-tools">
          <li>
            <a href={href(locale, "home")}>{toSite}</a>
          </li>
          {(person !== undefined || root === "/espace") && (
            <li>
              <a href={`${root}/aide`}>{translator(locale)("guides.title")}</a>
            </li>
          )}
          {languages
            .filter((other) => other !== locale)
            .map((other) => (
              <li>
                <a href={inLanguage(c, other)} lang={other} hreflang={other}>
                  {translator(other)("common.language")}
                </a>
              </li>
            ))}
          {person !== undefined && (
            <>
              <li>
                <a href={`${root}/compte`}>{person}</a>
              </li>
              <li>
                <form method="post" action={`${root}/deconnexion`}>
                  <button class="quiet small" type="submit">
                    {signOut}
                  </button>
                </form>
              </li>
            </>
          )}
        </ul>
      </header>
      {c.get("services").primary?.writable === false && (
        <p class="notice" role="status">
          {translator(locale)("errors.readOnly")}
        </p>
      )}
    </>
  );
};

/** The same page and selection in another language; the page that a form was sent to is asked for again. */
function inLanguage(c: PageContext, locale: string): string {
  const query = new URLSearchParams(new URL(c.req.url).search);
  query.set("langue", locale);
  return `${c.req.path}?${query}`;
}

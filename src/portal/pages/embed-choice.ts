import { ownCookie, setOwnCookie } from "../../platform/web/cookies.ts";
import type { PageContext } from "../../ui/page.ts";

/**
 * What a reader has chosen to see of other sites, in two cookies that serve nothing else: the sites shown without asking,
 * for half a year, and the one shown this once, on one page. They name sites and nobody. Half a year is what the CNIL
 * recommends for a choice to be asked again (guidelines of 17 September 2020).
 */
const REMEMBERED = "contenus";
const ONCE = "contenu-une-fois";
const HALF_A_YEAR_S = 15_552_000;
const A_MINUTE_S = 60;

/** The sites of the city’s list that are remembered; whatever else a cookie says is nothing. */
export function remembered(c: PageContext): string[] {
  return known(c, (ownCookie(c, REMEMBERED) ?? "").split("|"));
}

/** True when an answer to this reader may differ from what everybody gets. */
export const hasChosen = (c: PageContext) => ownCookie(c, REMEMBERED) !== undefined || ownCookie(c, ONCE) !== undefined;

export function remember(c: PageContext, hosts: readonly string[]): void {
  setOwnCookie(c, REMEMBERED, hosts.join("|"), { maxAge: hosts.length > 0 ? HALF_A_YEAR_S : 0 });
}

/** Shows a site once, on one page: its next answer takes the cookie back. */
export function showOnce(c: PageContext, host: string, page: string): void {
  setOwnCookie(c, ONCE, `${page}|${host}`, { maxAge: A_MINUTE_S });
}

/** The sites whose content this answer shows; what was asked for once is used up by it. */
export function sitesToShow(c: PageContext, page: string): string[] {
  const [of, host = ""] = (ownCookie(c, ONCE) ?? "").split("|");
  if (of !== page) return remembered(c);
  setOwnCookie(c, ONCE, "", { maxAge: 0 });
  return [...new Set([...remembered(c), ...known(c, [host])])];
}

const known = (c: PageContext, hosts: string[]) =>
  c
    .get("services")
    .city.embeds.map(({ host }) => host)
    .filter((host) => hosts.includes(host));

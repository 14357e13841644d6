import type { FC } from "hono/jsx";
import type { OfficeContext } from "../env.ts";

/** The way back from a page of exchange: to all of them, and to the list that a page is of. */
export const Above: FC<{ c: OfficeContext; list?: { href: string; label: string } }> = ({ c, list }) => (
  <p class="kicker">
    <a href="/bureau/echanges">{c.get("t")("exchange.title")}</a>
    {list && (
      <>
        {" "}
        · <a href={list.href}>{list.label}</a>
      </>
    )}
  </p>
);

import type { FC } from "hono/jsx";
import type { PageContext } from "./page.ts";

/** Links to the pages of a list. `hrefOf` gives the address of a page, counted from 1. Nothing for one page. */
export const Pagination: FC<{ c: PageContext; page: number; pages: number; hrefOf: (page: number) => string }> = ({
  c,
  page,
  pages,
  hrefOf,
}) => {
  const t = c.get("t");
  if (pages <= 1) return <></>;
  return (
    <nav class="pagination" aria-label={t("common.pages")}>
      <ul>
        {page > 1 && (
          <li>
            <a rel="prev" href={hrefOf(page - 1)}>
              {t("common.previous")}
            </a>
          </li>
        )}
        {around(page, pages).map((one) =>
          one === undefined ? (
            <li aria-hidden="true">…</li>
          ) : (
            <li>
              <a href={hrefOf(one)} aria-current={one === page ? "page" : undefined} aria-label={t("common.page", { page: one, pages })}>
                {one}
              </a>
            </li>
          ),
        )}
        {page < pages && (
          <li>
            <a rel="next" href={hrefOf(page + 1)}>
              {t("common.next")}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
};

/** The first page, the last, and those next to the current one; undefined where some are left out. */
export function around(page: number, pages: number): (number | undefined)[] {
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((one) => one >= 1 && one <= pages).sort((a, b) => a - b);
  return shown.flatMap((one, i) => (i > 0 && one - shown[i - 1]! > 1 ? [undefined, one] : [one]));
}

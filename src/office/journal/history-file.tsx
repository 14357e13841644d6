import type { FC } from "hono/jsx";
import type { OfficeContext } from "../env.ts";

/** The way to a history as a PDF. */
export const HistoryFile: FC<{ c: OfficeContext; href: string }> = ({ c, href }) => {
  const t = c.get("t");
  return (
    <p>
      <a href={href}>{t("history.download")}</a> <span class="hint">{t("history.hint")}</span>
    </p>
  );
};

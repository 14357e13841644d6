import type { FC } from "hono/jsx";
import { type Ageing, staleOn } from "../../register/page/stale.ts";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { Text } from "../../ui/text.tsx";

/** Says that a page is out of date, and why; nothing while it is not. */
export const StaleNotice: FC<{ c: PageContext; page: Ageing; today: string }> = ({ c, page, today }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const reasons = staleOn(page, today);
  if (reasons.length === 0) return <></>;
  return (
    <div class="notice page-stale" role="note">
      <p>
        <strong>{t("pages.stale.title")}</strong>
      </p>
      <ul>
        {reasons.map((reason) => (
          <li>
            {reason.because === "review" ? (
              t("pages.stale.review", { date: date(reason.reviewedOn, locale) })
            ) : (
              <>
                <Text value={reason.reason} locale={locale} /> <span class="meta">({date(reason.expiresOn, locale)})</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
};

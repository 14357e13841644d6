import type { FC } from "hono/jsx";
import type { EditionBrief } from "../../register/edition/page-store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Text } from "../../ui/text.tsx";
import { Left, When } from "../calls/parts.tsx";

/** The calls open now, each with the instant at which it closes. */
export const OpenCalls: FC<{ c: PageContext; editions: EditionBrief[] }> = ({ c, editions }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (editions.length === 0) return <></>;
  const now = new Date();
  return (
    <section class="home-calls" aria-labelledby="home-calls">
      <div class="section-head">
        <h2 id="home-calls">{t("home.calls")}</h2>
        <p>
          <a href={href(locale, "calls")}>{t("home.allCalls")}</a>
        </p>
      </div>
      <ul>
        {editions.map((edition) => (
          <li>
            <a href={href(locale, "edition", { id: edition.id })}>
              <Text value={edition.name} locale={locale} />
            </a>{" "}
            <DemoBadge demo={edition.demo} t={t} />
            <span class="meta">
              {t("home.callCloses")}
              {t("data.colon")} <When c={c} at={edition.closesAt} /> · <Left c={c} edition={edition} now={now} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

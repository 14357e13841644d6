import type { FC } from "hono/jsx";
import type { Change } from "../../register/home/store.ts";
import { day } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfRecord } from "../../ui/paths.ts";
import { Text } from "../../ui/text.tsx";

/** What was published or changed last, day by day. */
export const Changes: FC<{ c: PageContext; changes: Change[] }> = ({ c, changes }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (changes.length === 0) return <></>;
  const days = Map.groupBy(changes, (change) => day(change.at, locale));
  return (
    <section aria-labelledby="home-changes">
      <h2 id="home-changes">{t("home.changes")}</h2>
      {[...days].map(([date, those]) => (
        <>
          <h3 class="changes-day">
            <time datetime={those[0]!.at.toISOString()}>{date}</time>
          </h3>
          <ul class="changes">
            {those.map((change) => (
              <li>
                <a href={hrefOfRecord(locale, change.kind, change.id)}>
                  <Text value={change.name} locale={locale} />
                </a>{" "}
                <span class="meta">
                  {t.dynamic(`kind.${change.kind}`)} · {t(change.isNew ? "home.change.new" : "home.change.updated")}
                </span>
              </li>
            ))}
          </ul>
        </>
      ))}
    </section>
  );
};

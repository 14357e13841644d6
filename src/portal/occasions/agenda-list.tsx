import type { FC } from "hono/jsx";
import type { OccasionListed } from "../../register/occasion/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { RecordLink } from "../register/parts/frame.tsx";
import type { AddressQuery } from "../register/parts/selection.ts";
import type { OccasionFacets } from "./filter-fields.ts";
import { OccasionsTable } from "./parts.tsx";
import { recurrence } from "./recurrence.ts";

interface Props {
  c: PageContext;
  rows: OccasionListed[];
  yearly: OccasionFacets["yearly"];
  query: AddressQuery;
  /** The first page, which also says what comes back each year. */
  first: boolean;
}

/** What is to come, the nearest first; what comes back each year; what is over, year by year, the latest first. */
export const ListView: FC<Props> = ({ c, rows, yearly, query, first }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const upcoming = rows.filter((row) => row.upcoming);
  const past = Map.groupBy(
    rows.filter((row) => !row.upcoming),
    ({ startsOn }) => startsOn.slice(0, 4),
  );
  return (
    <>
      {(upcoming.length > 0 || first) && (
        <section class="section" aria-labelledby="upcoming">
          <h2 id="upcoming">{t("occasions.when.upcoming")}</h2>
          {upcoming.length > 0 ? (
            <OccasionsTable c={c} occasions={upcoming} caption={t("occasions.when.upcoming")} />
          ) : (
            <p>{t("occasions.noneUpcoming")}</p>
          )}
        </section>
      )}
      {first && yearly.length > 0 && Object.values(query).every((value) => value === undefined || [value].flat().length === 0) && (
        <section class="section" aria-labelledby="yearly">
          <h2 id="yearly">{t("occasions.yearly")}</h2>
          <dl class="yearly">
            {yearly.map((programme) => (
              <div>
                <dt>{recurrence(programme.recursOn!, locale)}</dt>
                <dd>
                  <RecordLink c={c} kind="programme" record={programme} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {[...past].map(([year, occasions]) => (
        <section class="section" aria-labelledby={`year-${year}`}>
          <h2 id={`year-${year}`}>
            <a href={href(locale, "occasions", { query: { ...query, year } })}>{year}</a>
          </h2>
          <OccasionsTable c={c} occasions={occasions} caption={t("occasions.pastOf", { year })} />
        </section>
      ))}
    </>
  );
};

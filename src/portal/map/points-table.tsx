import type { FC } from "hono/jsx";
import { type MapFilter, writeMapFilter } from "../../register/map/filters.ts";
import type { PageContext } from "../../ui/page.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { href, hrefOfRecord } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { ReporterBadge } from "../register/parts/lists.tsx";
import type { PointsPage } from "./points-page.ts";
import { detailOf, whatOf } from "./words.ts";

/** Every point of the map as a row: the equal of the drawing, not its summary. */
export const PointsTable: FC<{ c: PageContext; points: PointsPage; filter: MapFilter }> = ({ c, points, filter }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { rows, page, pages, total } = points;
  return (
    <section aria-labelledby="points-title" id="points">
      <h2 id="points-title">{t("map.table")}</h2>
      <p class="meta">{t("map.tableNote")}</p>
      <Table
        caption={t("map.tableCaption", { count: total })}
        rows={rows}
        columns={[
          {
            label: t("field.name"),
            heading: true,
            cell: (point) => (
              <>
                <a href={hrefOfRecord(locale, point.kind, point.id)}>
                  <Text value={point.name} locale={locale} />
                </a>{" "}
                <DemoBadge demo={point.demo} t={t} /> <ReporterBadge c={c} by={point.reportedBy} />
              </>
            ),
          },
          { label: t("map.layer"), cell: (point) => whatOf(point, t) },
          { label: t("field.country"), cell: (point) => (point.countryName ? <Text value={point.countryName} locale={locale} /> : "") },
          {
            label: t("map.place"),
            cell: (point) =>
              point.place ? (
                <>
                  {plain(point.place, locale) ? <Text value={point.place} locale={locale} /> : t("map.site")}
                  {point.precision === "approximate" && <span class="muted"> {t("map.precision.approximate")}</span>}
                </>
              ) : (
                <span class="muted">{t("map.precision.country")}</span>
              ),
          },
          { label: t("map.detail"), cell: (point) => detailOf(point, t) },
        ]}
      />
      <Pagination
        c={c}
        page={page}
        pages={pages}
        hrefOf={(one) =>
          href(locale, "map", { query: writeMapFilter({ ...filter, projects: { ...filter.projects, page: one } }), hash: "points" })
        }
      />
    </section>
  );
};

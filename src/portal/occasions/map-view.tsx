import type { FC } from "hono/jsx";
import type { OccasionBrief } from "../../register/occasion/brief-store.ts";
import type { Point } from "../../register/record/parts-store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { type MapMark, WorldMap } from "../../ui/world-map.tsx";
import { countryName } from "../register/parts/words.ts";
import { OccasionName, When } from "./parts.tsx";

/** Most of the occasions of a place that its row names; the list has them all. */
const MOST = 12;

interface AtPlace {
  point: Point;
  occasions: OccasionBrief[];
}

/** The places of what matches, those with most first. */
function byPlace(occasions: OccasionBrief[]): AtPlace[] {
  const places = new Map<string, AtPlace>();
  for (const occasion of occasions)
    for (const { point } of occasion.places) {
      if (!point) continue;
      const at = places.get(point.id) ?? { point, occasions: [] };
      places.set(point.id, at);
      if (at.occasions.at(-1) !== occasion) at.occasions.push(occasion);
    }
  return [...places.values()].sort((a, b) => b.occasions.length - a.occasions.length || a.point.id.localeCompare(b.point.id));
}

/** Where it takes place: a world map that needs no script, and the same in a table. */
export const MapView: FC<{ c: PageContext; occasions: OccasionBrief[] }> = ({ c, occasions }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const places = byPlace(occasions);
  const marks = places.map(
    ({ point, occasions: here }): MapMark => ({
      latitude: point.latitude,
      longitude: point.longitude,
      label: t("occasions.map.mark", { place: plain(point.name, locale), count: here.length }),
      href: here.length === 1 ? href(locale, "occasion", { id: here[0]!.id }) : `#place-${point.id}`,
      kind: "occasion",
      count: here.length,
    }),
  );
  const without = occasions.filter((one) => one.places.every(({ point }) => !point)).length;
  return (
    <>
      <WorldMap marks={marks} label={t("occasions.map.label")} />
      <Table
        caption={t("occasions.map.table")}
        rows={places}
        columns={[
          {
            label: t("field.place"),
            heading: true,
            cell: ({ point }) => (
              <span id={`place-${point.id}`}>
                <Text value={point.name} locale={locale} />
              </span>
            ),
          },
          { label: t("portal.column.country"), cell: ({ point }) => countryName(point.country, locale) },
          {
            label: t("kind.occasion.many"),
            cell: ({ occasions: here }) => (
              <ul class="plain">
                {here.slice(0, MOST).map((one) => (
                  <li>
                    <OccasionName c={c} of={one} />
                    <span class="meta">
                      {" "}
                      <When c={c} of={one} />
                    </span>
                  </li>
                ))}
                {here.length > MOST && <li class="meta">{t("occasions.map.more", { count: here.length - MOST })}</li>}
              </ul>
            ),
          },
        ]}
      />
      {without > 0 && <p class="meta">{t("occasions.map.without", { count: without })}</p>}
    </>
  );
};

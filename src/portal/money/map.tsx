import { scaleSqrt } from "d3-scale";
import type { FC } from "hono/jsx";
import type { LocatedCountry } from "../../register/map/spots.ts";
import { type ChartData, isEmpty } from "../../ui/chart/data.ts";
import { wholly } from "../../ui/chart/format.ts";
import { baseOf, positionOn } from "../../ui/map-base.ts";
import type { PageContext } from "../../ui/page.ts";

const LARGEST = 30;

/** Where the money goes: a disc on each country, as large as its part. What names no country is not on it, and is told. */
export const MoneyMap: FC<{ c: PageContext; data: ChartData; places: LocatedCountry[] }> = ({ c, data, places }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (isEmpty(data)) return <></>;
  const base = baseOf("world");
  const place = new Map(places.map((one) => [one.code, one]));
  const most = Math.max(1, ...data.rows.filter(({ key }) => key !== "").map(({ values }) => values[0] ?? 0));
  const radius = scaleSqrt().domain([0, most]).range([0, LARGEST]);
  const discs = data.rows.flatMap((row) => {
    const at = place.get(row.key);
    const spot = at && at.latitude !== null && at.longitude !== null ? positionOn("world", at.latitude, at.longitude) : undefined;
    return spot && (row.values[0] ?? 0) > 0 ? [{ ...row, spot, r: Math.max(3, radius(row.values[0]!)) }] : [];
  });
  const off = data.rows.filter(({ key, values }) => (values[0] ?? 0) > 0 && !discs.some((disc) => disc.key === key));
  const missing = off.reduce((sum, { values }) => sum + values[0]!, 0);
  const label = t("money.map.label", { count: discs.length });
  return (
    <div class="world-money">
      <svg viewBox={`0 0 ${base.width} ${base.height}`} role="img" aria-label={label} focusable="false">
        <path class="map-sea" d={base.sea} />
        <path class="map-land" d={base.land} />
        {discs.map(({ label: name, values, spot: [x, y], r }) => (
          <circle class="money-dot" cx={x} cy={y} r={r.toFixed(1)}>
            <title>{`${name}${t("common.colon")} ${wholly(values[0]!, data, locale)}`}</title>
          </circle>
        ))}
      </svg>
      <p class="meta">
        {label} {missing > 0 && t("money.map.missing", { amount: wholly(missing, data, locale) })}
      </p>
    </div>
  );
};

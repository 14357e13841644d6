import type { FC } from "hono/jsx";
import type { Translator } from "../../../platform/i18n/messages.ts";
import type { AidStatus, Point } from "../../../register/record/parts-store.ts";
import { angle } from "../../../ui/format.ts";
import type { PageContext } from "../../../ui/page.ts";
import { plain, Text } from "../../../ui/text.tsx";
import { type MarkKind, positionOn, WorldMap } from "../../../ui/world-map.tsx";
import { period } from "./words.ts";

type Marked = Pick<Point, "name" | "latitude" | "longitude" | "exactness">;

/** A point in degrees: "14,8° N, 16,9° O". */
export function coordinates({ latitude, longitude }: { latitude: number; longitude: number }, t: Translator): string {
  const degrees = (value: number, sides: [positive: string, negative: string]) =>
    `${angle(Math.abs(value), t.locale)} ${sides[value < 0 ? 1 : 0]}`;
  return [
    degrees(latitude, [t("portal.where.north"), t("portal.where.south")]),
    degrees(longitude, [t("portal.where.east"), t("portal.where.west")]),
  ].join(", ");
}

/** A small map of a record's places; nothing when it has none. */
export const SmallMap: FC<{ c: PageContext; points: (Marked | null)[]; kind: MarkKind; label: string }> = ({ c, points, kind, label }) => {
  const locale = c.get("locale");
  const known = points.filter((point) => point !== null);
  if (known.length === 0) return <></>;
  const marks = known.map((point) => ({ latitude: point.latitude, longitude: point.longitude, label: plain(point.name, locale), kind }));
  return (
    <>
      <WorldMap
        marks={marks}
        label={label}
        class="small-map"
        region={known.every((point) => positionOn("europe", point.latitude, point.longitude)) ? "europe" : "world"}
      />
      {known.some((point) => point.exactness === "approximate") && <p class="meta">{c.get("t")("portal.where.approximate")}</p>}
    </>
  );
};

/** Whether a country receives official development assistance today. */
export const Aid: FC<{ c: PageContext; aid: AidStatus | null }> = ({ c, aid }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (!aid) return <span class="muted">{t("portal.aid.noList")}</span>;
  return (
    <>
      {aid.incomeGroup
        ? t("portal.aid.eligible", { group: aid.group ? plain(aid.group, locale) : aid.incomeGroup })
        : t("portal.aid.notEligible")}
    </>
  );
};

/** By which list, in force since when. */
export const AidList: FC<{ c: PageContext; aid: AidStatus | null }> = ({ c, aid }) =>
  aid ? (
    <span class="meta">
      <Text value={aid.list} locale={c.get("locale")} />, {period(c.get("t"), aid.validFrom, aid.validTo)}
    </span>
  ) : (
    <></>
  );

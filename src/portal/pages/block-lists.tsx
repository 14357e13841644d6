import type { FC } from "hono/jsx";
import type { ListedKind } from "../../register/page/blocks.ts";
import type { Listed } from "../../register/page/listed-store.ts";
import { date } from "../../ui/format.ts";
import { labelOf } from "../../ui/forms/context.ts";
import { listOfGroup, marksOf } from "../../ui/map-marks.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfRecord, type PageName } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { WorldMap } from "../../ui/world-map.tsx";
import { sharedQuery } from "../map/share.tsx";
import { whatOf } from "../map/words.ts";
import { RecordLink } from "../register/parts/frame.tsx";
import { choice } from "../register/parts/words.ts";
import type { BlockMap, EditorialRecord } from "./load.ts";

type Blocked = EditorialRecord["blocks"][number];

const lists: Partial<Record<ListedKind, PageName>> = {
  partner: "partners",
  agreement: "agreements",
  network: "networks",
  programme: "programmes",
  project: "projects",
  award: "awards",
  organisation: "organisations",
  occasion: "occasions",
  honour: "honours",
  prize: "prizes",
  mission: "missions",
};

/** Up to this many are read as a list; more are compared in a table. */
const FEW = 4;
/** What the day of a kind is the day of. */
const dayField: Partial<Record<ListedKind, string>> = {
  agreement: "signedOn",
  network: "foundedOn",
  programme: "startedOn",
  award: "awardedOn",
  document: "datedOn",
  occasion: "startsOn",
  prize: "since",
  mission: "startsOn",
};

const FewRecords: FC<{ c: PageContext; block: Blocked }> = ({ c, block }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const kind = block.kind!;
  return (
    <div class="page-records">
      <p>
        <strong>
          <Text value={block.title} locale={locale} />
        </strong>
      </p>
      <ul class="page-related">
        {block.records.map((row) => (
          <li>
            <RecordLink c={c} kind={kind} record={row} />{" "}
            <span class="meta">
              {[
                row.type && choice(t, `${kind}.type`, row.type),
                row.state && choice(t, `${kind}.state`, row.state),
                row.day && date(row.day, locale),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>{" "}
            <DemoBadge demo={row.demo} t={t} />
          </li>
        ))}
      </ul>
    </div>
  );
};

/** A few names in a list, more in a table: each with what its kind says of it. */
export const RecordsBlock: FC<{ c: PageContext; block: Blocked }> = ({ c, block }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const kind = block.kind!;
  const rows = block.records;
  if (rows.length === 0) return <></>;
  if (rows.length <= FEW && !block.filter) return <FewRecords c={c} block={block} />;
  const total = rows[0]!.total;
  const column = (name: "type" | "state", label: string): Column<Listed>[] =>
    rows.some((row) => row[name]) ? [{ label, cell: (row) => (row[name] ? choice(t, `${kind}.${name}`, row[name]) : "") }] : [];
  const columns: Column<Listed>[] = [
    {
      label: t.dynamic(`kind.${kind}`),
      heading: true,
      cell: (row) => (
        <>
          <RecordLink c={c} kind={kind} record={row} /> <DemoBadge demo={row.demo} t={t} />
        </>
      ),
    },
    ...column("type", t("field.type")),
    ...column("state", t("portal.column.state")),
    ...(rows.some((row) => row.day)
      ? [{ label: labelOf(t, kind, dayField[kind] ?? "datedOn"), cell: (row: Listed) => (row.day ? date(row.day, locale) : "") }]
      : []),
  ];
  const list = lists[kind];
  return (
    <div class="page-records">
      <Table caption={plain(block.title, locale)} columns={columns} rows={rows} />
      {block.filter && list && (
        <p class="meta">
          <a href={href(locale, list, { query: block.filter })}>{t("pages.records.all", { count: total })}</a>
        </p>
      )}
    </div>
  );
};

/** The map of the site, narrowed: drawn without a script, its points in a table, and the way to the map itself. */
export const MapBlock: FC<{ c: PageContext; block: Blocked; map: BlockMap }> = ({ c, block, map: { filter, content, drawn, points } }) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const home = { kind: "city" as const, latitude: city.latitude, longitude: city.longitude, label: plain(city.name, locale) };
  const title = plain(block.title, locale);
  return (
    <div class="page-map">
      <p>
        <strong>{title}</strong>
      </p>
      <WorldMap
        marks={[home, ...marksOf(drawn.groups, content.countryOf, locale, (group) => listOfGroup(locale, group))]}
        label={`${title}${t("common.colon")} ${t("map.label", { count: drawn.inside })}`}
        region={filter.region}
      />
      <p class="meta">
        <a href={href(locale, "map", { query: sharedQuery(filter) })}>{t("pages.map.open")}</a>
        {points.length === 0 && (
          <>
            {" · "}
            <a href={href(locale, "map", { query: sharedQuery(filter), hash: "points" })}>{t("map.table")}</a>
          </>
        )}
      </p>
      {points.length > 0 && (
        <details class="page-details">
          <summary>{t("pages.map.table", { count: points.length })}</summary>
          <Table
            caption={title}
            hideCaption
            rows={points}
            columns={[
              {
                label: t("field.name"),
                heading: true,
                cell: (point) => (
                  <a href={hrefOfRecord(locale, point.kind, point.id)}>
                    <Text value={point.name} locale={locale} />
                  </a>
                ),
              },
              { label: t("map.layer"), cell: (point) => whatOf(point, t) },
              { label: t("field.country"), cell: (point) => (point.countryName ? <Text value={point.countryName} locale={locale} /> : "") },
            ]}
          />
        </details>
      )}
    </div>
  );
};

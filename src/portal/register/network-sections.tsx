import type { FC } from "hono/jsx";
import type { NetworkRecord } from "../../register/network/store.ts";
import type { SourceCited } from "../../register/record/parts-store.ts";
import { date, money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfRecord } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { MapLegend, type MapMark, positionOn, WorldMap } from "../../ui/world-map.tsx";
import { RecordLink, Section } from "./parts/frame.tsx";
import { SmallMap } from "./parts/where.tsx";
import { choice, countryName, period } from "./parts/words.ts";

type Line = NetworkRecord["memberships"][number];
type Part = FC<{ c: PageContext; data: NetworkRecord }>;

/** A source by its name, linked where it can be read. */
const Cited: FC<{ c: PageContext; source: SourceCited | null }> = ({ c, source }) => {
  const locale = c.get("locale");
  if (!source) return <></>;
  const name = <Text value={source.name} locale={locale} />;
  return source.url ? (
    <a href={source.url} rel="external noopener">
      {name}
    </a>
  ) : (
    name
  );
};

/** The city's own memberships, then the offices that it held: role, who, when. */
export const Mandates: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = t("networks.mandates");
  const own = data.memberships
    .filter((line) => !line.partner)
    .map((line) => ({
      ...line,
      label: choice(t, "network.memberships.role", line.role),
      post: {},
      holder: null,
      deliberation: null,
      source: null,
    }));
  const mandates = data.mandates.map((line) => ({ ...line, label: choice(t, "network.mandates.role", line.role) }));
  const rows = [...own, ...mandates];
  const columns: Column<(typeof rows)[number]>[] = [
    { label: t("networks.column.mandate"), heading: true, cell: (line) => line.label },
    {
      label: t("portal.column.period"),
      cell: (line) => period(t, line.since, line.until) ?? <span class="muted">{t("portal.date.unknown")}</span>,
    },
    {
      label: t("networks.column.holder"),
      cell: (line) => (
        <>
          {line.holder}
          {line.holder && plain(line.post, locale) && ", "}
          <Text value={line.post} locale={locale} />
        </>
      ),
    },
    {
      label: t("portal.column.note"),
      cell: (line) => (
        <>
          <Text value={line.note} locale={locale} />
          {line.deliberation && ` (${line.deliberation})`}
        </>
      ),
    },
    { label: t("networks.column.source"), cell: (line) => <Cited c={c} source={line.source} /> },
  ];
  const noted = rows.some((line) => line.deliberation || plain(line.note, locale));
  const sourced = mandates.some(({ source }) => source);
  // A column that has nothing to say of this network is left out.
  const shown = columns.filter((_, i) => [true, true, mandates.length > 0, noted, sourced][i]);
  return (
    <Section id="mandates" title={title} when={rows.length > 0}>
      <Table caption={title} hideCaption columns={shown} rows={rows} />
    </Section>
  );
};

/** What the city gives the network, by year: its own line, in no sum of grants. */
export const Contributions: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = t("networks.contributions");
  const rows = data.contributions;
  const totals = Object.entries(Object.groupBy(rows, ({ currency }) => currency)).map(([currency, lines]) =>
    money(
      lines!.reduce((sum, { amountCents }) => sum + amountCents, 0),
      currency,
      locale,
    ),
  );
  const sourced = rows.some(({ source }) => source);
  const paid = rows.some((line) => line.paidOn);
  const paidOn: Column<(typeof rows)[number]> = {
    label: t("networks.column.paid"),
    cell: (line) =>
      line.paidOn ? <span class="nowrap">{date(line.paidOn, locale)}</span> : <span class="muted">{t("networks.paidUnknown")}</span>,
  };
  return (
    <Section id="contributions" title={title} when={rows.length > 0}>
      <p>{t("networks.contributionsText")}</p>
      <Table
        caption={title}
        hideCaption
        rows={rows}
        columns={[
          { label: t("networks.column.year"), heading: true, cell: (line) => String(line.year) },
          { label: t("networks.column.amount"), numeric: true, cell: (line) => money(line.amountCents, line.currency, locale) },
          ...(paid ? [paidOn] : []),
          {
            label: t("networks.column.deliberation"),
            cell: (line) => (
              <>
                {line.deliberation}
                {line.deliberation && plain(line.note, locale) && ". "}
                <Text value={line.note} locale={locale} />
              </>
            ),
          },
          ...(sourced
            ? [{ label: t("networks.column.source"), cell: (line: (typeof rows)[number]) => <Cited c={c} source={line.source} /> }]
            : []),
        ]}
        foot={
          rows.length > 1 && (
            <tr>
              <th scope="row">{t("networks.total", { years: new Set(rows.map(({ year }) => year)).size })}</th>
              <td class="number">{totals.join(" + ")}</td>
              <td colspan={1 + Number(paid) + Number(sourced)} />
            </tr>
          )
        }
      />
    </Section>
  );
};

/** The seat and the members that the register knows, on a map and, the same, in a table. */
export const Members: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { city } = c.get("services");
  const members = data.memberships.filter((line) => line.partner);
  const marks: MapMark[] = members.flatMap(({ partner, point }) =>
    partner && point
      ? [{ ...at(point), kind: "partner" as const, label: plain(partner.name, locale), href: hrefOfRecord(locale, "partner", partner.id) }]
      : [],
  );
  if (data.point)
    marks.push({ ...at(data.point), kind: "network", label: t("networks.legend.seat", { place: plain(data.point.name, locale) }) });
  if (data.memberships.some((line) => !line.partner)) marks.push({ ...at(city), kind: "city", label: plain(city.name, locale) });
  const noted = members.some((line) => plain(line.note, locale));
  // A seat alone needs no more than a small map.
  if (members.length === 0)
    return <SmallMap c={c} points={[data.point]} kind="network" label={t("portal.where.map", { name: plain(data.name, locale) })} />;
  const european = marks.every((mark) => positionOn("europe", mark.latitude, mark.longitude));
  const label = t("networks.mapLabel", { name: plain(data.name, locale), members: members.length });
  return (
    <>
      <Section id="map" title={t("networks.map")}>
        <p>{t("networks.mapText")}</p>
        <WorldMap marks={marks} label={label} region={european ? "europe" : "world"} />
        <MapLegend
          entries={[
            { kind: "city", label: plain(city.name, locale) },
            { kind: "partner", label: t("networks.legend.member") },
            ...(data.point
              ? [{ kind: "network" as const, label: t("networks.legend.seat", { place: plain(data.point.name, locale) }) }]
              : []),
          ]}
        />
      </Section>
      <Section id="memberships" title={t("networks.members")}>
        <Table
          caption={t("networks.members")}
          hideCaption
          rows={members}
          columns={[
            { label: t("portal.column.member"), heading: true, cell: (line) => <RecordLink c={c} kind="partner" record={line.partner} /> },
            { label: t("networks.column.country"), cell: (line) => line.point && countryName(line.point.country, locale) },
            { label: t("portal.column.role"), cell: (line) => choice(t, "network.memberships.role", line.role) },
            {
              label: t("portal.column.period"),
              cell: (line) => (
                <>
                  {period(t, line.since, line.until) ?? <span class="muted">{t("portal.date.unknown")}</span>}
                  {line.until && `, ${t("networks.formerMember")}`}
                </>
              ),
            },
            ...(noted ? [{ label: t("portal.column.note"), cell: (line: Line) => <Text value={line.note} locale={locale} /> }] : []),
          ]}
        />
      </Section>
    </>
  );
};

const at = ({ latitude, longitude }: { latitude: number; longitude: number }) => ({ latitude, longitude });

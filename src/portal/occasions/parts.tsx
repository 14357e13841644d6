import type { FC } from "hono/jsx";
import type { OccasionBrief, OccasionPlace } from "../../register/occasion/brief-store.ts";
import { lastDay } from "../../register/record/partial-date.ts";
import { days, hour, type Lasting } from "../../ui/lasting.ts";
import type { PageContext } from "../../ui/page.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { choice } from "../register/parts/words.ts";

/** What does not take place as it was said is told in words; the rest goes without saying. */
export const OccasionState: FC<{ c: PageContext; state: string }> = ({ c, state }) =>
  state === "cancelled" || state === "postponed" ? (
    <strong class={`badge badge-stopped badge-${state}`}>{choice(c.get("t"), "occasion.state", state)}</strong>
  ) : (
    <></>
  );

/** When, for a row of a table: days, and the hour where it is known. */
export const When: FC<{ c: PageContext; of: Lasting }> = ({ c, of }) => (
  <time datetime={of.startsAt ?? of.startsOn} class="occasion-when">
    {days(of, c.get("locale"))}
    {of.startsAt && <span class="meta nowrap">, {hour(of.startsAt)}</span>}
  </time>
);

/** Its name, with what a reader must know before going there. */
export const OccasionName: FC<{ c: PageContext; of: Pick<OccasionBrief, "id" | "name" | "state" | "demo"> }> = ({ c, of }) => (
  <>
    <RecordLink c={c} kind="occasion" record={of} /> <OccasionState c={c} state={of.state} /> <DemoBadge demo={of.demo} t={c.get("t")} />
  </>
);

/** "Parvis de l’Hôtel de Ville, Paris". */
export const PlaceName: FC<{ c: PageContext; place: OccasionPlace }> = ({ c, place: { venue, point } }) => {
  const locale = c.get("locale");
  const named = plain(venue, locale) !== "";
  return (
    <>
      <Text value={venue} locale={locale} />
      {named && point && ", "}
      {point && <Text value={point.name} locale={locale} />}
    </>
  );
};

/** Where, for a row: at most `most` places, and how many more. */
export const Places: FC<{ c: PageContext; places: OccasionPlace[]; online: boolean; most?: number }> = ({
  c,
  places,
  online,
  most = 3,
}) => {
  const t = c.get("t");
  if (places.length === 0)
    return online ? <>{choice(t, "occasion.direction", "online")}</> : <span class="muted">{t("common.unknown")}</span>;
  return (
    <>
      {places.slice(0, most).map((place, i) => (
        <>
          {i > 0 && `${t("common.semicolon")} `}
          <PlaceName c={c} place={place} />
        </>
      ))}
      {places.length > most && ` ${t("occasions.morePlaces", { count: places.length - most })}`}
    </>
  );
};

export function occasionColumnsOf(c: PageContext): Column<OccasionBrief>[] {
  const t = c.get("t");
  return [
    { label: t("occasions.when"), cell: (one) => <When c={c} of={one} /> },
    {
      label: t("kind.occasion"),
      heading: true,
      cell: (one) => (
        <>
          <OccasionName c={c} of={one} />
          {one.parent && (
            <>
              <br />
              <span class="meta">
                {t("occasions.within")} <RecordLink c={c} kind="occasion" record={one.parent} />
              </span>
            </>
          )}
        </>
      ),
    },
    { label: t("portal.column.type"), cell: (one) => choice(t, "occasion.type", one.type) },
    { label: t("portal.section.where"), cell: (one) => <Places c={c} places={one.places} online={one.direction === "online"} /> },
  ];
}

/** Occasions as the page of another record lists them. */
export const OccasionsTable: FC<{ c: PageContext; occasions: OccasionBrief[]; caption: string }> = ({ c, occasions, caption }) => (
  <Table caption={caption} hideCaption rows={occasions} columns={occasionColumnsOf(c)} class="occasions" />
);

/** The section of another record's page: what took place, or will, about it. Nothing when there is nothing. */
export const OccasionsSection: FC<{ c: PageContext; occasions: OccasionBrief[] }> = ({ c, occasions }) => (
  <Section id="occasions" title={c.get("t")("kind.occasion.many")} when={occasions.length > 0}>
    <OccasionsTable c={c} occasions={occasions} caption={c.get("t")("kind.occasion.many")} />
  </Section>
);

/** True when it is over on `today` (YYYY-MM-DD), as far as is known. */
export function isOver(of: Pick<OccasionBrief, "state" | "startsOn" | "endsOn">, today: string): boolean {
  return of.state === "held" || lastDay(of.endsOn ?? of.startsOn) < today;
}

import type { FC } from "hono/jsx";
import { dayOf } from "../../platform/instants.ts";
import type { OccasionRecord } from "../../register/occasion/page-store.ts";
import { Facts } from "../../ui/facts.tsx";
import { count } from "../../ui/format.ts";
import { inFull } from "../../ui/lasting.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfOccasionCalendar } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { Prose, plain, Text } from "../../ui/text.tsx";
import { RecordLink, RecordPage, Section } from "../register/parts/frame.tsx";
import { Documents, Links, Website } from "../register/parts/lists.tsx";
import { goalList, ThemeTags, termList } from "../register/parts/terms.tsx";
import { SmallMap } from "../register/parts/where.tsx";
import { choice, countryName } from "../register/parts/words.ts";
import { Pictures } from "../register/project-sections.tsx";
import { occasionThing } from "../structured/occasion.ts";
import { isOver, OccasionState, OccasionsTable, PlaceName } from "./parts.tsx";

type Part = FC<{ c: PageContext; data: OccasionRecord }>;

/** All that is public of an event or a visit: when and where in full, who, what for, what came of it, what it is tied to. */
export const OccasionPage: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const dated = data.startsOn.length === 10;
  // Nobody has said that it was held: once over, "planned" says nothing any more.
  const now = new Date();
  const forgotten = (data.state === "planned" || data.state === "confirmed") && isOver(data, dayOf(now));
  if (data.state !== "held") c.set("goodUntil", new Date(now.getTime() + 3_600_000));
  return (
    <RecordPage
      c={c}
      data={data}
      about={occasionThing(c, data)}
      list={{ page: "occasions", label: t("nav.occasions") }}
      kicker={[t.dynamic("kind.occasion"), " · ", choice(t, "occasion.type", data.type)]}
    >
      {(data.state === "cancelled" || data.state === "postponed") && (
        <p class="notice">
          <OccasionState c={c} state={data.state} /> {t(`occasions.is.${data.state}`)}
        </p>
      )}
      <Facts
        facts={[
          [t("occasions.when"), <time datetime={data.startsAt ?? data.startsOn}>{inFull(data, t)}</time>],
          [t("portal.section.where"), whereOf(c, data)],
          [t("portal.column.state"), !forgotten && choice(t, "occasion.state", data.state)],
          [t("field.occasion.audience"), data.audience && choice(t, "occasion.audience", data.audience)],
          [t("portal.fact.parent"), data.parent && <RecordLink c={c} kind="occasion" record={data.parent} />],
          [t("portal.column.programme"), data.programme && <RecordLink c={c} kind="programme" record={data.programme} />],
          [t("occasions.attendance"), data.attendance !== null && count(data.attendance, locale)],
          [t("portal.fact.priorities"), termList(c, data.priorities)],
          [t("portal.fact.goals"), goalList(c, data.goals)],
          [t("portal.fact.website"), data.website && <Website url={data.website} />],
        ]}
      />
      {dated && data.status === "published" && (
        <p class="no-print">
          <a href={hrefOfOccasionCalendar(locale, data.id)}>{t("occasions.addToCalendar")}</a>
        </p>
      )}
      <ThemeTags c={c} themes={data.themes} page="occasions" />
      <SmallMap
        c={c}
        points={data.places.map(({ point }) => point)}
        kind="occasion"
        label={t("portal.where.map", { name: plain(data.name, locale) })}
      />
      <Who c={c} data={data} />
      <Section id="purpose" title={t("field.occasion.purpose")} when={plain(data.purpose, locale) !== ""}>
        <Prose value={data.purpose} locale={locale} />
      </Section>
      <Section id="outcome" title={t("field.occasion.outcome")} when={plain(data.outcome, locale) !== ""}>
        <Prose value={data.outcome} locale={locale} />
      </Section>
      <Tied c={c} data={data} />
      <Section id="honours" title={t("occasions.honours")} when={data.honours.length > 0}>
        <Links c={c} kind="honour" records={data.honours} />
      </Section>
      <Section id="parts" title={t("occasions.parts", { count: data.parts.length })} when={data.parts.length > 0}>
        <OccasionsTable c={c} occasions={data.parts} caption={t("occasions.parts", { count: data.parts.length })} />
      </Section>
      <Pictures c={c} data={data} />
      <Section id="documents" title={t("portal.section.documents")} when={data.documents.length > 0}>
        <Documents c={c} documents={data.documents} />
      </Section>
      <Around c={c} data={data} />
    </RecordPage>
  );
};

function whereOf(c: PageContext, { places, direction }: OccasionRecord) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (direction === "online") return choice(t, "occasion.direction", "online");
  if (places.length === 0) return <span class="muted">{t("common.unknown")}</span>;
  return (
    <ul>
      {places.map((place) => (
        <li>
          <PlaceName c={c} place={place} />
          {place.point && <span class="meta"> ({countryName(place.point.country, locale)})</span>}
        </li>
      ))}
    </ul>
  );
}

const Who: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const noted = data.actors.some(({ note }) => plain(note, locale));
  return (
    <Section id="who" title={t("portal.section.who")} when={data.actors.length > 0}>
      <Table
        caption={t("portal.section.who")}
        hideCaption
        rows={data.actors}
        columns={[
          {
            label: t("portal.column.name"),
            heading: true,
            cell: ({ person, who }) => person ?? <RecordLink c={c} kind={who?.kind ?? ""} record={who} />,
          },
          { label: t("portal.column.role"), cell: ({ role }) => choice(t, "occasion.actors.role", role) },
          ...(noted
            ? [{ label: t("portal.column.note"), cell: ({ note }: (typeof data.actors)[number]) => <Text value={note} locale={locale} /> }]
            : []),
        ]}
      />
    </Section>
  );
};

/** The projects, grants and agreements that came of it, or that it is about. */
const Tied: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const lines = data.links.flatMap(({ note, ...line }) =>
    (["project", "award", "agreement"] as const).flatMap((kind) => (line[kind] ? [{ kind, record: line[kind], note }] : [])),
  );
  return (
    <Section id="tied" title={t("occasions.tied")} when={lines.length > 0}>
      <ul>
        {lines.map(({ kind, record, note }) => (
          <li>
            {t.dynamic(`kind.${kind}`)}
            {t("occasions.colon")} <RecordLink c={c} kind={kind} record={record} />
            {plain(note, locale) && (
              <>
                {" "}
                <span class="meta">
                  <Text value={note} locale={locale} />
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** Those of the same programme before and after it. */
const Around: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const around = [...data.earlier.toReversed(), ...data.later];
  return (
    <Section id="around" title={t("occasions.around")} when={data.programme !== null && around.length > 0}>
      <OccasionsTable c={c} occasions={around} caption={t("occasions.around")} />
      <p>
        <a href={href(locale, "occasions", { query: { programme: [data.programme?.id ?? ""] } })}>{t("occasions.allOfProgramme")}</a>
      </p>
    </Section>
  );
};

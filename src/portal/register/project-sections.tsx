import type { FC } from "hono/jsx";
import type { ProjectRecord } from "../../register/project/store.ts";
import type { Picture } from "../../register/record/files-store.ts";
import { Facts } from "../../ui/facts.tsx";
import { date, money, share } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { hrefOfFile, hrefOfSizes } from "../../ui/paths.ts";
import { SizedImage } from "../../ui/sized-image.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { RecordLink, Section } from "./parts/frame.tsx";
import { Countries } from "./parts/lists.tsx";
import { goalList, termList } from "./parts/terms.tsx";
import { Aid, AidList, coordinates, SmallMap } from "./parts/where.tsx";
import { choice } from "./parts/words.ts";

type Part = FC<{ c: PageContext; data: ProjectRecord }>;

/** The countries with their shares, and the places on a map. */
export const Where: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  type Line = ProjectRecord["countries"][number];
  const shared = data.countries.some(({ percentage }) => percentage !== null);
  const columns: (Column<Line> | false)[] = [
    {
      label: t("portal.column.country"),
      heading: true,
      cell: ({ country }) => (country ? <Countries c={c} countries={[country]} /> : ""),
    },
    shared && {
      label: t("portal.column.share"),
      numeric: true,
      cell: ({ percentage }) => (percentage === null ? "" : share(percentage, locale)),
    },
    { label: t("portal.column.aid"), cell: ({ aid }) => <Aid c={c} aid={aid} /> },
  ];
  const places = data.places.flatMap(({ point, note }) => (point ? [{ point, note }] : []));
  const unnamed = { [locale]: t("portal.where.site") };
  const sites = data.sites.map((site) => ({ ...site, name: Object.keys(site.name).length > 0 ? site.name : unnamed }));
  return (
    <Section id="where" title={t("portal.section.where")} when={data.countries.length + places.length + sites.length > 0}>
      <SmallMap
        c={c}
        points={[...places.map(({ point }) => point), ...sites]}
        kind="project"
        label={t("portal.where.map", { name: plain(data.name, locale) })}
      />
      {data.countries.length > 0 && (
        <>
          <Table
            caption={t("portal.column.countries")}
            hideCaption
            rows={data.countries}
            columns={columns.filter((column) => column !== false)}
          />
          <p>
            <AidList c={c} aid={data.countries[0]!.aid} />
          </p>
        </>
      )}
      {places.length + sites.length > 0 && (
        <ul>
          {places.map(({ point, note }) => (
            <li>
              <Text value={point.name} locale={locale} />{" "}
              <span class="meta">
                <Text value={note} locale={locale} />
              </span>
            </li>
          ))}
          {sites.map((site) => (
            <li>
              <Text value={site.name} locale={locale} /> <span class="meta">{coordinates(site, t)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};

/** What the project is for, in the vocabularies of the city, of the United Nations and of the OECD. */
export const Purpose: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const marker = (value: number | null) => (value === null ? undefined : t.dynamic(`portal.marker.${value}`));
  const sectors = data.sectors.length > 0 && (
    <ul>
      {data.sectors.map(({ sector, percentage }) => (
        <li>
          <Text value={sector?.name ?? {}} locale={locale} />{" "}
          <span class="meta">
            ({sector?.code}){percentage !== null && ` · ${share(percentage, locale)}`}
          </span>
        </li>
      ))}
    </ul>
  );
  const facts: Parameters<typeof Facts>[0]["facts"] = [
    [t("portal.fact.priorities"), termList(c, data.priorities)],
    [t("portal.fact.goals"), goalList(c, data.goals)],
    [t("portal.fact.targets"), termList(c, data.targets, { coded: true })],
    [t("portal.fact.sectors"), sectors],
    [t("portal.fact.gender"), marker(data.genderMarker)],
    [t("portal.fact.mitigation"), marker(data.mitigationMarker)],
    [t("portal.fact.adaptation"), marker(data.adaptationMarker)],
  ];
  return (
    <Section id="purpose" title={t("portal.section.purpose")} when={facts.some(([, value]) => value)}>
      <Facts facts={facts} />
    </Section>
  );
};

/** Who else pays, how much, and how surely. */
export const Funders: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const columns: Column<ProjectRecord["funders"][number]>[] = [
    { label: t("portal.column.name"), heading: true, cell: ({ who }) => <RecordLink c={c} kind={who?.kind ?? ""} record={who} /> },
    {
      label: t("portal.column.state"),
      cell: ({ status, inKind }) =>
        [choice(t, "project.funders.status", status), inKind && t("portal.fact.inKind")].filter(Boolean).join(" · "),
    },
    {
      label: t("portal.column.amount"),
      numeric: true,
      cell: ({ amountCents, currency }) =>
        amountCents === null ? <span class="muted">{t("common.unknown")}</span> : money(amountCents, currency, locale),
    },
  ];
  return (
    <Section id="funders" title={t("portal.section.funders")} when={data.funders.length > 0}>
      <Table caption={t("portal.section.funders")} hideCaption columns={columns} rows={data.funders} />
    </Section>
  );
};

/** The pictures, each with its credit and with words for those who do not see it. */
export const Pictures: FC<{ c: PageContext; data: { media: Picture[] } }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="media" title={t("portal.section.media")} when={data.media.length > 0}>
      <div class="pictures">
        {data.media.map(({ file, alt, name, credit, licence, takenOn }) => (
          <figure>
            <SizedImage
              file={file}
              href={hrefOfFile(file)}
              sizesHref={hrefOfSizes(file)}
              alt={plain(alt, locale)}
              sizes="(min-width: 48rem) 24rem, 100vw"
            />
            <figcaption>
              <Text value={name} locale={locale} />{" "}
              <span class="meta">
                {[t("portal.media.credit", { credit }), licence, takenOn && date(takenOn, locale)].filter(Boolean).join(" · ")}
              </span>
            </figcaption>
          </figure>
        ))}
      </div>
    </Section>
  );
};

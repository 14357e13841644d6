import type { FC } from "hono/jsx";
import type { ProjectRecord } from "../../register/project/store.ts";
import type { Term } from "../../register/record/parts-store.ts";
import { date, money, share } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { Facts } from "../../ui/facts.tsx";
import { href, hrefOfFile } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { Tags } from "../../ui/tag.tsx";
import { plain, Prose, Text } from "../../ui/text.tsx";
import { AwardsTable } from "./parts/awards.tsx";
import { FigureSeries } from "./parts/figures.tsx";
import { RecordLink, RecordPage, Section } from "./parts/frame.tsx";
import { Countries, Documents, Website, WhoTable } from "./parts/lists.tsx";
import { Results } from "./parts/results.tsx";
import { Aid, AidList, SmallMap } from "./parts/where.tsx";
import { choice, period } from "./parts/words.ts";

type Line = ProjectRecord["countries"][number];

/** All that the register says of a project. */
export const ProjectPage: FC<{ c: PageContext; data: ProjectRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const awarded = Map.groupBy(data.awards, (award) => award.currency);
  const planned = period(t, data.plannedStart, data.plannedEnd);
  return (
    <RecordPage c={c} data={data} list={{ page: "projects", label: t("nav.projects") }} kicker={[t.dynamic("kind.project"), " · ", choice(t, "project.state", data.state)]}>
      <Facts
        facts={[
          [t("portal.fact.dates"), period(t, data.actualStart, data.actualEnd) ?? (planned ? undefined : <span class="muted">{t("portal.date.unknown")}</span>)],
          [t("portal.fact.planned"), planned],
          [t("portal.column.countries"), data.countries.length > 0 && <Countries c={c} countries={data.countries.flatMap(({ country }) => (country ? [country] : []))} />],
          [t("portal.column.programme"), data.programme && <RecordLink c={c} kind="programme" record={data.programme} />],
          [t("portal.fact.agreement"), data.agreement && <RecordLink c={c} kind="agreement" record={data.agreement} />],
          [t("portal.fact.budget"), data.budgetCents !== null && <>{money(data.budgetCents, data.currency, locale)}<br /><span class="meta">{t("portal.fact.budgetPerimeter")}</span></>],
          [t("portal.fact.awarded"), data.awards.length > 0 && <>{[...awarded].map(([currency, awards]) => <>{money(awards.reduce((sum, award) => sum + award.amountCents, 0), currency, locale)} </>)}<br /><a href="#awards">{t("portal.fact.grants", { count: data.awards.length })}</a></>],
          [t("portal.fact.reference"), data.reference],
          [t("portal.fact.humanitarian"), data.humanitarian && t("common.yes")],
          [t("portal.fact.website"), data.website && <Website url={data.website} />],
        ]}
      />
      <Tags label={t("portal.fact.themes")} tags={data.themes.map((theme) => ({ label: <Text value={theme.name} locale={locale} />, href: href(locale, "projects", { query: { theme: [theme.code] } }) }))} />

      <Section id="where" title={t("portal.section.where")} when={data.countries.length + data.places.length > 0}>
        <SmallMap c={c} points={data.places.map(({ point }) => point)} kind="project" label={t("portal.where.map", { name: plain(data.name, locale) })} />
        {data.countries.length > 0 && (
          <>
            <Table
              caption={t("portal.column.countries")} hideCaption rows={data.countries}
              columns={[
                { label: t("portal.column.country"), heading: true, cell: ({ country }) => (country ? <Countries c={c} countries={[country]} /> : "") },
                ...(data.countries.some(({ percentage }) => percentage !== null) ? [{ label: t("portal.column.share"), numeric: true, cell: ({ percentage }: Line) => (percentage === null ? "" : share(percentage, locale)) }] : []),
                { label: t("portal.column.aid"), cell: ({ aid }) => <Aid c={c} aid={aid} /> },
              ]}
            />
            <p><AidList c={c} aid={data.countries[0]!.aid} /></p>
          </>
        )}
        {data.places.length > 0 && (
          <ul>{data.places.map(({ point, note }) => point && <li><Text value={point.name} locale={locale} />{plain(note, locale) && <span class="meta"> <Text value={note} locale={locale} /></span>}</li>)}</ul>
        )}
      </Section>

      <Section id="who" title={t("portal.section.who")} when={data.partners.length > 0}>
        <WhoTable c={c} lines={data.partners} field="project.partners.role" caption={t("portal.section.who")} />
      </Section>

      <Section id="purpose" title={t("portal.section.purpose")} when={data.priorities.length + data.goals.length + data.targets.length + data.sectors.length > 0 || data.genderMarker !== null || data.mitigationMarker !== null || data.adaptationMarker !== null}>
        <Facts
          facts={[
            [t("portal.fact.priorities"), list(data.priorities, locale)],
            [t("portal.fact.goals"), data.goals.length > 0 && <ul>{data.goals.map((goal) => <li><a href={href(locale, "projects", { query: { goal: [goal.code] } })}>{goal.code}. <Text value={goal.name} locale={locale} /></a></li>)}</ul>],
            [t("portal.fact.targets"), data.targets.length > 0 && <ul>{data.targets.map((target) => <li>{target.code} <Text value={target.name} locale={locale} /></li>)}</ul>],
            [t("portal.fact.sectors"), data.sectors.length > 0 && <ul>{data.sectors.map(({ sector, percentage }) => sector && <li><Text value={sector.name} locale={locale} /> <span class="meta">({sector.code}){percentage !== null && ` · ${share(percentage, locale)}`}</span></li>)}</ul>],
            [t("portal.fact.gender"), marker(data.genderMarker, c)],
            [t("portal.fact.mitigation"), marker(data.mitigationMarker, c)],
            [t("portal.fact.adaptation"), marker(data.adaptationMarker, c)],
          ]}
        />
      </Section>

      <Section id="awards" title={t("portal.section.awards")} when={data.awards.length > 0}>
        <AwardsTable c={c} awards={data.awards} caption={t("portal.section.awards")} />
      </Section>

      <Section id="funders" title={t("portal.section.funders")} when={data.funders.length > 0}>
        <Table
          caption={t("portal.section.funders")} hideCaption rows={data.funders}
          columns={[
            { label: t("portal.column.name"), heading: true, cell: (funder) => <RecordLink c={c} kind={funder.who?.kind ?? ""} record={funder.who} /> },
            { label: t("portal.column.state"), cell: (funder) => <>{choice(t, "project.funders.status", funder.status)}{funder.inKind && ` · ${t("portal.fact.inKind")}`}</> },
            { label: t("portal.column.amount"), numeric: true, cell: (funder) => (funder.amountCents === null ? <span class="muted">{t("common.unknown")}</span> : money(funder.amountCents, funder.currency, locale)) },
          ]}
        />
      </Section>

      <Section id="results" title={t("portal.section.results")} when={data.results.length > 0}>
        <Results c={c} results={data.results} />
      </Section>

      <Section id="media" title={t("portal.section.media")} when={data.media.length > 0}>
        <div class="pictures">
          {data.media.map((picture) => (
            <figure>
              <img src={hrefOfFile(picture.file)} alt={plain(picture.alt, locale)} width={picture.file.width ?? undefined} height={picture.file.height ?? undefined} loading="lazy" decoding="async" />
              <figcaption><Text value={picture.name} locale={locale} /> <span class="meta">{[t("portal.media.credit", { credit: picture.credit }), picture.licence, picture.takenOn && date(picture.takenOn, locale)].filter(Boolean).join(" · ")}</span></figcaption>
            </figure>
          ))}
        </div>
      </Section>

      <Section id="figures" title={t("nav.figures")} when={data.figures.length > 0}><FigureSeries c={c} figures={data.figures} /></Section>
      <Section id="documents" title={t("portal.section.documents")} when={data.documents.length > 0}><Documents c={c} documents={data.documents} /></Section>
      <Section id="interpretation" title={t("portal.section.interpretation")} when={plain(data.interpretation, locale) !== ""}><Prose value={data.interpretation} locale={locale} /></Section>
    </RecordPage>
  );
};

function list(terms: Term[], locale: "fr" | "en") {
  return terms.length > 0 && <ul>{terms.map((term) => <li><Text value={term.name} locale={locale} /></li>)}</ul>;
}

/** An OECD DAC policy marker in words: 0, 1 or 2. */
function marker(value: number | null, c: PageContext) {
  return value === null ? undefined : c.get("t").dynamic(`portal.marker.${value}`);
}

import type { FC } from "hono/jsx";
import { Facts } from "../../ui/facts.tsx";
import { money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { Prose, plain } from "../../ui/text.tsx";
import { MissionsSection } from "../cooperation/mission-parts.tsx";
import type { ProjectWithGrants } from "../grants/load.ts";
import { OccasionsSection } from "../occasions/parts.tsx";
import { projectThing } from "../structured/money.ts";
import { AwardsTable } from "./parts/awards.tsx";
import { FigureSeries } from "./parts/figures.tsx";
import { RecordLink, RecordPage, Section } from "./parts/frame.tsx";
import { Countries, Documents, Links, Website, WhoTable } from "./parts/lists.tsx";
import { ReportedBy, ReportedSections } from "./parts/reported.tsx";
import { Results } from "./parts/results.tsx";
import { ThemeTags } from "./parts/terms.tsx";
import { choice, period } from "./parts/words.ts";
import { Funders, Pictures, Purpose, Where } from "./project-sections.tsx";

/** All that the register says of a project. */
export const ProjectPage: FC<{ c: PageContext; data: ProjectWithGrants }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const planned = period(t, data.plannedStart, data.plannedEnd);
  const unknownDates = planned ? undefined : <span class="muted">{t("portal.date.unknown")}</span>;
  const budget = data.budgetCents !== null && (
    <>
      {money(data.budgetCents, data.currency, locale)}
      <br />
      <span class="meta">{t("portal.fact.budgetPerimeter")}</span>
    </>
  );
  const awarded = [...Map.groupBy(data.awards, (award) => award.currency)].map(([currency, awards]) => {
    const cents = awards.reduce((sum, award) => sum + award.amountCents, 0);
    return money(cents, currency, locale);
  });
  const grants = data.awards.length > 0 && (
    <>
      {awarded.join(" + ")}
      <br />
      <a href="#awards">{t("portal.fact.grants", { count: data.awards.length })}</a>
    </>
  );
  const countries = data.countries.flatMap(({ country }) => (country ? [country] : []));
  return (
    <RecordPage
      c={c}
      data={data}
      about={projectThing(c, data)}
      list={{ page: "projects", label: t("nav.projects") }}
      kicker={[t.dynamic("kind.project"), " · ", choice(t, "project.state", data.state)]}
    >
      <ReportedBy c={c} by={data.reportedBy} />
      <Facts
        facts={[
          [t("portal.fact.dates"), period(t, data.actualStart, data.actualEnd) ?? unknownDates],
          [t("portal.fact.planned"), planned],
          [t("portal.column.countries"), countries.length > 0 && <Countries c={c} countries={countries} />],
          [t("portal.column.programme"), data.programme && <RecordLink c={c} kind="programme" record={data.programme} />],
          [t("portal.fact.agreement"), data.agreement && <RecordLink c={c} kind="agreement" record={data.agreement} />],
          [t("portal.fact.budget"), budget],
          [t("portal.fact.awarded"), grants],
          [t("portal.fact.reference"), data.reference],
          [t("portal.fact.humanitarian"), data.humanitarian && t("common.yes")],
          [t("portal.fact.website"), data.website && <Website url={data.website} />],
        ]}
      />
      <ThemeTags c={c} themes={data.themes} />
      <Where c={c} data={data} />
      <Section id="who" title={t("portal.section.who")} when={data.partners.length > 0}>
        <WhoTable c={c} lines={data.partners} field="project.partners.role" caption={t("portal.section.who")} />
      </Section>
      <Purpose c={c} data={data} />
      <Section id="awards" title={t("portal.section.awards")} when={data.awards.length > 0}>
        <AwardsTable c={c} awards={data.awards} grants={data.grants} caption={t("portal.section.awards")} />
      </Section>
      <Funders c={c} data={data} />
      <MissionsSection c={c} missions={data.missions} />
      <Section id="results" title={t("portal.section.results")} when={data.results.length > 0}>
        <Results c={c} results={data.results} />
      </Section>
      <OccasionsSection c={c} occasions={data.occasions} />
      <Pictures c={c} data={data} />
      <Section id="figures" title={t("nav.figures")} when={data.figures.length > 0}>
        <FigureSeries c={c} figures={data.figures} />
      </Section>
      <Section id="pages" title={t("nav.pages")} when={data.pages.length > 0}>
        <Links c={c} kind="page" records={data.pages} />
      </Section>
      <Section id="documents" title={t("portal.section.documents")} when={data.documents.length > 0}>
        <Documents c={c} documents={data.documents} />
      </Section>
      <ReportedSections c={c} by={data.reportedBy} reported={data.reported} />
      <Section id="interpretation" title={t("portal.section.interpretation")} when={plain(data.interpretation, locale) !== ""}>
        <Prose value={data.interpretation} locale={locale} />
      </Section>
    </RecordPage>
  );
};

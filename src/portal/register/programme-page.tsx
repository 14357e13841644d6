import type { FC } from "hono/jsx";
import type { ProgrammeRecord } from "../../register/programme/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { ProgrammeCalls } from "../calls/of-programme.tsx";
import { MissionsSection } from "../cooperation/mission-parts.tsx";
import { Axes, Decisions, FundFacts, Laureates, Territories } from "../cooperation/programme-sections.tsx";
import { ProgrammeOccasions } from "../occasions/of-programme.tsx";
import { programmeThing } from "../structured/records.ts";
import { YearsTable } from "./parts/awards.tsx";
import { FigureSeries } from "./parts/figures.tsx";
import { RecordLink, RecordPage, Section } from "./parts/frame.tsx";
import { Documents, Links, ProjectsTable, Website, WhoTable } from "./parts/lists.tsx";
import { goalList, ThemeTags, termList } from "./parts/terms.tsx";
import { choice, period } from "./parts/words.ts";

/** All that the register says of a programme: its legal bases, what it pays for, what stands under it. */
export const ProgrammePage: FC<{ c: PageContext; data: ProgrammeRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <RecordPage
      c={c}
      data={data}
      about={programmeThing(c, data)}
      follow={{ type: "programme", value: data.id }}
      list={{ page: "programmes", label: t("nav.programmes") }}
      kicker={[t.dynamic("kind.programme"), " · ", choice(t, "programme.type", data.type)]}
    >
      <Facts
        facts={[
          [t("portal.fact.parent"), data.parent && <RecordLink c={c} kind="programme" record={data.parent} />],
          [t("portal.fact.network"), data.network && <RecordLink c={c} kind="network" record={data.network} />],
          [t("portal.fact.dates"), period(t, data.startedOn, data.endedOn)],
          [
            t("portal.fact.cap"),
            data.annualCapCents !== null && t("portal.fact.capAYear", { amount: money(data.annualCapCents, data.currency, locale) }),
          ],
          [t("portal.fact.otherNames"), data.aliases.join(", ")],
          [t("portal.fact.priorities"), termList(c, data.priorities)],
          [t("portal.fact.goals"), goalList(c, data.goals)],
          [t("portal.fact.website"), data.website && <Website url={data.website} />],
        ]}
      />
      <ThemeTags c={c} themes={data.themes} />
      <FundFacts c={c} data={data} />
      <Axes c={c} data={data} />
      <Territories c={c} data={data} />

      <Section id="law" title={t("portal.programme.law")} when={data.legalBases.length > 0}>
        <ul>
          {data.legalBases.map((basis) => (
            <li>
              {basis.url ? (
                <a href={basis.url} rel="external noopener">
                  {basis.reference}
                </a>
              ) : (
                basis.reference
              )}
              {plain(basis.note, locale) && (
                <>
                  <br />
                  <span class="meta">
                    <Text value={basis.note} locale={locale} />
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
      </Section>

      <Decisions c={c} data={data} />

      <Section id="children" title={t("portal.programme.children")} when={data.children.length > 0}>
        <Table
          caption={t("portal.programme.children")}
          hideCaption
          rows={data.children}
          columns={[
            { label: t("portal.column.programme"), heading: true, cell: (child) => <RecordLink c={c} kind="programme" record={child} /> },
            { label: t("portal.column.type"), cell: (child) => choice(t, "programme.type", child.type) },
            {
              label: t("portal.column.period"),
              cell: (child) => period(t, child.startedOn, child.endedOn) ?? <span class="muted">{t("portal.date.unknown")}</span>,
            },
            { label: t("nav.projects"), numeric: true, cell: (child) => String(child.projects ?? 0) },
            {
              label: t("portal.column.granted"),
              numeric: true,
              cell: (child) => child.awards.map((total) => money(total.cents, total.currency, locale)).join(" + "),
            },
          ]}
        />
      </Section>

      <Section id="calls" title={t("calls.ofProgramme")} when={data.calls.length > 0}>
        <ProgrammeCalls c={c} calls={data.calls} />
      </Section>

      <Section id="projects" title={t("portal.programme.projects", { count: data.projectCount ?? 0 })} when={data.projects.length > 0}>
        <ProjectsTable c={c} projects={data.projects} caption={t("nav.projects")} />
        <p>
          <a href={href(locale, "projects", { query: { programme: [data.id] } })}>
            {t("portal.programme.allProjects", { count: data.projectCount ?? 0 })}
          </a>
        </p>
      </Section>

      <ProgrammeOccasions c={c} programme={data} occasions={data.occasions} />

      <MissionsSection c={c} missions={data.missions} />
      <Laureates c={c} data={data} />

      <Section id="awards" title={t("nav.awards")} when={data.years.length > 0}>
        <YearsTable c={c} years={data.years} caption={t("portal.programme.years")} />
        <p class="meta">{t("portal.programme.yearsPerimeter")}</p>
        <p>
          <a href={href(locale, "awards", { query: { programme: [data.id] } })}>{t("portal.programme.allGrants")}</a> ·{" "}
          <a href={href(locale, "money", { query: { programme: [data.id] } })}>{t("money.ofProgramme")}</a>
        </p>
      </Section>

      <Section id="figures" title={t("nav.figures")} when={data.figures.length > 0}>
        <FigureSeries c={c} figures={data.figures} />
      </Section>
      <Section id="who" title={t("portal.section.who")} when={data.partners.length > 0}>
        <WhoTable c={c} lines={data.partners} field="programme.partners.role" caption={t("portal.section.who")} />
      </Section>
      <Section id="pages" title={t("nav.pages")} when={data.pages.length > 0}>
        <Links c={c} kind="page" records={data.pages} />
      </Section>
      <Section id="documents" title={t("portal.section.documents")} when={data.documents.length > 0}>
        <Documents c={c} documents={data.documents} />
      </Section>
    </RecordPage>
  );
};
